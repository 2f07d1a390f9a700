"""Explain in plain words why libyaml rejects a text.

libyaml reports what it expected where it stopped. The lines around that place usually show the real mistake,
so the common mistakes come first. If none matches, the explanation restates the message of the parser.
"""

from __future__ import annotations

from dslint.reader.explain.common_mistakes import USUAL
from dslint.reader.explain.context import Explained, fault_of
from dslint.reader.explain.libyaml_messages import SAID, unknown
from dslint.reader.problems import Unreadable


def explain(error: Unreadable, text: str, lines_before: int = 0) -> Explained:
    """Explain the error at a place in a chunk that begins after `lines_before` lines."""
    if error.rule:
        return Explained(error.rule, str(error), error.index, error.write)
    fault = fault_of(error, text)
    for look in (*USUAL, SAID.get(fault.problem, unknown)):
        found = look(fault, lines_before)
        if found is not None:
            return found
    return unknown(fault, lines_before)
