"""One DaemonSet of a difference in one of many clusters."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.difference.comparison import Comparison
from dslint.planner.difference.pairs import Pair
from dslint.planner.node_names import brief
from dslint.report.clusters.view import QUIET, ClusterLine, Part
from dslint.report.diff.view import DiffView, desired, effects_of, names

DIFF_LEGEND = "pods desired, -nodes lost/+nodes gained"
DIFF_SYMBOLS = {
    "R": "rejected by the server",
    "-": "loses nodes",
    "s": "the rollout stops",
    "r": "pods restart",
    "+": "gains nodes",
    "o": "changes without moving a pod now",
    QUIET: "unchanged",
}
"""The worst first."""


DIFF_WORDS = {
    "R": "rejected",
    "-": "loses nodes",
    "s": "stops",
    "r": "restarts",
    "+": "gains nodes",
    "o": "changes",
    QUIET: "unchanged",
}


def cluster_line(cluster: str, pair: Pair, view: DiffView) -> ClusterLine:
    """What changes for the DaemonSet of a pair in a cluster."""
    before, after = desired(pair)
    gained, lost = (0, 0) if pair.refused else (pair.gained.bit_count(), pair.lost.bit_count())
    stuck = pair.moves.untouched.bit_count() if pair.moves.replaced else 0
    restarted = pair.moves.replaced.bit_count()
    return ClusterLine(
        cluster,
        pair.key,
        (int(pair.refused), lost, stuck, restarted),
        _brief(after, gained, lost, _word(pair, stuck)),
        tuple(view.row(pair)[2:]),
        {
            "status": pair.status,
            "refused": pair.refused,
            "desired": {"before": before, "after": after},
            "gained": gained,
            "lost": lost,
            "restarted": restarted,
            "stuck": stuck,
        },
        quiet=pair.status == "unchanged",
        symbol=_symbol(pair, stuck),
        parts=tuple(_parts(pair, view.comparison)),
    )


def _symbol(pair: Pair, stuck: int) -> str:
    if pair.status == "unchanged":
        return QUIET
    found = (
        ("R", pair.refused),
        ("-", pair.lost | pair.removed),
        ("s", stuck),
        ("r", pair.moves.replaced),
        ("+", pair.gained),
    )
    return next((symbol for symbol, holds in found if holds), "o")


def _parts(pair: Pair, comparison: Comparison) -> Iterator[Part]:
    for word, nodes in effects_of(pair):
        yield Part(word, nodes.bit_count(), brief(names(nodes, comparison)))


def _brief(after: int, gained: int, lost: int, word: str) -> str:
    """Return `6 -1/+2 stuck`; zeros are left out."""
    moved = "/".join(f"{sign}{number}" for sign, number in (("-", lost), ("+", gained)) if number)
    return " ".join(filter(None, [str(after), moved, word]))


def _word(pair: Pair, stuck: int) -> str:
    """Return the problem in a word; with a question mark if the order of nodes decides it."""
    if pair.refused:
        return "REJECTED"
    if not stuck or pair.forecast is None:
        return ""
    certain = pair.forecast.course.replaced_at_best < pair.forecast.desired
    return "stuck" if certain else "stuck?"
