"""Colour for terminals, put on finished lines: without it the very same text is printed.

Formats know nothing of colour, so that golden files, pipes and files never see it. What a line
is, is told by its beginning, and a line that is not recognised stays plain.
"""

from __future__ import annotations

import os
import re
import sys

from dslint.values.typed import Final

RED, GREEN, YELLOW, BLUE, BOLD, DIM = "31", "32", "33", "34", "1", "2"

_WORDS: Final = {
    **dict.fromkeys(("error", "REFUSES", "blocked"), RED),
    **dict.fromkeys(("warning", "pending"), YELLOW),
    **dict.fromkeys(("info",), BLUE),
    **dict.fromkeys(("runs", "accepts"), GREEN),
    "not here": DIM,
}
"""The words that say how good the news is, and their colour."""

_LINES: Final = tuple(
    (re.compile(pattern), styles)
    for pattern, styles in (
        (r"(?P<a>\S.*?:\d+:\d+|\S+): (?P<word>error|warning|info) (?P<b>[a-z0-9-]+)(?=: )", (BOLD, BOLD)),
        (r" +\|[ ]+(?P<a>\^.*)", (RED,)),
        (r" +\|[ ]+(?P<a>-+.*)", (BLUE,)),
        (r"  (?P<a>result|write|fix|or)(?=  )", (BOLD,)),
        (r"(?P<a>NAMESPACE .*|Look at this first.*)", (BOLD,)),
        (r"  (?P<word>runs|pending|blocked|not here)(?= +\d)", ()),
        (r"(?P<a>[\w.-]+/[\w.-]+)(?= {2,}\S+:\d+$|$)", (BOLD,)),
        (r".* (?P<word>REFUSES|accepts) ", ()),
    )
)
"""What the lines of every text format look like; groups a and b get the styles, word its own colour."""


def wants_colour(choice: str) -> bool:
    """Whether `--color` and the environment ask for colour on standard output.

    Source: no-color.org, force-color.org and bixense.com/clicolors.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout is not None and sys.stdout.isatty()


def painted(text: str) -> str:
    """The text with colour, line by line."""
    return "\n".join(map(_painted_line, text.split("\n")))


def _painted_line(line: str) -> str:
    for pattern, styles in _LINES:
        match = pattern.match(line)
        if match is not None:
            return _with_styles(line, match, styles)
    return line


def _with_styles(line: str, match: re.Match[str], styles: tuple[str, ...]) -> str:
    spans = [(match.span(group), style) for group, style in zip("ab", styles, strict=False)]
    groups = match.groupdict()
    if "word" in groups:
        spans.append((match.span("word"), _WORDS[groups["word"]]))
    for (start, end), style in sorted(spans, reverse=True):
        line = f"{line[:start]}\x1b[{style}m{line[start:end]}\x1b[0m{line[end:]}"
    return line
