"""Recognize a template by its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.values.template import UNRENDERED, Template

HELM, GO, JINJA, ERB, YTT, ENVSUBST = "Helm", "Go", "Jinja", "ERB", "ytt", "envsubst"
_HELM = re.compile(
    r"\{\{[^{}]*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|\b(?:include|tpl) )"
)
_GO_WORDS = r"if|else|end|range|with|define|template|block|not|and|or|eq|ne|index|len|print\w*|break|continue"
_GO = re.compile(rf"""\{{\{{-?\s*(?:[.$("`/A-Z]|(?:{_GO_WORDS})\b|\w+[ ]+["`$.(])""")
_KEYS_OF_EVERY_MANIFEST = r"apiVersion|kind|name|namespace|image|imagePullPolicy|serviceAccountName"
_TEMPLATED_LINE = re.compile(
    rf"""[ \t]*(?:\{{\{{                                       # a line that is an action
    | [^\s#'"][^#'"]*?:[ \t]+\{{\{{ | -[ \t]+\{{\{{               # a value that is one, without quotes
    | [^#'"]*\}}\}}[^#'"]*:(?:[ \t]|$)                            # a key made by one
    | (?:-[ \t]+)?["']?(?:{_KEYS_OF_EVERY_MANIFEST})["']?[ \t]*:[^#]*\{{\{{)""",
    re.VERBOSE,
)
_JINJA_NAME = re.compile(r"\{\{-?\s*[\w'\"(\[]")
_JINJA_LINE = re.compile(r"[^#'\"]*(?<!\$)\{[%#]")
_ERB_LINE = re.compile(r"[^#]*<%")
_YTT_LINE = re.compile(r"(?:[^'\"]*\s)?#@(?:[ \t!/]|$)|#@\w")
_VARIABLE = r"\$\{\w+(?:[:=?+-][^}]*)?\}"
_ENVSUBST_LINE = re.compile(
    rf"""[ \t]*(?:{_VARIABLE}[ \t]*$
    | (?:-[ \t]+)?(?:\w*[pP]ort|replicas|\w+Seconds|max\w+|min\w+|host\w+|privileged)[ \t]*:[ \t]*{_VARIABLE}
    | (?:apiVersion|kind)[ \t]*:[^#]*{_VARIABLE})
    | [ ]{{0,4}}name[ \t]*:[ \t]*\S*{_VARIABLE}""",
    re.VERBOSE,
)
_BLOCK_SCALAR = re.compile(r"(?:[^#]*[:\-?][ \t]+|)(?:[!&]\S+[ \t]+)*[|>][-+0-9]*[ \t]*(?:#.*)?\r?$")

_LONGEST_LINE = 1000
"""Text after this column is ignored, because no person wrote it."""


def first_sign(text: str) -> Template | None:
    """Return the first line that only a template has, and its kind.

    Comments, block scalars (scripts, configuration of other programs) and quoted values of free-text fields
    do not count.
    """
    for number, line in _lines_outside_block_scalars(text):
        kind = _kind_of_line(line)
        if kind:
            return Template(_helm_or(kind, text), number)
    return None


def _kind_of_line(line: str) -> str:
    line = line[:_LONGEST_LINE]
    if "{{" in line and _TEMPLATED_LINE.match(line):
        return GO if _GO.search(line) else JINJA if _JINJA_NAME.search(line) else UNRENDERED
    if ("{%" in line or "{#" in line) and _JINJA_LINE.match(line):
        return JINJA
    if "<%" in line and _ERB_LINE.match(line):
        return ERB
    if "#@" in line and _YTT_LINE.match(line):
        return YTT
    return ENVSUBST if "${" in line and _ENVSUBST_LINE.match(line) else ""


def _helm_or(kind: str, text: str) -> str:
    return HELM if kind in {GO, JINJA} and _HELM.search(text) and "{%" not in text else kind


def _lines_outside_block_scalars(text: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of every line that is not empty, not a comment and not inside a block scalar."""
    block_indent = -1
    for number, line in enumerate(text.split("\n"), 1):
        words = line.lstrip(" ")
        if not words or words == "\r":
            continue
        indent = len(line) - len(words)
        if block_indent >= 0 and indent > block_indent:
            continue
        block_indent = indent if line.rstrip("\r \t")[-1:] and _BLOCK_SCALAR.match(line) else -1
        if words[0] != "#" or words.startswith("#@"):
            yield number, line
