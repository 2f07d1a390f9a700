"""The `dslint lint` command."""
