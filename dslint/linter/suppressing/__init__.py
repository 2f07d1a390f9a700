"""The places of suppressions: comments and annotations."""
