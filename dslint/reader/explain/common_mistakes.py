"""Recognize common mistakes in text that is not YAML, whatever the parser reports."""

from __future__ import annotations

import re

from dslint.reader.explain.context import Explained, Fault, Look
from dslint.reader.problems import INVALID, TABS

_FENCE = re.compile(r"\s*(?:```|~~~)")
_COMMANDS = r"(?:kubectl|oc|cat|cd|helm|sudo|vim?|nano|curl|wget|git|echo|export|ls|mkdir|apt|apt-get)"
_PROMPT = re.compile(rf"\s*(?:[$%>]\s+\S|\S*[$#]\s+{_COMMANDS}\b|{_COMMANDS}\s[^:]*$)")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7})(?:\s|$)")
_HEREDOC = re.compile(r".*<<-?\s*['\"]?(\w+)['\"]?\s*(?:\|.*)?$|\s*EOF\s*$")
_TEMPLATE = re.compile(r"\{\{|\{%")
_INDENT = re.compile(r"[ \t]*")


def _tab(fault: Fault, _: int) -> Explained | None:
    for row in (fault.row, fault.begun):
        blank = _INDENT.match(row.text) if row is not None else None
        if row is not None and blank is not None and "\t" in blank[0] and row.words:
            at = row.start + blank[0].index("\t")
            return Explained(TABS, "this line is indented with a tab", at, "replace every tab with spaces")
    return None


def _template(fault: Fault, _: int) -> Explained | None:
    for row in (fault.row, fault.begun, fault.above):
        match = _TEMPLATE.search(row.text) if row is not None and not row.words.startswith("#") else None
        if row is not None and match is not None:
            return Explained(
                INVALID,
                f"{match[0]} begins a template expression, but this text is read as plain YAML",
                row.start + match.start(),
                (
                    "the rendered output of the template; if the "
                    "braces are literal, put the whole value in quotes"
                ),
            )
    return None


def _pasted_around(fault: Fault, _: int) -> Explained | None:
    """Recognize text around a manifest that was copied from a web page or a terminal."""
    for row in (fault.row, fault.begun, fault.above):
        if row is None:
            continue
        if _CONFLICT.match(row.text):
            what = "a merge conflict was left in the file"
        elif _FENCE.match(row.text):
            what = "a Markdown code fence is not part of a manifest"
        elif _HEREDOC.match(row.text):
            what = "this line is for a shell, not for kubectl"
        elif _PROMPT.match(row.text):
            what = "a shell command is not part of a manifest"
        else:
            continue
        write = (
            ("one side of the conflict, without the markers")
            if "conflict" in what
            else "the file without this line"
        )
        return Explained(INVALID, what, row.first, write)
    return None


USUAL: tuple[Look, ...] = (_tab, _template, _pasted_around)
