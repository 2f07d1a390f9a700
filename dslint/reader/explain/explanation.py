"""What is wrong with a text that libyaml refuses, in words that help.

libyaml says what it expected at the place where it gave up. What a person did wrong is mostly
known from the lines around it: the usual slips are looked for first, and the parser's own word is
only put plainly where none of them is found.
"""

from __future__ import annotations

from dslint.reader.explain.common_mistakes import USUAL
from dslint.reader.explain.context import Explained, fault_of
from dslint.reader.explain.libyaml_messages import SAID, unknown
from dslint.reader.problems import Unreadable


def explain(error: Unreadable, text: str, lines_before: int = 0) -> Explained:
    """Say what is wrong at the place of an error in a chunk that begins after `lines_before` lines."""
    if error.rule:
        return Explained(error.rule, str(error), error.index, error.write)
    fault = fault_of(error, text)
    for look in (*USUAL, SAID.get(fault.problem, unknown)):
        found = look(fault, lines_before)
        if found is not None:
            return found
    return unknown(fault, lines_before)
