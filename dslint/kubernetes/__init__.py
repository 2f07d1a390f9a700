"""The behavior of Kubernetes itself, as pure functions on plain data, under dslint's rule ids.

This package knows nothing of files or reports, and other tools can import it: `labels`, `taints`, `affinity`,
`quantity` and the others mirror the real components, version by version.
"""
