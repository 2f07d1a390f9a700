"""The `dslint diff` command."""
