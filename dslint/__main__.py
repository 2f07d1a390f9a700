"""`python -m dslint`."""

from dslint.cli.main import main

main()
