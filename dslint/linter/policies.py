"""What admission policies say of the DaemonSets of a text: those beside it, or those in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dslint.linter.options import Options
from dslint.linter.policy_findings import findings_of, refused_findings
from dslint.policies.admission import Rulings, rulings
from dslint.policies.reading import PolicyObjects, policy_objects
from dslint.reader.objects import Manifest
from dslint.reader.stream import Stream
from dslint.values.finding import Finding

NEEDLE = "AdmissionPolicy"
"""What every text with a policy or binding contains, unless it is hidden by escapes."""


class PolicyBook:
    """The policies of a run, read once for each version.

    Made of the texts (file name, what was read) that hold policies, parameters and Namespaces.
    """

    def __init__(self, sources: Iterable[tuple[str, Stream]]) -> None:
        self._sources = tuple(sources)
        self._rulings: dict[str, Rulings] = {}
        self.objects: PolicyObjects = policy_objects(self._sources)

    def rulings(self, version: str) -> Rulings:
        """The policies as a version of the server takes them."""
        found = self._rulings.get(version)
        if found is None:
            found = self._rulings[version] = rulings(self.objects, version)
        return found

    def refused(self, version: str, file: str | None = None) -> Iterator[Finding]:
        """What the server refuses to store, in one file or in all."""
        for findings in refused_findings(self.rulings(version), version).values():
            yield from (finding for finding in findings if file in (None, finding.file))


def policy_findings(
    stream: Stream, daemonsets: Sequence[Manifest], file: str, options: Options
) -> Iterator[Finding]:
    """The findings of policies in one text: about its DaemonSets, and about policies that lie in it."""
    book = options.policies if options.policies is not None else PolicyBook([(file, stream)])
    if book.objects.is_empty and not book.objects.bindings:
        return
    version = options.versions[-1]
    found = book.rulings(version)
    if NEEDLE in stream.text:
        yield from book.refused(version, file)
    for manifest in daemonsets:
        request = found.request(manifest.data, None, version)
        verdict = found.judge(request)
        yield from findings_of(verdict, request, manifest, file, version, found)
