"""`dslint lint`, option by option."""
