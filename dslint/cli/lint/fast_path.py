"""Parse the arguments of a plain `dslint lint` call without click. A test compares it with click."""

from __future__ import annotations

from dslint.cli.lint_call import LintCall

_VALUES = {
    "-o": "output",
    "--output": "output",
    "--format": "output",
    "--kubernetes": "kubernetes",
    "--fail-on": "fail_on",
    "--exclude": "exclude",
    "--config": "config",
    "--context": "context",
    "--since": "since",
}
_FLAGS = {
    "--quiet": ("quiet", True),
    "-q": ("quiet", True),
    "--fail-on-skipped": ("fail_on_skipped", True),
    "--no-fail-on-skipped": ("fail_on_skipped", False),
    "--isolated": ("isolated", True),
}
_SEVERAL = frozenset({"output", "exclude", "context"})


def plain_lint_call(words: list[str]) -> LintCall | None:
    """Return the call, or None if it has anything that click must handle (also errors)."""
    if not words or words[0] != "lint":
        return None
    paths: list[str] = []
    values: dict[str, object] = {}
    rest = iter(words[1:])
    for word in rest:
        if word == "--":
            paths.extend(rest)
        elif word == "-" or not word.startswith("-"):
            paths.append(word)
        elif word in _FLAGS:
            name, flag = _FLAGS[word]
            values[name] = flag
        else:
            name, equals, value = word.partition("=")
            if name not in _VALUES or (equals and not name.startswith("--")):
                return None
            if not equals:
                given = next(rest, None)
                if given is None:
                    return None
                value = given
            key = _VALUES[name]
            values[key] = (*values.get(key, ()), value) if key in _SEVERAL else value  # type: ignore[misc]
    if "fail_on" in values and not _is_fail_level(values["fail_on"]):
        return None
    return LintCall(paths=tuple(paths), **values)  # type: ignore[arg-type]


def _is_fail_level(word: object) -> bool:
    from dslint.values.problem import FAIL_LEVELS

    return word in FAIL_LEVELS
