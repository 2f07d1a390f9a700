"""The input of commands: files, folders, standard input, and why a file is skipped."""
