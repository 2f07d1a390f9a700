"""What differs between the Kubernetes versions: gates, changes, and what an upgrade means for a manifest."""
