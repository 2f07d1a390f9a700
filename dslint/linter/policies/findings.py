"""Findings from policies: in the manifest that they deny, and in the policies' own files."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.cel.library.regex import MISSING
from dslint.identity import DISTRIBUTION
from dslint.linter.findings import finding_of
from dslint.policies.admission import denial_text, forbidden
from dslint.policies.places import span_in
from dslint.values.finding import Finding, RelatedPlace
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Severity
from dslint.values.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dslint.policies.admission import Rulings
    from dslint.policies.values import Change, Decision, Refusal, Request, Source, Verdict
    from dslint.reader.objects import Manifest
    from dslint.values.admission import Undecided

DENIED, CHANGED, INVALID, UNDECIDED, TYPES = (
    "admission-policy",
    "policy-mutates",
    "policy-invalid",
    "policy-undecided",
    "policy-type-check",
)
_NAME: FieldPath = ("metadata", "name")


def findings_of(
    verdict: Verdict, request: Request, manifest: Manifest, file: str, version: str, rulings: Rulings
) -> Iterator[Finding]:
    """Return the findings of the policies on one DaemonSet."""
    for change in verdict.changes:
        yield _change(change, manifest, file, version)
    for decision in verdict.decisions:
        yield _objection(decision, request, manifest, file, version)
    names = {source.name: source for source in rulings.sources}
    for undecided in verdict.undecided:
        yield _undecided(undecided, names, manifest, file, version)


def _change(change: Change, manifest: Manifest, file: str, version: str) -> Finding:
    field, value = field_text(change.place), shortened(change.value)
    verb = f"removes {field}" if change.value is None else f"sets {field} to {value}"
    problem = Problem(
        rule=CHANGED,
        path=change.place,
        message=f"policy {change.policy.name} {verb}",
        severity="info",
        result="The object in the cluster differs from the manifest in this field.",
    )
    finding = finding_of(problem, manifest, file, (version,))
    span = span_in(change.policy, change.path)
    words = f"{change.policy.manifest.name.kind} {change.policy.name}, bound by {change.binding.name}"
    return finding._replace(related=(*finding.related, RelatedPlace(change.policy.file, span, words)))


_LONGEST = 120


def shortened(value: object) -> str:
    """Return a value as JSON, shortened."""
    import json  # noqa: PLC0415 - only where a policy changes something

    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _objection(decision: Decision, request: Request, manifest: Manifest, file: str, version: str) -> Finding:
    severity, verb, result = _consequence(decision, request)
    problem = Problem(
        rule=DENIED,
        path=decision.place or _NAME,
        message=f"policy {decision.policy.name} {verb} this: {decision.message}",
        severity=severity,
        result=result,
        write="what the policy requires",
    )
    finding = finding_of(problem, manifest, file, (version,))
    source = decision.policy if decision.path else decision.binding
    span = span_in(source, decision.path or ("spec",))
    words = f"{source.manifest.name.kind} {source.name}" + (
        f", bound by {decision.binding.name}" if decision.path else ""
    )
    return finding._replace(related=(*finding.related, RelatedPlace(source.file, span, words)))


def _consequence(decision: Decision, request: Request) -> tuple[Severity, str, str]:
    if decision.denies:
        return "error", "denies", f"The API server answers: {forbidden(request, denial_text(decision))}"
    if "Warn" in decision.actions:
        return "warning", "warns of", "The API server accepts it and sends this as a warning."
    return "info", "audits", "The API server accepts it and writes this to its audit log."


def _undecided(
    undecided: Undecided, names: dict[str, Source], manifest: Manifest, file: str, version: str
) -> Finding:
    problem = Problem(
        rule=UNDECIDED,
        path=_NAME,
        message=f"policy {undecided.policy} cannot be decided: it depends on {undecided.on}",
        severity="info",
        result="The API server may deny it; dslint cannot know.",
        write=_ASSUME.get(undecided.on, "a policy that does not use it, if dslint should check it"),
    )
    finding = finding_of(problem, manifest, file, (version,))
    source = names.get(undecided.policy)
    if source is None:
        return finding
    place = RelatedPlace(source.file, span_in(source, ("metadata", "name")), f"its {undecided.what}")
    return finding._replace(related=(*finding.related, place))


_ASSUME = {
    "namespaceObject": "the Namespace with its labels, in the input",
    MISSING: f"pip install '{DISTRIBUTION}[policies]'",
}


def refused_findings(rulings: Rulings, version: str) -> dict[str, tuple[Finding, ...]]:
    """Return the findings on policies and bindings that the server rejects, by name."""
    return {
        source.name: tuple(_refusal(source, refusal, version) for refusal in refusals)
        for source, refusals in rulings.refused
    }


def _refusal(source: Source, refusal: Refusal, version: str) -> Finding:
    field = field_text(refusal.path)
    return Finding(
        rule=INVALID,
        severity="error",
        message=f"{field}: {refusal.message}",
        file=source.file,
        span=span_in(source, refusal.path, refusal.line, refusal.column),
        field=field,
        source="policy",
        reason=refusal.reason,
        object=source.manifest.name,
        result=f"The API server does not store this {source.manifest.name.kind}; it protects nothing.",
        write="",
        versions=(version,),
    )


def type_findings(rulings: Rulings, version: str) -> Iterator[Finding]:
    """Return the expressions of stored policies that do not fit the fields of a DaemonSet."""
    from dslint.policies.type_check import type_notes  # noqa: PLC0415 - only where policies lie in the input

    for policy in rulings.policies:
        for note in type_notes(policy):
            yield _refusal(policy.source, note, version)._replace(
                rule=TYPES,
                severity="info",
                reason="",
                result="The API server stores the policy, and notes this in its status.",
            )
