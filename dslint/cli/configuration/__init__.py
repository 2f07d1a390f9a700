"""Configuration files: found beside what is linted, read, and turned into what each file is judged by."""
