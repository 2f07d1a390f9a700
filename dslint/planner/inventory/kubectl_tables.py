"""Reject tables and names that kubectl prints for people, and name the command that prints data."""

from __future__ import annotations

import re

_TABLES = (
    (
        re.compile(r"\s*NAME\s+STATUS\s+ROLES\s+AGE\s+VERSION"),
        "this is the table of kubectl get nodes; it has no taints and no allocatable resources in it",
    ),
    (
        re.compile(r"node/\S+\s*(\n|\Z)"),
        "these are names of nodes only, with nothing else about them",
    ),
    (
        re.compile(r"Name: .*\n(Roles|Labels|Namespace|Selector): "),
        "this is the text of kubectl describe, which is made for people and changes between versions",
    ),
    (
        re.compile(r"\s*(NAMESPACE\s+)?NAME\s+READY\s+STATUS"),
        "this is the table of kubectl get pods; it has no requests and no ports in it",
    ),
    (
        re.compile(r"\s*([A-Z]+ ){0,1}\s*(NAMESPACE|LAST SEEN|NAME)\s+[A-Z]"),
        "this is a table that kubectl prints for people",
    ),
)
_PODS = "kubectl get pods"


def pasted_table(text: str) -> str:
    """Return the error for a text that was printed for people; empty for any other text."""
    for pattern, message in _TABLES:
        if pattern.match(text):
            command = "pods -A" if _PODS in message else "nodes"
            return f"{message}; save this instead: kubectl get {command} -o json"
    return ""
