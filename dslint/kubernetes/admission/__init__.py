"""Admission of a pod: the defaults that other objects give it, and reasons to reject it.

The server stores the DaemonSet in any case; it rejects only its pods.
"""

from __future__ import annotations

from dslint.values.path import FieldPath
from dslint.values.typed import NamedTuple


class Refusal(NamedTuple):
    """Why the server creates no pod: the deciding object, the error, and the place in the pod spec."""

    subject: str
    text: str
    path: FieldPath = ()
