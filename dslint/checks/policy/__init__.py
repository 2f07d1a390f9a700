"""Checks for rules of one's own: what a team may agree on, without Python."""
