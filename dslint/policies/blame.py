"""Which field of the DaemonSet an expression failed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dslint.policies.activation import Activation
    from dslint.policies.policy import Policy
    from dslint.policies.values import Request
    from dslint.values.path import FieldPath


def blamed(policy: Policy, expression: str, activation: Activation, request: Request) -> FieldPath | None:
    """The path of the field, None when it cannot be told."""
    del policy, expression, activation, request
    return None
