"""The output of commands: reports, color, notes on standard error."""
