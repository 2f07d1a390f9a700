"""The intended value where the type is wrong: a number in quotes, a size as people write it."""

from __future__ import annotations

import re

from dslint.kubernetes.decode import LIMITS
from dslint.kubernetes.yaml_text import yaml_text
from dslint.values.typed import Any

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})\Z")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([kKmMgGtT])([iI]?)([bB]?)\Z")
_SHORT_FORMS = {
    "Toleration": re.compile(
        r"([\w./-]{1,317})(?:=([\w.-]{0,63}))?:(NoSchedule|PreferNoSchedule|NoExecute)\Z"
    ),
    "EnvVar": re.compile(r"([A-Za-z_][\w.-]{0,200})=([^\n]{0,200})\Z"),
}
_TRUTH = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


def meant(value: Any, wanted: str) -> str:
    """Return the value as YAML of the required type, or "" if that would be a guess."""
    if not isinstance(value, str):
        return ""
    if wanted in ("int32", "int64"):
        return value if _WHOLE.match(value) and abs(int(value)) < LIMITS[wanted] else ""
    if wanted == "boolean":
        return _TRUTH.get(value.lower(), "")
    return _size(value) if wanted == "quantity" else ""


def meant_object(value: Any, kind: str) -> str:
    """Return the object as YAML for a short form (a port's number, a taint, `NAME=value`), or ""."""
    if kind == "ContainerPort":
        is_port = isinstance(value, int) and not isinstance(value, bool)
        return (
            f"{{containerPort: {value}}}" if is_port or (isinstance(value, str) and value.isdecimal()) else ""
        )
    match = _SHORT_FORMS[kind].match(value) if kind in _SHORT_FORMS and isinstance(value, str) else None
    if match is None:
        return ""
    if kind == "EnvVar":
        return env_entry(match[1], match[2])
    key, text, effect = match.groups()
    equal = f"operator: Equal, value: {yaml_text(text)}" if text else "operator: Exists"
    return f"{{key: {yaml_text(key)}, {equal}, effect: {effect}}}"


def env_entry(name: str, value: str) -> str:
    """One variable of `env` as YAML."""
    return f"{{name: {yaml_text(name)}, value: {yaml_text(value)}}}"


def _size(value: str) -> str:
    """`128mi`, `128 Mi` and `128MiB` are 128Mi; `1gb` is 1G. A small m alone means thousandths."""
    match = _SIZE.match(value)
    if match is None:
        return ""
    number, letter, binary, byte = match.groups()
    if letter == "m" and not binary and not byte:
        return ""
    if binary:
        return f"{number}{letter.upper()}i"
    return f"{number}{'k' if letter in 'kK' else letter.upper()}"
