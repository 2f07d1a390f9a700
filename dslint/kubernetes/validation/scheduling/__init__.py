"""The fields of the pod spec that decide where the pod may run."""
