"""What commands read: files, folders, standard input, and why a file is skipped."""
