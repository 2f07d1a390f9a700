"""The fields of the pod spec itself."""
