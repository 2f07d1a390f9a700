"""Escape untrusted text for terminals, logs and machine-readable formats.

Control characters can control a terminal. Characters that change the direction of writing can disguise a
line. The runners of GitHub and Azure execute lines that begin with `::` or contain `##[`, wherever they are
printed.
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
"""All invisible characters but tab and line feed: C0, C1, separators, directions, tags, surrogates."""
_COMMAND: Final = r"(?m)^([ \t]*)(?=::)|(?<=##)(?=\[)|(?<=##vso)(?=\[)"


def escaped(text: str) -> str:
    """Escape a text of any number of lines: it has no invisible characters and no runner commands."""
    return _with_commands(invisible_escaped(text), "\\")


def one_line(text: str) -> str:
    """Escape a text that must stay on one line."""
    return escaped(text.replace("\n", "\\n"))


def invisible_escaped(text: str) -> str:
    r"""Replace invisible characters by escapes such as `\x1b` and `\u202e`."""
    plain = text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()
    return text if plain else _replaced(_INVISIBLE, _python_escape, text)


def json_escaped(text: str) -> str:
    r"""Escape invisible characters in the strings of JSON as `\u202e`; the value stays the same."""
    text = text if text.isascii() else _replaced(_INVISIBLE, _json_escape, text)
    return text.replace("##[", "##\\u005b").replace("##vso[", "##vso\\u005b")


def html_escaped(text: str) -> str:
    r"""Escape invisible characters in HTML as `\u202e`; the data in it stays the same."""
    return _with_commands(_replaced(_INVISIBLE, _unicode_escape, text), "&#8203;")


def xml_escaped(text: str) -> str:
    """Write invisible characters in XML as references, and put a zero-width space before runner commands."""
    text = text if text.isascii() else _replaced(_INVISIBLE, lambda match: f"&#{ord(match[0])};", text)
    return _with_commands(text, "&#8203;")


def _with_commands(text: str, before: str) -> str:
    """Put a prefix before everything that a runner would execute as a command."""
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
