"""What changes when new manifests or inventories replace old ones."""
