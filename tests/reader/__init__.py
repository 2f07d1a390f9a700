"""Reading: streams, positions, guards, messages, templates, edits."""
