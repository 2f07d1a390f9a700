"""Small frozen values that every other package uses. This package imports nothing of dslint."""
