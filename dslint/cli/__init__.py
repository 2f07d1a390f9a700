"""The command line: one module per command. Only this package prints, reads the environment or exits."""
