"""What people expect of a plan, and whether it holds."""
