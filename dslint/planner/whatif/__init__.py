"""What happens when nodes change, step by step."""
