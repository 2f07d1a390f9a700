"""Put what the steps of a what-if did into the forms of a plan."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dslint.planner.whatif.consequences import Outcome
from dslint.report.plan import whatif_text


def with_steps(plan: str, name: str, outcomes: Sequence[Outcome]) -> str:
    """A plan written in the format `name`, with the steps that led to its nodes.

    Text begins with them, Markdown with them in a block, JSON has them as `what_if`; the other
    forms show the nodes after the last step and nothing else.
    """
    if not outcomes:
        return plan
    if name in ("text", "wide"):
        return f"{whatif_text.render(outcomes)}\nthe plan after that\n\n{plan}"
    if name == "markdown":
        return f"```\n{whatif_text.render(outcomes)}```\n\n{plan}"
    if name == "json":
        value = json.loads(plan)
        value["what_if"] = [_record(outcome) for outcome in outcomes]
        return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    return plan


def _record(outcome: Outcome) -> dict[str, object]:
    drained = outcome.drained
    return {
        "step": outcome.step.text,
        "nodes": list(outcome.nodes),
        "daemonsets": [
            consequence._asdict() for consequence in outcome.consequences if not consequence.nothing
        ],
        "drained": drained._asdict() if drained is not None else None,
    }
