"""Plans and differences of many clusters at once."""
