"""How a DaemonSet replaces its pods: the only reader of `spec.updateStrategy`.

Source: SetDefaults_DaemonSet in pkg/apis/apps/v1/defaults.go, and maxUnavailable and maxSurge as
pkg/controller/daemon/util/daemonset_util.go resolves them.
"""

from __future__ import annotations

from collections.abc import Mapping

from dslint.kubernetes.access import mapping
from dslint.values.long_numbers import whole_number
from dslint.values.typed import Any, NamedTuple

_ALL = 100


class UpdateStrategy(NamedTuple):
    """The type, and how many pods may be down or duplicated: a number, or a percentage of the wanted pods.

    A value of the wrong type counts as absent, so the default applies.
    """

    kind: str = "RollingUpdate"
    max_unavailable: int | str = 1
    max_surge: int | str = 0

    @property
    def on_delete(self) -> bool:
        """Whether a new template reaches a node only when somebody deletes the pod there."""
        return self.kind == "OnDelete"

    @property
    def surges(self) -> bool:
        """Whether new pods start beside old ones."""
        return not self.on_delete and amount_of(self.max_surge) > 0


def update_strategy_of(spec: Mapping[str, Any]) -> UpdateStrategy:
    """Read the strategy of a DaemonSet's spec, with its defaults."""
    strategy = mapping(spec, "updateStrategy")
    rolling = mapping(strategy, "rollingUpdate")
    kind = strategy.get("type")
    default = UpdateStrategy()
    return UpdateStrategy(
        kind if isinstance(kind, str) and kind else default.kind,
        _budget(rolling.get("maxUnavailable"), default.max_unavailable),
        _budget(rolling.get("maxSurge"), default.max_surge),
    )


def _budget(value: Any, default: int | str) -> int | str:
    return value if isinstance(value, int | str) and not isinstance(value, bool) else default


def amount_of(budget: int | str) -> int:
    """The number before the percent sign, or the number itself; 0 for other strings."""
    if isinstance(budget, int):
        return budget
    digits = budget.removesuffix("%")
    return whole_number(digits) if digits.isascii() and digits.isdecimal() else 0


def pods_of(budget: int | str, desired: int) -> int:
    """Return the number of pods of a budget: percentages are rounded up."""
    if isinstance(budget, str) and budget.endswith("%"):
        return -(-amount_of(budget) * desired // _ALL)
    return amount_of(budget)
