"""Links in terminals: a rule id links to its page, if the terminal is known to show links.

A terminal without links may print the escape sequence as text, so every unknown one gets none. Source: the
specification of OSC 8 by Egmont Koblinger, and the documentation of each terminal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

from dslint.data import data_path
from dslint.identity import rule_page
from dslint.values.typed import Final

_PROGRAMS: Final = frozenset(
    {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "WarpTerminal"}
)
"""The values of TERM_PROGRAM in terminals that show links."""
_TERMS: Final = frozenset(
    {"xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty", "contour", "wezterm"}
)
_MARKS: Final = ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM")
"""Variables that only terminals with links set: Windows Terminal, Konsole, kitty, DomTerm."""
_NEW_VTE: Final = re.compile(r"(?!5000)[5-9]\d{3}|[1-9]\d{4}")
"""VTE 0.50, the base of GNOME Terminal and others, added links; 0.50.0 itself crashed on them."""


def page_of(rule: str) -> str:
    """Return the address of the page of a rule that ships with dslint; empty for any other."""
    return rule_page(rule) if os.path.isfile(data_path("rules", f"{rule}.yaml")) else ""


def shows_links() -> bool:
    """Whether standard output is a terminal that is known to show links."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return terminal and is_known(os.environ)


def is_known(environment: Mapping[str, str]) -> bool:
    """Whether the variables belong to a terminal that shows links, without a multiplexer between."""
    if environment.get("NO_COLOR") or "TMUX" in environment or "STY" in environment:
        return False
    if environment.get("TERM", "dumb") == "dumb":
        return False
    if environment.get("TERM_PROGRAM") in _PROGRAMS or environment.get("TERM") in _TERMS:
        return True
    version = environment.get("VTE_VERSION", "")
    return bool(_NEW_VTE.fullmatch(version)) or any(name in environment for name in _MARKS)
