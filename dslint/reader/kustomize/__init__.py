"""What stands in kustomization files."""
