"""Input made to exhaust a reader."""
