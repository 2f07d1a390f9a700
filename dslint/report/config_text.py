"""The configuration that applies to a path, as text: each setting with the place it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from dslint.linter.config.values import Layer, Override, Setting
from dslint.version import __version__


def settings_text(
    path: str, files: Sequence[str], layer: Layer, partial: Sequence[Override], versions: Sequence[str]
) -> str:
    """Return the settings for a path. `partial` are overrides for only some of its DaemonSets."""
    shown = versions[-1] if len(versions) == 1 else f"{versions[0]}..{versions[-1]}"
    lines = [f"{path}: dslint {__version__}, Kubernetes {shown}"]
    if not files:
        lines.append("no configuration file applies; defaults hold")
        return "\n".join(lines) + "\n"
    lines.append(f"configuration: {files[0]}")
    lines += [f"  extends {file}" for file in files[1:]]
    lines += _lines(layer)
    for override in partial:
        whom = [
            f"{name} {', '.join(globs)}"
            for name, globs in (("namespaces", override.namespaces), ("names", override.names))
            if globs
        ]
        lines.append(f"for {' and '.join(whom)} ({override.place}):")
        lines += [f"  {line}" for line in _lines(override.layer)]
    return "\n".join(lines) + "\n"


def _lines(layer: Layer) -> Iterator[str]:
    for key, setting in layer.items():
        if isinstance(setting.value, list | dict):
            yield f"{key}:"
            yield from (f"  {line}" for line in _entries(setting))
        else:
            yield f"{key}: {_value(setting.value)}  ({setting.places[0]})"


def _entries(setting: Setting) -> Iterator[str]:
    entries = list(setting.value)
    if not entries:
        yield f"(empty)  ({setting.places[0]})"
    for entry, place in zip(entries, setting.places, strict=False):
        if isinstance(setting.value, dict):
            yield f"{entry}: {_value(setting.value[entry])}  ({place})"
        else:
            yield f"- {_value(entry)}  ({place})"


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
