"""The `dslint plan` command."""
