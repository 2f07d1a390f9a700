"""The admission policies of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.linter.policies.findings import refused_findings, type_findings
from dslint.policies.admission import Rulings, rulings
from dslint.policies.reading import PolicyObjects, policy_objects
from dslint.reader.stream import Stream
from dslint.values.finding import Finding

NEEDLE = "AdmissionPolicy"
"""A word in every text with a policy or binding, unless escapes hide it."""


class PolicyBook:
    """The policies of a run, read once per version.

    Made of the texts (file name, what was read) that hold policies, parameters and Namespaces.
    """

    def __init__(self, sources: Iterable[tuple[str, Stream]]) -> None:
        self._sources = tuple(sources)
        self._rulings: dict[str, Rulings] = {}
        self._told: dict[str, tuple[Finding, ...]] = {}
        self.objects: PolicyObjects = policy_objects(self._sources)

    @property
    def texts(self) -> dict[str, str]:
        """File name -> text."""
        return {file: stream.text for file, stream in self._sources}

    @property
    def files(self) -> frozenset[str]:
        """The names of the texts."""
        return frozenset(file for file, _ in self._sources)

    def rulings(self, version: str) -> Rulings:
        """Return the policies in the form of a server version."""
        found = self._rulings.get(version)
        if found is None:
            found = self._rulings[version] = rulings(self.objects, version)
        return found

    def refused(self, version: str, file: str | None = None) -> Iterator[Finding]:
        """Return policies that the server rejects, and notes that it stores, in one file or in all."""
        told = self._told.get(version)
        if told is None:
            found = self.rulings(version)
            refused = [
                finding for findings in refused_findings(found, version).values() for finding in findings
            ]
            told = self._told[version] = (*refused, *type_findings(found, version))
        yield from (finding for finding in told if file in (None, finding.file))


def param_kinds(sources: Iterable[tuple[str, Stream]]) -> set[str]:
    """Return the kinds of object that the policies of texts use as parameters."""
    kinds = (source.spec.get("paramKind") for source in policy_objects(sources).policies)
    return {str(kind.get("kind", "")) for kind in kinds if isinstance(kind, dict)} - {""}
