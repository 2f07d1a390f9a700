"""Plans: one module for each format, and the parts they share."""
