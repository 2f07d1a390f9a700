"""Node pools that are declared in Git: nodes that do not exist yet, and what is known of them."""
