"""The parameters of checks: each check has a schema for rule files and configurations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from dslint.linter.config.user_files import Violation, schema_named, violations
from dslint.values.typed import Any

_NOTHING: Mapping[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}


def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Check -> the schema of its parameters, for checks that have any."""
    found: Mapping[str, Mapping[str, Any]] = schema_named("checks")["$defs"]
    return found


def parameter_violations(check: str, params: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield the errors in the parameters of a check; paths begin at the parameters."""
    found = list(violations(schemas().get(check, _NOTHING), params))
    yield from found
    if not found:
        from dslint.checks.policy.parameters import faults  # noqa: PLC0415 - only for users' files

        yield from (Violation(path, message) for path, message in faults(check, params))


def template_faults(check: str, templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (template name, error) for templates that the values of a check cannot fill."""
    known = schemas().get(check, {}).get("x-values")
    for name, template in templates.items():
        try:
            parts = [part for part in Formatter().parse(template) if part[1] is not None]
        except ValueError as error:
            yield name, f"{name}: {error}; write {{{{ and }}}} for braces"
            continue
        for _, field, spec, conversion in parts:
            if spec or conversion:
                yield name, f"{name}: {{{field}}} takes no format; write the name only"
            elif known is not None and field not in known:
                allowed = ", ".join(f"{{{each}}}" for each in known) or "none; write {{ and }} for braces"
                yield name, f"{name}: unknown placeholder {{{field}}}; check {check} has {allowed}"
