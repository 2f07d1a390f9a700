"""Where suppressions are written: comments and annotations."""
