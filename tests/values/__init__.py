"""Tests of the values that every other part uses."""
