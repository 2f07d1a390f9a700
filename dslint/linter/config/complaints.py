"""Findings about the suppressions of a configuration: unused ones, and missing reasons."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.linter.config.apply import ignores_of
from dslint.linter.config.values import Config, Layer
from dslint.linter.suppressing.complaint import REASONLESS, UNUSED, complaint
from dslint.values.finding import Finding
from dslint.values.span import Span


def config_complaints(
    config: Config, used: frozenset[tuple[str, int, int]], *, tell_unused: bool
) -> Iterator[Finding]:
    """Return findings about entries of `ignore`. A plain rule id is a choice of the team and may be unused.

    `tell_unused` says whether the run looked at everything that the configuration covers.
    """
    setting = config.layer.get("require-reasons")
    require = setting is not None and bool(setting.value)
    for layer in (config.layer, *(override.layer for override in config.overrides)):
        written = _written_with_reason(layer)
        for entry in ignores_of(layer):
            file, line, column = entry.where
            span = Span(line, column, line, column)
            if not entry.reason and (require or entry.where in written):
                yield complaint(REASONLESS, file, span, *_without_reason(entry.pattern, require))
            elif tell_unused and entry.where in written and entry.where not in used:
                yield complaint(UNUSED, file, span, *_unused(entry.pattern))


def _written_with_reason(layer: Layer) -> set[tuple[str, int, int]]:
    """Return the entries that are written with a rule and a reason: suppressions, not choices."""
    setting = layer.get("ignore")
    if setting is None:
        return set()
    pairs = zip(setting.value, setting.places, strict=False)
    return {(place.file, place.line, place.column) for entry, place in pairs if not isinstance(entry, str)}


def _without_reason(pattern: str, require: bool) -> tuple[str, str, str]:  # noqa: FBT001 - one fact of the two
    result = (
        "It hides nothing: the configuration has require-reasons."
        if require
        else "Later nobody can tell whether it is still needed."
    )
    return "suppression without a reason", result, f"{{rule: {pattern}, reason: <why>}}"


def _unused(pattern: str) -> tuple[str, str, str]:
    return (
        f"unused suppression: {pattern} reports nothing where this holds",
        "The entry hides nothing now; later it might hide a new problem.",
        "no entry",
    )
