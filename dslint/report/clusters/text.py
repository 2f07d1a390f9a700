"""Many clusters on one screen: a table, the highlights, and the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.planner.highlights import MOST
from dslint.planner.node_names import some
from dslint.report.clusters.view import QUIET, ClustersView, Noticed, cause_words, noticed_words
from dslint.report.findings.compact import line
from dslint.report.layout import page_width, table, wrapped
from dslint.values.words import counted

_MOST_FINDINGS = 8
_MOST_ASSUMED = 4
_MOST_QUIET = 12
_MOST_COLUMNS = 50
_MOST_NAMES = 24
_INDENT = 12


def render(view: ClustersView) -> str:
    """Return the table with a column per cluster, or with a sign per cluster if that is too wide."""
    if not view.daemonsets:
        return _page(view, wrapped(view.title, 0))
    grid = table(view.grid)
    if max(map(len, grid)) > page_width():
        return _page(view, [*wrapped(view.title, 0), "", *_signs(view)])
    return _page(view, [*wrapped(f"{view.title}: {view.legend}", 0), "", *grid])


def render_wide(view: ClustersView) -> str:
    """Return a line per DaemonSet and cluster, and every finding."""
    rows = view.rows
    return _page(
        view._replace(verbose=True), [view.title, "", *table(rows)] if rows[1:] else wrapped(view.title, 0)
    )


def _page(view: ClustersView, lines: Sequence[str]) -> str:
    after = (*_first(view), *_findings(view), *_assumed(view))
    return "\n".join([*_steps(view), *lines, *after, "", *_end(view)]) + "\n"


def _steps(view: ClustersView) -> Iterator[str]:
    for number, step in enumerate(view.steps):
        yield from _labelled("" if number else "what if", f"{view.where(step.clusters)}: {step.words}")
    if view.steps:
        yield ""


def _first(view: ClustersView) -> Iterator[str]:
    if not view.causes:
        return
    yield from ("", "Look at this first")
    shown = view.causes if view.verbose else view.causes[:MOST]
    for number, cause in enumerate(shown, 1):
        head, *more = wrapped(cause_words(view, cause), 5)
        yield f" {number:>2}  {head.lstrip()}"
        yield from more
    left = len(view.causes) - len(shown)
    if left:
        yield f"     and {left} more: --verbose"


def _findings(view: ClustersView) -> Iterator[str]:
    if not view.noticed:
        return
    yield ""
    if not view.verbose and len(view.noticed) > _MOST_FINDINGS:
        yield from _by_rule(view)
        return
    for noticed in view.noticed:
        told = noticed.finding._replace(message=noticed_words(view, noticed))
        head, *more = wrapped(line(told), 2)
        yield from (head.lstrip(), *more)
        for label, text in (("result", told.result), ("write", told.write)):
            if text and view.verbose:
                yield from _labelled(f"  {label}", text)


def _by_rule(view: ClustersView) -> Iterator[str]:
    """Return the number of findings per rule; --verbose lists all of them."""
    rules: dict[tuple[str, str], list[Noticed]] = {}
    for noticed in view.noticed:
        rules.setdefault((noticed.finding.severity, noticed.finding.rule), []).append(noticed)
    for (severity, rule), found in rules.items():
        clusters = {cluster for noticed in found for cluster in noticed.clusters}
        where = f" in {counted(len(clusters), 'cluster')}" if clusters else ""
        first = noticed_words(view, found[0])
        places = counted(len(found), "place")
        head, *more = wrapped(f"{severity} {rule}: {places}{where}; {found[0].finding.file}: {first}", 2)
        yield from (head.lstrip(), *more)
    yield "every finding: --verbose; for each cluster: -o compact"


def _assumed(view: ClustersView) -> Iterator[str]:
    if not view.assumed:
        return
    yield ""
    shown = view.assumed if view.verbose else view.assumed[:_MOST_ASSUMED]
    for number, assumed in enumerate(shown):
        yield from _labelled("" if number else "assumed", f"{view.where(assumed.clusters)}: {assumed.words}")
    left = len(view.assumed) - len(shown)
    if left:
        yield from _labelled("", f"and {left} more: --verbose")


def _end(view: ClustersView) -> Iterator[str]:
    yield view.summary
    worst = next((cluster for cluster in view.troubled_clusters if cluster in view.commands), None)
    if worst is not None:
        yield from _labelled("one cluster", view.commands[worst])


def _signs(view: ClustersView) -> Iterator[str]:
    """Return a sign per DaemonSet and cluster with something to report; equal rows are merged."""
    troubled = view.troubled_clusters
    clusters = troubled[:_MOST_COLUMNS]
    together: dict[str, list[str]] = {}
    cells = view.cells
    for key in view.troubled:
        found = (cells.get((key, cluster)) for cluster in clusters)
        signs = "".join("-" if cell is None else cell.symbol for cell in found)
        together.setdefault(signs, []).append(key)
    if together:
        yield _ruler(len(clusters))
    for signs, keys in together.items():
        yield from _beside(signs, keys, _worst_words(view, keys[0]))
    if together:
        yield ""
        names = ", ".join(f"{number}={name}" for number, name in enumerate(clusters, 1))
        yield from _labelled("clusters", names)
        if len(troubled) > len(clusters):
            left = counted(len(troubled) - len(clusters), "more cluster")
            yield from _labelled("", f"and {left} with less: -o wide")
        used = set("".join(together))
        meant = [f"{symbol} {words}" for symbol, words in view.symbols.items() if symbol in used]
        yield from _labelled("signs", ", ".join(meant))
    yield from _quiet(view, view.troubled)


def _beside(signs: str, keys: Sequence[str], worst: str) -> Iterator[str]:
    """Return signs, and to the right of them their DaemonSets."""
    words = (
        f"{keys[0]}: {worst}"
        if len(keys) == 1
        else f"{len(keys)} DaemonSets: {some(sorted(keys), _MOST_NAMES)}"
    )
    head, *more = wrapped(words, max(len(signs), 3) + 2)
    yield f"{signs:<{max(len(signs), 3)}}  {head.lstrip()}"
    yield from more


def _quiet(view: ClustersView, troubled: Sequence[str]) -> Iterator[str]:
    told = set(troubled)
    quiet = [key for key in view.daemonsets if key not in told]
    if quiet:
        more = f" and {len(quiet) - _MOST_QUIET} more" if len(quiet) > _MOST_QUIET else ""
        word = f"{view.symbols.get(QUIET, 'nothing to say')} in every cluster"
        shown = ", ".join(sorted(quiet)[:_MOST_QUIET])
        yield from _labelled("the rest", f"{counted(len(quiet), 'DaemonSet')}: {word}: {shown}{more}")
    rest = len(view.clusters) - len(view.troubled_clusters)
    if rest and troubled:
        yield from _labelled("", f"{counted(rest, 'cluster')} without any of this")


def _worst_words(view: ClustersView, key: str) -> str:
    """Return the worst cluster of a DaemonSet with its numbers, and the number of other affected clusters."""
    told = [cell for cell in view.lines if cell.key == key and cell.symbol != QUIET]
    worst = max(told, key=lambda cell: cell.badness)
    more = f" and {counted(len(told) - 1, 'other')}" if len(told) > 1 else ""
    return f"{worst.brief} in {worst.cluster}{more}"


def _ruler(length: int) -> str:
    """Return a ruler for columns from 1 with marks at every fifth and tenth, `1...5....10`."""
    signs = ["."] * length
    for number in range(1, length + 1):
        written = str(number)
        if number == 1 or (number % 5 == 0 and number + len(written) - 2 < length):
            signs[number - 1 : number - 1 + len(written)] = written
    return "".join(signs[:length])


def _labelled(label: str, words: str) -> Iterator[str]:
    head, *more = [row for text in words.splitlines() or [""] for row in wrapped(text, _INDENT)]
    yield f"{label:<{_INDENT}}{head.lstrip()}".rstrip()
    yield from more
