"""`python -m dslint`."""

from dslint.cli.main import program

program()
