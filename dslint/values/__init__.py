"""The small frozen values that every other room passes around. Imports nothing of dslint."""
