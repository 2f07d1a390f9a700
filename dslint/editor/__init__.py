"""The features of an editor: hover, completion, code lenses, quick fixes. Pure functions on text."""
