"""Semantic versions: `semver('1.2.3')`. Source: github.com/blang/semver/v4, as Kubernetes uses it."""

from __future__ import annotations

import re
from functools import cmp_to_key

from dslint.cel.errors import CelError
from dslint.cel.types import object_type
from dslint.cel.values import UINT_MAX, Opaque

_NUMBER = re.compile(r"0|[1-9][0-9]{0,19}", re.ASCII)
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_WORD = re.compile(r"[0-9A-Za-z-]+", re.ASCII)


class Semver(Opaque):
    """A version: three numbers and what comes after a minus."""

    __slots__ = ("numbers", "prerelease")
    cel_type = object_type("kubernetes.Semver")

    def __init__(self, numbers: tuple[int, int, int], prerelease: tuple[str | int, ...]) -> None:
        self.numbers = numbers
        self.prerelease = prerelease

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Semver) and compare(self, other) == 0

    def __hash__(self) -> int:
        return hash((self.numbers, self.prerelease))


def parse(text: str, normalize: bool = False) -> Semver:  # noqa: FBT001, FBT002 - the function of the language
    """Read a version; `normalize` takes a leading v, missing parts and leading zeros. Raises CelError."""
    version = _version(_normalized(text) if normalize else text)
    if version is None:
        raise CelError(f'invalid semantic version "{text}"')
    return version


def is_semver(text: str, normalize: bool = False) -> bool:  # noqa: FBT001, FBT002 - see parse
    """Whether the text is a version."""
    return _version(_normalized(text) if normalize else text) is not None


def _normalized(text: str) -> str:
    parts = text.removeprefix("v").split(".", 2)
    for index, part in enumerate(parts):
        if len(part) > 1:
            trimmed = part.lstrip("0")
            parts[index] = trimmed if trimmed and trimmed[0] in "0123456789" else "0" + trimmed
    if len(parts) < 3 and ("+" in parts[-1] or "-" in parts[-1]):  # noqa: PLR2004 - parts of a version
        return ""
    return ".".join([*parts, "0", "0"][:3])


def _version(text: str) -> Semver | None:
    parts = text.split(".", 2)
    if len(parts) != 3:  # noqa: PLR2004 - parts of a version
        return None
    patch, plus, build = parts[2].partition("+")
    patch, minus, prerelease = patch.partition("-")
    numbers = (_number(parts[0]), _number(parts[1]), _number(patch))
    names = [_name(word) for word in prerelease.split(".")] if minus else []
    if None in numbers or None in names:
        return None
    if plus and not all(_WORD.fullmatch(word) for word in build.split(".")):
        return None
    return Semver(numbers, tuple(names))  # type: ignore[arg-type]


def _number(text: str) -> int | None:
    if _NUMBER.fullmatch(text) is None or int(text) > UINT_MAX:
        return None
    return int(text)


def _name(word: str) -> str | int | None:
    if _DIGITS.fullmatch(word):
        return _number(word)
    return word if _WORD.fullmatch(word) else None


def compare(left: Semver, right: Semver) -> int:
    """-1, 0 or 1; a prerelease is smaller than its release."""
    if left.numbers != right.numbers:
        return -1 if left.numbers < right.numbers else 1
    if not left.prerelease or not right.prerelease:
        return bool(right.prerelease) - bool(left.prerelease)
    one, other = (tuple(map(_ORDER, version.prerelease)) for version in (left, right))
    return (one > other) - (one < other)


def _compare_names(left: str | int, right: str | int) -> int:
    if isinstance(left, int) != isinstance(right, int):
        return -1 if isinstance(left, int) else 1
    return (left > right) - (left < right)  # type: ignore[operator]


_ORDER = cmp_to_key(_compare_names)


def part(version: Semver, index: int) -> int:
    """The major, minor or patch number."""
    number = version.numbers[index]
    return number if number < 1 << 63 else number - (1 << 64)
