"""Reports of admission policies on the DaemonSets of a text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from dslint.linter.hiding import hide_and_select
from dslint.linter.options import JudgedText, Options
from dslint.linter.policies.book import NEEDLE, PolicyBook
from dslint.linter.policies.findings import findings_of
from dslint.linter.reports import merged, report_of
from dslint.linter.told_apart import is_daemonset
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import Stream
from dslint.values.finding import Finding, Report
from dslint.values.typed import Any, Final

_NOTHING: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({})


def refused_report(book: PolicyBook, files: Collection[str], options: Options) -> Report:
    """Report what the server rejects, in files without other findings."""
    version = options.versions[-1]
    found = [finding for finding in book.refused(version) if finding.file in files]
    wanted = tuple(finding for finding in found if options.tuning(finding.object).wants(finding))
    texts = book.texts
    return Report(
        findings=wanted, texts=tuple((file, texts[file]) for file in {each.file for each in wanted})
    )


def policy_report(
    texts: Iterable[tuple[str, Stream]],
    book: PolicyBook,
    options_of: Callable[[str], Options],
    old: Mapping[str, Mapping[str, Any]] | None = None,
) -> Report:
    """Report the answers of the policies to all DaemonSets in some texts, hidden and selected as in lint."""
    reports: list[Report] = []
    versions: tuple[str, ...] = ()
    for file, stream in texts:
        manifests = [manifest for document in stream.documents for manifest in objects_of(document)]
        daemonsets = [manifest for manifest in manifests if is_daemonset(manifest)]
        options = options_of(file)._replace(policies=book)
        versions = options.versions
        found = policy_findings(stream, daemonsets, file, options, old or {})
        source = JudgedText(stream.text, stream.documents, daemonsets, file)
        shown = hide_and_select(found, source, options, complain=False)
        report = report_of(stream.text, file, versions, shown.kept, shown.suppressed, daemonsets=0)
        reports.append(report._replace(files=0))
    return merged(reports, versions)


def as_stored_by_cluster(manifest: Manifest, book: PolicyBook, version: str) -> Manifest:
    """Return a DaemonSet as the mutating policies of the cluster change it, with unchanged places."""
    if not book.objects.mutating or not is_daemonset(manifest):
        return manifest
    found = book.rulings(version)
    verdict = found.judge(found.request(manifest.data, None, version))
    if not verdict.changes or verdict.request is None:
        return manifest
    changed = {key: value for key, value in verdict.request.data.items() if key != "status"}
    return manifest._replace(piece=manifest.node._replace(data=changed))


def policy_findings(
    stream: Stream,
    daemonsets: Sequence[Manifest],
    file: str,
    options: Options,
    old: Mapping[str, Mapping[str, Any]] = _NOTHING,
) -> Iterator[Finding]:
    """Return the findings of policies in one text: on its DaemonSets, and on the policies in it.

    `old` are the stored objects that DaemonSets replace, by `namespace/name`; others are created.
    """
    book = options.policies if options.policies is not None else PolicyBook([(file, stream)])
    if book.objects.is_empty and not book.objects.bindings:
        return
    version = options.versions[-1]
    found = book.rulings(version)
    if NEEDLE in stream.text:
        yield from book.refused(version, file)
    for manifest in daemonsets:
        request = found.request(manifest.data, old.get(manifest.name.key), version)
        verdict = found.judge(request)
        yield from findings_of(verdict, request, manifest, file, version, found)
