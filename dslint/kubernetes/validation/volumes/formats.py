"""Formats that only pod templates have: paths inside volumes, iSCSI names.

As in `kubernetes.names`, a function returns what is wrong with a text, "" when nothing is.
"""

from __future__ import annotations

import re

_ISCSI = {
    "iqn": r"iqn\.[0-9]{4}-[0-9]{2}\.[A-Za-z0-9.-]+(?::[^,;*&$|\t\n\f\r ]+)\Z",
    "eui": r"eui.[A-Za-z0-9]{16}\Z",
    "naa": r"naa.[A-Za-z0-9]{32}\Z",
}
"""Kind of name -> its pattern, compiled on use."""
_ISCSI_SHAPES = {
    "iqn": "must look like iqn.2001-04.com.example:disk1",
    "eui": "must be eui. and 16 letters or digits",
    "naa": "must be naa. and 32 letters or digits",
}


def steps_back(value: str) -> bool:
    """Whether a path has a `..` element."""
    return ".." in value and ".." in value.split("/")


def forward_path(value: str) -> str:
    """Accept a path without `..` elements."""
    return "must not contain '..'" if steps_back(value) else ""


def relative_path(value: str) -> str:
    """Accept a path below some folder that never leaves it."""
    if value.startswith("/"):
        return "must be a relative path; it must not begin with '/'"
    return forward_path(value)


def unreserved_path(value: str) -> str:
    """Accept a relative path that does not begin with two dots: the kubelet reserves such names."""
    fault = relative_path(value)
    if fault:
        return fault
    return "must not begin with '..'" if value.startswith("..") else ""


def absolute_path(value: str) -> str:
    """Accept a path from the root."""
    return "" if value.startswith("/") else "must be an absolute path, beginning with '/'"


def iscsi_name(value: str) -> str:
    """Accept the name of an iSCSI target or initiator."""
    kind = value[:3]
    pattern = _ISCSI.get(kind)
    if pattern is None:
        return "must begin with iqn, eui or naa"
    # Only names that begin with iqn may have text before the match.
    found = re.search(pattern, value) if kind == "iqn" else re.match(pattern, value)
    return "" if found else _ISCSI_SHAPES[kind]
