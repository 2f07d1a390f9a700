"""What happens to a pod on its way in: defaults other objects give it, and why it may be refused.

The DaemonSet itself is stored all the same; its pods are what the server then refuses to create.
"""

from __future__ import annotations

from typing import NamedTuple

from dslint.values.path import FieldPath


class Refusal(NamedTuple):
    """Why the server creates no pod: the object that decides, what is wrong, where the pod spec says it."""

    subject: str
    text: str
    path: FieldPath = ()
