"""What admission policies say of the DaemonSets of a text: those beside it, or those in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from dslint.linter.hiding import hide_and_select
from dslint.linter.options import JudgedText, Options
from dslint.linter.policy_findings import findings_of, refused_findings
from dslint.linter.reports import merged, report_of
from dslint.linter.told_apart import is_daemonset
from dslint.policies.admission import Rulings, rulings
from dslint.policies.reading import PolicyObjects, policy_objects
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import Stream
from dslint.values.finding import Finding, Report

NEEDLE = "AdmissionPolicy"
"""What every text with a policy or binding contains, unless it is hidden by escapes."""
_NOTHING: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({})


class PolicyBook:
    """The policies of a run, read once for each version.

    Made of the texts (file name, what was read) that hold policies, parameters and Namespaces.
    """

    def __init__(self, sources: Iterable[tuple[str, Stream]]) -> None:
        self._sources = tuple(sources)
        self._rulings: dict[str, Rulings] = {}
        self.objects: PolicyObjects = policy_objects(self._sources)

    @property
    def files(self) -> frozenset[str]:
        """The names of the texts."""
        return frozenset(file for file, _ in self._sources)

    def rulings(self, version: str) -> Rulings:
        """The policies as a version of the server takes them."""
        found = self._rulings.get(version)
        if found is None:
            found = self._rulings[version] = rulings(self.objects, version)
        return found

    def refused_report(self, files: Collection[str], options: Options) -> Report:
        """What the server refuses to store, in files that nothing else is said about."""
        version = options.versions[-1]
        found = [finding for finding in self.refused(version) if finding.file in files]
        wanted = tuple(finding for finding in found if options.tuning(finding.object).wants(finding))
        texts = {file: stream.text for file, stream in self._sources}
        return Report(
            findings=wanted, texts=tuple((file, texts[file]) for file in {each.file for each in wanted})
        )

    def refused(self, version: str, file: str | None = None) -> Iterator[Finding]:
        """What the server refuses to store, in one file or in all."""
        for findings in refused_findings(self.rulings(version), version).values():
            yield from (finding for finding in findings if file in (None, finding.file))


def param_kinds(sources: Iterable[tuple[str, Stream]]) -> set[str]:
    """The kinds of object that the policies of texts take as parameters."""
    kinds = (source.spec.get("paramKind") for source in policy_objects(sources).policies)
    return {str(kind.get("kind", "")) for kind in kinds if isinstance(kind, dict)} - {""}


def policy_report(
    texts: Iterable[tuple[str, Stream]],
    book: PolicyBook,
    options_of: Callable[[str], Options],
    old: Mapping[str, Mapping[str, Any]] | None = None,
) -> Report:
    """What the policies say of all DaemonSets in some texts, hidden and selected as lint does it."""
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


def policy_findings(
    stream: Stream,
    daemonsets: Sequence[Manifest],
    file: str,
    options: Options,
    old: Mapping[str, Mapping[str, Any]] = _NOTHING,
) -> Iterator[Finding]:
    """The findings of policies in one text: about its DaemonSets, and about policies that lie in it.

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
