"""dslint reads DaemonSet manifests and says what the cluster will do with them.

The names below are the stable Python interface. They are loaded on first use,
so that `import dslint` costs nothing.
"""

from __future__ import annotations

from dslint.version import __version__

TYPE_CHECKING = False  # importing `typing` would cost as much as all of `--version`

if TYPE_CHECKING:
    from dslint.api import (
        Admission,
        AgentCost,
        CostChange,
        Difference,
        Effect,
        Finding,
        NodeCost,
        NotRunning,
        Placement,
        Plan,
        Reason,
        Report,
        Rollout,
        Span,
        Stream,
        Undecided,
        Update,
        admit,
        diff,
        lint,
        lint_update,
        plan,
        read,
        rollout,
    )

__all__ = [
    "Admission",
    "AgentCost",
    "CostChange",
    "Difference",
    "Effect",
    "Finding",
    "NodeCost",
    "NotRunning",
    "Placement",
    "Plan",
    "Reason",
    "Report",
    "Rollout",
    "Span",
    "Stream",
    "Undecided",
    "Update",
    "__version__",
    "admit",
    "diff",
    "lint",
    "lint_update",
    "plan",
    "read",
    "rollout",
]


def __getattr__(name: str) -> object:
    """Load a public name from `dslint.api` when it is first asked for."""
    if name in __all__:
        from dslint import api

        return getattr(api, name)
    msg = f"module 'dslint' has no attribute {name!r}"
    raise AttributeError(msg)
