"""Mistakes in the mutations of a MutatingAdmissionPolicy."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.policies.policy import Policy
from dslint.policies.values import Refusal


def mutation_refusals(policy: Policy) -> Iterator[Refusal]:
    """Everything for which the server refuses the mutations of a policy."""
    del policy
    return iter(())
