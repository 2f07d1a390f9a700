"""What an editor shows: hover, completion, code lenses, quick fixes. Pure functions on text."""
