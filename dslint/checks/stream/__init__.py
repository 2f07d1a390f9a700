"""Checks that compare a DaemonSet with the other objects beside it."""
