"""Check a configuration against the rules: unknown rules, rules that cannot be turned off, parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.linter.config.check_parameters import parameter_violations
from dslint.linter.config.user_files import Fault
from dslint.linter.config.values import Config, Layer, Place
from dslint.linter.rule import Rule
from dslint.values.globs import picked
from dslint.values.span import Span
from dslint.values.typed import Any
from dslint.values.words import did_you_mean

Book = Mapping[str, Rule]
"""Every rule of a run by id, including those of rule folders."""


def rule_faults(config: Config, book: Book) -> Iterator[Fault]:
    """Yield the entries of a configuration that name an unknown rule, or one that is not allowed there."""
    yield from _layer_faults(config.layer, book, is_override=False)
    for override in config.overrides:
        yield from _layer_faults(override.layer, book, is_override=True)


def _layer_faults(layer: Layer, book: Book, *, is_override: bool) -> Iterator[Fault]:
    for key in ("select", "extend-select", "ignore"):
        for entry, place in _entries(layer, key):
            name = entry if isinstance(entry, str) else entry["rule"]
            has_reason = not isinstance(entry, str) and bool(entry.get("reason", "").strip())
            if not any(picked(each, (name,)) for each in book):
                yield _fault(place, unknown_rule(name, book))
            elif key != "extend-select" and _refuses(name, book) and not (is_override and has_reason):
                yield _fault(place, _needs_reason(key, name))
    for name, place in _entries(layer, "severity"):
        if name not in book:
            yield _fault(place, unknown_rule(name, book))
        elif book[name].refuses:
            yield _fault(place, _needs_reason("severity", name))
    for name, place in _entries(layer, "parameters"):
        given = layer["parameters"].value[name]
        yield from (_fault(place, words) for words in _parameter_faults(name, given, book))


def _entries(layer: Layer, key: str) -> Iterator[tuple[Any, Place]]:
    """Yield the items of a list, or the keys of an object, each with its place."""
    setting = layer.get(key)
    if setting is not None:
        yield from zip(setting.value, setting.places, strict=False)


def _parameter_faults(name: str, given: Mapping[str, Any], book: Book) -> Iterator[str]:
    rule = book.get(name)
    if rule is None:
        yield unknown_rule(name, book)
    elif rule.check is None:
        yield f"{name} takes no parameters"
    else:
        for violation in parameter_violations(rule.check, {**rule.params, **given}):
            yield f"parameters of {name}: {violation.message}"


def _refuses(name: str, book: Book) -> bool:
    return name in book and book[name].refuses


def _needs_reason(key: str, name: str) -> str:
    return (
        f"{key}: {name} is an API server error and cannot be turned off; if it is intended, "
        f"write beside the line:  # dslint: ignore[{name}] <reason>  or under overrides:  "
        f"{{paths: [<glob>], ignore: [{{rule: {name}, reason: <reason>}}]}}"
    )


def unknown_rule(name: str, book: Book) -> str:
    """Return `unknown rule 'node-nam-set'; did you mean node-name-set?`."""
    hint = did_you_mean(name, book, "`dslint rules` lists all rules")
    return f"unknown rule {name[:100]!r}; {hint}"


def _fault(place: Place, message: str) -> Fault:
    return Fault(place.file, Span(place.line, place.column, place.line, place.column), message)
