"""Read kustomization files."""
