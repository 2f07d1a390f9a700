"""Text from strangers made fit for terminals, logs and machines: what is invisible is written out.

Control characters can drive a terminal, characters that change the direction of writing can make a line
read as another one, and lines that begin with `::` or hold `##[` are commands to the runners of GitHub
and Azure, wherever they are printed.
"""

from __future__ import annotations

from dslint.values.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

_INVISIBLE: Final = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""All but tab and line feed: C0, C1, separators, directions, tags, halves of characters."""
_COMMAND: Final = r"(?m)^([ \t]*)(?=::)|(?<=##)(?=\[)|(?<=##vso)(?=\[)"


def escaped(text: str) -> str:
    """A text of any number of lines in which nothing is invisible and nothing commands a runner."""
    return _with_commands(invisible_escaped(text), "\\")


def one_line(text: str) -> str:
    """The same for a text that must stay on one line."""
    return escaped(text.replace("\n", "\\n"))


def invisible_escaped(text: str) -> str:
    r"""`\x1b` and `\u202e` in place of what cannot be seen."""
    plain = text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()
    return text if plain else _replaced(_INVISIBLE, _python_escape, text)


def json_escaped(text: str) -> str:
    r"""JSON with invisible characters of its strings as `\u202e`: the same value."""
    text = text if text.isascii() else _replaced(_INVISIBLE, _json_escape, text)
    return text.replace("##[", "##\\u005b").replace("##vso[", "##vso\\u005b")


def html_escaped(text: str) -> str:
    r"""HTML with `\u202e` in place of what cannot be seen, which the data in it reads as the same value."""
    return _with_commands(_replaced(_INVISIBLE, _unicode_escape, text), "&#8203;")


def xml_escaped(text: str) -> str:
    """XML with invisible characters as references, and a space of no width before what is a command."""
    text = text if text.isascii() else _replaced(_INVISIBLE, lambda match: f"&#{ord(match[0])};", text)
    return _with_commands(text, "&#8203;")


def _with_commands(text: str, before: str) -> str:
    """A text with something in front of all that a runner would take for a command."""
    if "::" not in text and "##" not in text:
        return text
    return _replaced(_COMMAND, lambda match: f"{match[1] or ''}{before}", text)


def _replaced(pattern: str, how: Callable[[re.Match[str]], str], text: str) -> str:
    import re  # noqa: PLC0415 - most of what is printed is plain, and `--version` prints no more

    return re.sub(pattern, how, text)


_BYTE: Final = 0x100
_PLANE: Final = 0x10000
_FIRST_PRINTED: Final = 0x20


def _python_escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < _BYTE:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < _PLANE else f"\\U{number:08x}"


def _json_escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < _FIRST_PRINTED:  # a line end of the JSON itself
        return match[0]
    return _unicode_escape(match)


def _unicode_escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < _PLANE:
        return f"\\u{number:04x}"
    number -= _PLANE
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
