"""Plans and differences as self-contained HTML pages."""
