"""The answer of a cluster's admission policies to a manifest."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.values.finding import Finding, Report
from dslint.values.typed import NamedTuple


class Undecided(NamedTuple):
    """A policy whose answer depends on something that is not known offline.

    what  the field of the policy that depends on it, `spec.validations[0].expression`
    on    what it depends on: `authorizer`, `request.userInfo`, `namespaceObject`, …
    """

    policy: str
    binding: str
    what: str
    on: str


class Admission(NamedTuple):
    """The answer of the server's admission control to the DaemonSets of a manifest.

    denied     whether a policy denies one of them
    """

    denied: bool
    message: str
    warnings: tuple[str, ...]
    invalid: Mapping[str, tuple[Finding, ...]]
    undecided: tuple[Undecided, ...]
    report: Report
