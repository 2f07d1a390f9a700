"""What gets lost between a manifest and the pods: hooks, merges, configuration that does not arrive."""
