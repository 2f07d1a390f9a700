"""One DaemonSet of a difference in one of many clusters."""

from __future__ import annotations

from dslint.planner.difference.pairs import Pair
from dslint.report.diff.view import desired, row_of
from dslint.report.plan.clusters import ClusterLine


def cluster_line(cluster: str, pair: Pair) -> ClusterLine:
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
        tuple(row_of(pair, has_nodes=True)[2:]),
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
    )


def _brief(after: int, gained: int, lost: int, word: str) -> str:
    """`6 -1/+2 stuck`: zeros are left out."""
    moved = "/".join(f"{sign}{number}" for sign, number in (("-", lost), ("+", gained)) if number)
    return " ".join(filter(None, [str(after), moved, word]))


def _word(pair: Pair, stuck: int) -> str:
    """What goes wrong; with a question mark where chance decides whether the rollout stops."""
    if pair.refused:
        return "REFUSED"
    if not stuck or pair.forecast is None:
        return ""
    certain = pair.forecast.course.replaced_at_best < pair.forecast.desired
    return "stuck" if certain else "stuck?"
