"""Node pools that are declared in Git: facts about nodes that do not exist yet."""
