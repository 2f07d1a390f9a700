"""Whether Karpenter counts a DaemonSet when it sizes the nodes of a pool, judged by labels.

Karpenter compares requirements with requirements, not with nodes, so it differs from the DaemonSet controller
if a DaemonSet contradicts itself. Source: `Compatible` and `Intersects` in pkg/scheduling/requirements.go of
Karpenter 1.14.
"""

from __future__ import annotations

from collections.abc import Iterable

from dslint.kubernetes.affinity import Requirement
from dslint.planner.pools.aliases import current_key
from dslint.planner.pools.expand import Wish
from dslint.planner.pools.pool import Pool
from dslint.planner.pools.values import ANYTHING, Values


def expects(pool: Pool, wish: Wish) -> bool:
    """Whether labels let Karpenter count the DaemonSet for the pool; terms are tried one by one."""
    terms = [term.expressions for term in wish.terms or ()] or [()]
    return any(_compatible(pool, (*wish.selector, *expressions)) for expressions in terms)


def _compatible(pool: Pool, requirements: Iterable[Requirement]) -> bool:
    asked: dict[str, Values] = {}
    for requirement in requirements:
        key = current_key(requirement.key)
        before = asked.get(key, ANYTHING)
        asked[key] = before.narrowed(requirement.operator, requirement.values, requirement.bound)
    return all(_allows(pool, key, values) for key, values in asked.items())


def _allows(pool: Pool, key: str, asked: Values) -> bool:
    label = pool.labels.get(key)
    if label is None:
        return _may_be_absent(asked)
    if label.values == ANYTHING:  # well-known, and the pool says nothing about it
        return True
    return _overlap(label.values, asked) or (_may_be_absent(label.values) and _may_be_absent(asked))


def _may_be_absent(values: Values) -> bool:
    """Whether Karpenter would treat the requirement as NotIn or DoesNotExist."""
    return bool(values.listed) if values.others else not values.listed


def _overlap(one: Values, other: Values) -> bool:
    """Whether a value meets both; for bounds, only whether an integer is between them."""
    if one.others and other.others:
        above = max((bound for bound in (one.above, other.above) if bound is not None), default=None)
        below = min((bound for bound in (one.below, other.below) if bound is not None), default=None)
        return above is None or below is None or above + 1 < below
    listed, rest = (one, other) if not one.others else (other, one)
    return any(rest.may_be(value) for value in listed.listed)
