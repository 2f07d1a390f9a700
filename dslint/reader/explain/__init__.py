"""Why a text cannot be read, in words that help."""
