"""Judge a DaemonSet by the policies of the input, from objects as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dslint.cel.library.regex import NoEngineError
from dslint.kubernetes.releases.release import Release
from dslint.kubernetes.validation.judging import read_manifest
from dslint.policies.mutating import Told, mutated
from dslint.policies.policy import Policy
from dslint.policies.spec_fields import text
from dslint.policies.stored import as_stored
from dslint.policies.storing import binding_refusals, refusals
from dslint.policies.validating import Pair, judge, pairs_of
from dslint.policies.values import Change, Decision, Refusal, Request, Verdict
from dslint.values.admission import Undecided

if TYPE_CHECKING:
    from dslint.policies.reading import PolicyObjects
    from dslint.policies.values import Source

DEFAULT_NAMESPACE = "default"


@dataclass(frozen=True)
class Rulings:
    """The valid policies of an input, and those that the server refuses to store.

    refused  the policies and bindings that are not evaluated, each with its error
    missing  policies that cannot be evaluated here, with the reason
    """

    objects: PolicyObjects
    policies: tuple[Policy, ...]
    bindings: tuple[Source, ...]
    mutating: tuple[Policy, ...]
    mutating_bindings: tuple[Source, ...]
    refused: tuple[tuple[Source, tuple[Refusal, ...]], ...]
    missing: tuple[Undecided, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every policy of the input."""
        return (*self.objects.policies, *self.objects.mutating)

    @cached_property
    def _pairs(self) -> list[Pair]:
        return pairs_of(self.policies, self.bindings)

    @cached_property
    def _mutating_pairs(self) -> list[Pair]:
        return pairs_of(self.mutating, self.mutating_bindings)

    def judge(self, request: Request) -> Verdict:
        """Apply the mutating policies to a request, and judge the result by the validating ones."""
        params = list(self.objects.params)
        told: list[Told] = []
        if self._mutating_pairs:
            request, told = mutated(self._mutating_pairs, params, request)
        verdict = judge(self._pairs, params, request)
        return Verdict(
            (*(each for each in told if isinstance(each, Decision)), *verdict.decisions),
            (*self.missing, *(each for each in told if isinstance(each, Undecided)), *verdict.undecided),
            tuple(each for each in told if isinstance(each, Change)),
            request,
        )

    def request(
        self,
        data: Mapping[str, Any],
        old: Mapping[str, Any] | None,
        version: str,
        namespace: Mapping[str, Any] | None = None,
    ) -> Request:
        """Return the request that replaces an old object, or creates one."""
        stored = stored_object(data, version, _name_of(namespace))
        name = stored["metadata"]["namespace"]
        known = namespace or dict(self.objects.namespaces).get(name)
        before = None if old is None else stored_object(old, version, name)
        return Request(stored, before, known)


def _name_of(namespace: Mapping[str, Any] | None) -> str:
    metadata = (namespace or {}).get("metadata")
    return text(metadata, "name") if isinstance(metadata, dict) else ""


def rulings(objects: PolicyObjects, version: str) -> Rulings:
    """Read the policies of an input for a version of the server."""
    refused: list[tuple[Source, tuple[Refusal, ...]]] = []
    missing: list[Undecided] = []
    return Rulings(
        objects,
        policies=tuple(_accepted(objects.policies, version, refused, missing)),
        bindings=tuple(_accepted_bindings(objects.bindings, refused)),
        mutating=tuple(_accepted(objects.mutating, version, refused, missing)),
        mutating_bindings=tuple(_accepted_bindings(objects.mutating_bindings, refused)),
        refused=tuple(refused),
        missing=tuple(missing),
    )


Refused = list[tuple["Source", tuple[Refusal, ...]]]


def _accepted(
    sources: Iterable[Source], version: str, refused: Refused, missing: list[Undecided]
) -> Iterator[Policy]:
    for source in sources:
        policy = Policy(source, version)
        try:
            problems = tuple(refusals(policy))
        except NoEngineError as engine:
            missing.append(Undecided(policy.name, "", "spec", str(engine)))
            continue
        if problems:
            refused.append((source, problems))
        else:
            yield policy


def _accepted_bindings(sources: Iterable[Source], refused: Refused) -> Iterator[Source]:
    for source in sources:
        problems = tuple(binding_refusals(source))
        if problems:
            refused.append((source, problems))
        else:
            yield source


def stored_object(data: Mapping[str, Any], version: str, namespace: str = "") -> dict[str, Any]:
    """Return a DaemonSet as policies see it: decoded, with its defaults, in its namespace."""
    stored = as_stored(read_manifest(data, Release(version)).manifest, version)
    metadata = stored.setdefault("metadata", {})
    metadata.setdefault("namespace", namespace or DEFAULT_NAMESPACE)
    return stored


def denials(verdict: Verdict) -> Iterator[str]:
    """Return the message of each objection that denies the request, in the server's words."""
    return (denial_text(decision) for decision in verdict.decisions if decision.denies)


def denial_text(decision: Decision) -> str:
    """Return an objection that denies the request, in the server's words."""
    return (
        f"{decision.policy.manifest.name.kind} '{decision.policy.name}' with binding "
        f"'{decision.binding.name}' denied request: {decision.message}"
    )


def warnings(verdict: Verdict) -> Iterator[str]:
    """Return the warnings that the server sends."""
    for decision in verdict.decisions:
        if not decision.forced and "Warn" in decision.actions:
            yield (
                f"Validation failed for ValidatingAdmissionPolicy '{decision.policy.name}' with binding "
                f"'{decision.binding.name}': {decision.message}"
            )


def forbidden(request: Request, message: str) -> str:
    """Return the answer to a denied request."""
    metadata = request.data["metadata"]
    name = metadata.get("name") or metadata.get("generateName") or "Unknown"
    return f'daemonsets.apps "{name}" is forbidden: {message}'
