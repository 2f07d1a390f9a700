"""A label whose value changes with every release.

Parameters: `place` is `selector` or `template`; `keys` are labels that always change with a
release, `version_keys` ones that do where their value looks like a version (`1.8.0`, not `v1`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import texts
from dslint.values.path import POD_LABELS, FieldPath, MapKey
from dslint.values.typed import Any

_PLACES: dict[str, FieldPath] = {
    "selector": ("spec", "selector", "matchLabels"),
    "template": POD_LABELS,
}
_RELEASE = re.compile(r"v?[0-9]+\.[0-9]+")


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the label."""
    place = _PLACES[params["place"]]
    for key, value in texts(subject.manifest, place).items():
        if key in params["keys"] or (key in params["version_keys"] and _RELEASE.match(value)):
            yield Hit((*place, MapKey(key)), {"key": key, "value": value})
