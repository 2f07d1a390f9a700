"""What Kubernetes itself does, as pure functions on plain data.

Knows nothing of files, rules or reports, and can be imported by other tools: `labels`, `taints`,
`affinity`, `quantity` and the rest mirror the real components, version by version.
"""
