"""What commands write: reports, colour, notes on standard error."""
