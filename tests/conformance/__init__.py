"""Questions put to the real Kubernetes code and a real control plane, and how far dslint agrees.

`vectors/` holds the cases, one module per kind compares them, `ratchet.json` holds the share
reached so far. `python -m tests.conformance KIND --show 20` prints the first disagreements.
"""
