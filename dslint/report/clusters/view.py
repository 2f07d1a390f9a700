"""DaemonSets × clusters: a row per DaemonSet and a column per cluster, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from dslint.report.summary import counts_of
from dslint.values.finding import Finding, Report
from dslint.values.words import counted, listed

_OF_NAME = ("NAMESPACE", "NAME")
QUIET = "."
"""The symbol of a cell with nothing to report."""


class Part(NamedTuple):
    """Some nodes of a cluster with one outcome (or effect), and why."""

    word: str
    nodes: int
    names: str
    why: tuple[str, ...] = ()


class ClusterLine(NamedTuple):
    """One DaemonSet in one cluster.

    badness  sorts: what is largest comes first
    brief    all that a cell of the table says
    details  the cells of a line of its own, below the view's headings
    numbers  the same for programs
    quiet    there is nothing to say
    symbol   the same in one character
    parts    the nodes of the cluster by what becomes of the DaemonSet there
    """

    cluster: str
    key: str
    badness: tuple[int, ...]
    brief: str
    details: tuple[str, ...]
    numbers: Mapping[str, object]
    quiet: bool = False
    symbol: str = QUIET
    parts: tuple[Part, ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        """Namespace and name."""
        namespace, _, name = self.key.rpartition("/")
        return namespace, name


class Cause(NamedTuple):
    """A highlight, and its clusters.

    words  the sentence as it is in the first of them
    alike  whether the others differ in names and numbers
    """

    weight: int
    kind: str
    words: str
    keys: tuple[str, ...]
    clusters: tuple[str, ...]
    alike: bool = False


class Shared(NamedTuple):
    """A sentence, and the clusters that it applies to."""

    words: str
    clusters: tuple[str, ...]


class Noticed(NamedTuple):
    """A finding as in the first of these clusters, and all of them."""

    finding: Finding
    clusters: tuple[str, ...]


class ClustersView(NamedTuple):
    """The content of a report on many clusters.

    legend    what a cell of the table holds
    symbols   what the symbols mean, the worst first
    words     the same in a word or two, for cells
    names     all clusters, in order of the names
    causes    what stands out, the worst first
    noticed   the findings, each place of a manifest once
    assumed   what was taken for granted
    steps     what the steps of a what-if do; the table is about what comes after them
    commands  cluster -> the call that tells more about it
    verbose   all is told
    """

    title: str
    legend: str
    headings: tuple[str, ...]
    lines: tuple[ClusterLine, ...]
    report: Report
    symbols: Mapping[str, str] = {}
    words: Mapping[str, str] = {}
    names: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    assumed: tuple[Shared, ...] = ()
    commands: Mapping[str, str] = {}
    verbose: bool = False
    steps: tuple[Shared, ...] = ()

    @property
    def clusters(self) -> list[str]:
        """Return the clusters, the worst first."""
        return list(dict.fromkeys((*_worst_first(self.lines, lambda line: line.cluster), *self.names)))

    @property
    def daemonsets(self) -> list[str]:
        """Return the DaemonSets with something to report in a cluster, the worst first."""
        return _worst_first((line for line in self.lines if not line.quiet), lambda line: line.key)

    @property
    def troubled(self) -> list[str]:
        """Return the DaemonSets with something to report in some cluster, the worst first."""
        told = {line.key for line in self.lines if line.symbol != QUIET}
        return [key for key in self.daemonsets if key in told]

    @property
    def troubled_clusters(self) -> list[str]:
        """Return the clusters with something to report, the worst first."""
        told = {line.cluster for line in self.lines if line.symbol != QUIET}
        return [cluster for cluster in self.clusters if cluster in told]

    @property
    def cells(self) -> dict[tuple[str, str], ClusterLine]:
        """Return (DaemonSet, cluster) -> the line about both."""
        return {(line.key, line.cluster): line for line in self.lines}

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Return every line with something to report as cells, the worst first, with headings."""
        told = sorted((line for line in self.lines if not line.quiet), key=_order)
        headings = ("CLUSTER", *_OF_NAME, *self.headings)
        return [headings, *((line.cluster, *line.name, *line.details) for line in told)]

    @property
    def grid(self) -> list[tuple[str, ...]]:
        """Return a row per DaemonSet and a column per cluster, with headings."""
        clusters, cells = self.clusters, self.cells
        names = {line.key: line.name for line in self.lines}
        body = ((*names[key], *_briefs(key, clusters, cells)) for key in self.daemonsets)
        return [(*_OF_NAME, *clusters), *body]

    @property
    def left_out(self) -> str:
        """Return the number of DaemonSets without anything to report, in words."""
        number = len({line.key for line in self.lines}) - len(self.daemonsets)
        return f"{counted(number, 'DaemonSet')} unchanged everywhere. " if number else ""

    @property
    def summary(self) -> str:
        """Return what was left out, and the number of findings."""
        counts = counts_of(self.report)
        return f"{self.left_out}{counts[0].upper()}{counts[1:]}."

    def where(self, clusters: Sequence[str]) -> str:
        """Clusters in words: `eu`, `eu, us and 3 more`, `every cluster`."""
        everywhere = len(clusters) == len(self.names) and len(clusters) > 1
        return "every cluster" if everywhere else listed(clusters)


def _briefs(key: str, clusters: Iterable[str], cells: Mapping[tuple[str, str], ClusterLine]) -> Iterable[str]:
    return (cells[key, cluster].brief if (key, cluster) in cells else "-" for cluster in clusters)


def _order(line: ClusterLine) -> tuple[tuple[int, ...], str, str]:
    return tuple(-number for number in line.badness), line.cluster, line.key


def _worst_first(lines: Iterable[ClusterLine], named: Callable[[ClusterLine], str]) -> list[str]:
    """Sort names by their worst line."""
    return list(dict.fromkeys(named(line) for line in sorted(lines, key=_order)))


def cause_words(view: ClustersView, cause: Cause) -> str:
    """`eu/prod (alike in us/prod and 3 more): agent stays Pending on edge-1: …`."""
    where = _first_and_alike(view, cause.clusters) if cause.alike else view.where(cause.clusters)
    return f"{where}: {cause.words}"


def noticed_words(view: ClustersView, noticed: Noticed) -> str:
    """Return a finding's message with the clusters that report it."""
    if not noticed.clusters:
        return noticed.finding.message
    return f"cluster {_first_and_alike(view, noticed.clusters)}: {noticed.finding.message}"


def _first_and_alike(view: ClustersView, clusters: Sequence[str]) -> str:
    first, *others = clusters
    if not others:
        return first
    return f"{first} (alike in {'all others' if len(clusters) == len(view.names) else listed(others)})"
