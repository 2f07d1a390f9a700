"""Read manifests in JSON, and check what YAML cannot convert to JSON."""
