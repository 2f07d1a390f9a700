"""Add color to finished lines for terminals: without it, the same text is printed.

Formats know nothing of color, so golden files, pipes and files never see it. The beginning of a line decides
its kind; an unknown line stays plain.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable

from dslint.values.typed import Final

RED, GREEN, YELLOW, BLUE, BOLD, DIM = "31", "32", "33", "34", "1", "2"

_WORDS: Final = {
    **dict.fromkeys(("error", "REJECTS", "DENIES", "blocked"), RED),
    **dict.fromkeys(("warning", "pending"), YELLOW),
    **dict.fromkeys(("info",), BLUE),
    **dict.fromkeys(("runs", "accepts"), GREEN),
    "not here": DIM,
}
"""The words of results, and their color."""

_LINES: Final = tuple(
    (re.compile(pattern), styles)
    for pattern, styles in (
        (r"(?P<a>\S.*?:\d+:\d+|\S+): (?P<word>error|warning|info) (?P<rule>[a-z0-9-]+)(?=: )", (BOLD,)),
        (r" +\|[ ]+(?P<a>\^.*)", (RED,)),
        (r" +\|[ ]+(?P<a>-+.*)", (BLUE,)),
        (r"  (?P<a>result|write|see|fix|or)(?=  )", (BOLD,)),
        (r"(?P<a>NAMESPACE .*|Look at this first.*)", (BOLD,)),
        (r"  (?P<word>runs|pending|blocked|not here)(?= +\d)", ()),
        (r"(?P<a>[\w.-]+/[\w.-]+)(?= {2,}\S+:\d+$|$)", (BOLD,)),
        (r".* (?P<word>REJECTS|DENIES|accepts) ", ()),
    )
)
"""What the lines of every text format look like; group a gets the style, word its own colour,
and rule leads to the page of the rule."""


def wants_colour(choice: str) -> bool:
    """Whether `--color` and the environment request color on standard output.

    Source: no-color.org, force-color.org and bixense.com/clicolors.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout is not None and sys.stdout.isatty()


def _no_page(_rule: str) -> str:
    return ""


def painted(text: str, page_of: Callable[[str], str] = _no_page) -> str:
    """Return the text with color, line by line; rule ids link to their page, if they have one."""
    return "\n".join(_painted_line(line, page_of) for line in text.split("\n"))


def _painted_line(line: str, page_of: Callable[[str], str]) -> str:
    for pattern, styles in _LINES:
        match = pattern.match(line)
        if match is not None:
            return _with_styles(line, match, styles, page_of)
    return line


def _with_styles(
    line: str, match: re.Match[str], styles: tuple[str, ...], page_of: Callable[[str], str]
) -> str:
    spans = [(match.span("a"), style, "") for style in styles]
    groups = match.groupdict()
    if "word" in groups:
        spans.append((match.span("word"), _WORDS[groups["word"]], ""))
    if "rule" in groups:
        spans.append((match.span("rule"), BOLD, page_of(groups["rule"])))
    for (start, end), style, address in sorted(spans, reverse=True):
        shown = f"\x1b[{style}m{line[start:end]}\x1b[0m"
        line = line[:start] + (_link(shown, address) if address else shown) + line[end:]
    return line


def _link(text: str, address: str) -> str:
    """Return a text with a link to an address. Both have no control characters, apart from color."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"
