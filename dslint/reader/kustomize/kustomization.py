"""What a kustomization does with its resources, as far as dslint can say: it does not build them.

Source: `Kustomization` of sigs.k8s.io/kustomize/api/types.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator

from dslint.reader.nodes import Json
from dslint.reader.stream import read_stream
from dslint.values.typed import NamedTuple

_CHANGES = {
    "commonLabels": "labels and selectors",
    "labels": "labels",
    "commonAnnotations": "annotations",
    "namePrefix": "names",
    "nameSuffix": "names",
    "namespace": "namespaces",
    "images": "images",
    "patches": "fields",
    "patchesStrategicMerge": "fields",
    "patchesJson6902": "fields",
    "replacements": "fields",
    "vars": "fields",
    "components": "what the components say",
    "transformers": "what the transformers say",
    "helmCharts": "objects",
    "configMapGenerator": "names of ConfigMaps",
    "secretGenerator": "names of Secrets",
}
"""Field -> what it changes or adds."""
_RESOURCES = ("resources", "bases", "components")
_SHOWN = 4
_LONGEST = 100


class Kustomization(NamedTuple):
    """One kustomization file: its place and its content (as JSON text, for comparison)."""

    file: str
    folder: str
    text: str
    changes: tuple[str, ...]
    resources: tuple[str, ...]

    @property
    def words(self) -> str:
        """`labels and selectors (commonLabels), images (images)`."""
        return ", ".join(self.changes[:_SHOWN])

    def concerns(self, file: str) -> bool:
        """Whether a file may be one of its resources: it is below it, or in a named folder."""
        name = posixpath.normpath(file)
        return any(name == place or name.startswith(f"{place}/") for place in self.resources)


def kustomization_of(file: str, content: bytes) -> Kustomization | None:
    """Read a kustomization; None if it is not a single mapping."""
    documents = read_stream(content).documents
    data = documents[0].data if len(documents) == 1 else None
    if not isinstance(data, dict):
        return None
    folder = posixpath.dirname(posixpath.normpath(file))
    changes = tuple(f"{what} ({_shown(field, data)})" for field, what in _CHANGES.items() if data.get(field))
    return Kustomization(
        file, folder, json.dumps(data, sort_keys=True, default=str), changes, tuple(_places(data, folder))
    )


def _shown(field: str, data: dict[str, Json]) -> str:
    """Return the field, and the first one of the labels."""
    value = data[field]
    if field != "commonLabels" or not isinstance(value, dict):
        return field
    key = next(iter(value))
    return f"{field}, {key}={value[key]}"[:_LONGEST]


def _places(data: dict[str, Json], folder: str) -> Iterator[str]:
    for field in _RESOURCES:
        entries = data.get(field)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, str) and "://" not in entry:
                yield posixpath.normpath(posixpath.join(folder, entry))
