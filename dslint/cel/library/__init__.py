"""The functions that Kubernetes adds to the language, one module for each kind of value."""
