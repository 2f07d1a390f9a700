"""Judge the DaemonSets of a text by the policies of another text."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.linter.engine import errors_of, unreadable
from dslint.linter.policies.findings import findings_of, refused_findings, type_findings
from dslint.linter.reports import report_of
from dslint.linter.told_apart import is_daemonset
from dslint.policies.admission import denials, forbidden, rulings, warnings
from dslint.policies.reading import policy_objects
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import Stream, read_stream
from dslint.values.admission import Admission, Undecided
from dslint.values.finding import Finding
from dslint.values.typed import Any

_MANIFEST, _POLICIES, _OLD = "<manifest>", "<policies>", "<old>"


def admit(
    manifest_text: str | bytes,
    policies_text: str | bytes,
    old_text: str | bytes | None,
    version: str,
    namespace: Mapping[str, Any] | None,
) -> Admission:
    """Return the answer of the policies to every DaemonSet of a text. Every error in a text is a finding."""
    manifests = read_stream(manifest_text, go_on=True)
    policies = read_stream(policies_text, go_on=True)
    old = read_stream(old_text, go_on=True) if old_text is not None else None
    found = rulings(policy_objects([(_POLICIES, policies), (_MANIFEST, manifests)]), version)
    streams = [(_MANIFEST, manifests), (_POLICIES, policies)] + ([(_OLD, old)] if old is not None else [])
    findings: list[Finding] = [
        unreadable(error, file) for file, stream in streams for error in errors_of(stream)
    ]
    invalid = refused_findings(found, version)
    findings += [finding for refused in invalid.values() for finding in refused]
    findings += type_findings(found, version)
    messages: list[str] = []
    warned: list[str] = []
    undecided: list[Undecided] = []
    daemonsets = _daemonsets(manifests)
    before = {manifest.name.key: manifest for manifest in _daemonsets(old)} if old is not None else {}
    for manifest in daemonsets:
        stored = before.get(manifest.name.key)
        if stored is None and len(before) == len(daemonsets) == 1:
            stored = next(iter(before.values()))
        request = found.request(
            manifest.data, stored.data if stored is not None else None, version, namespace
        )
        verdict = found.judge(request)
        messages += [forbidden(request, text) for text in denials(verdict)]
        warned += warnings(verdict)
        undecided += verdict.undecided
        findings += findings_of(verdict, request, manifest, _MANIFEST, version, found)
    report = report_of(manifests.text, _MANIFEST, (version,), findings, daemonsets=len(daemonsets))
    texts = {_MANIFEST: manifests.text, _POLICIES: policies.text}
    return Admission(
        denied=bool(messages),
        message=messages[0] if messages else "",
        warnings=tuple(warned),
        invalid=invalid,
        undecided=tuple(dict.fromkeys(undecided)),
        report=report._replace(texts=tuple(sorted(texts.items())) if findings else ()),
    )


def _daemonsets(stream: Stream) -> list[Manifest]:
    return [
        manifest
        for document in stream.documents
        for manifest in objects_of(document)
        if is_daemonset(manifest)
    ]
