"""Checks for users' own rules: a team's policies, without Python."""
