"""Merge several configuration files; each extends the previous one."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.linter.config.values import Config, ConfigFile, Layer, Place, Setting
from dslint.values.typed import Final

_ADDED: Final = frozenset({"extend-select", "ignore", "exclude", "rule-dirs"})
"""Lists that grow with every file; of other lists, the last file's wins."""
_MERGED: Final = frozenset({"severity", "parameters", "groups"})
"""Objects whose entries are merged one by one; the last file's entry wins."""


def combined(files: Sequence[ConfigFile]) -> Config:
    """Merge configuration files, extended ones first. Raises ValueError without any file."""
    last = files[-1]
    layer: Layer = {}
    for each in files:
        layer = merged_layers(layer, each.layer)
    return Config(
        folder=last.folder,
        layer=layer,
        overrides=tuple(override for each in files for override in each.overrides),
        files=tuple(each.file for each in reversed(files)),
        texts=tuple((each.file, each.text) for each in files),
        folders={each.file: each.folder for each in files},
    )


def merged_layers(lower: Layer, upper: Layer) -> Layer:
    """Merge the settings of two layers; `upper` wins."""
    result = dict(lower)
    for key, setting in upper.items():
        below = result.get(key)
        if below is None:
            result[key] = setting
        elif key in _ADDED:
            result[key] = Setting([*below.value, *setting.value], (*_items(below), *_items(setting)))
        elif key in _MERGED:
            result[key] = _merged(below, setting)
        else:
            result[key] = setting
    return result


def _items(setting: Setting) -> tuple[Place, ...]:
    return setting.places if setting.value else ()


def _merged(below: Setting, above: Setting) -> Setting:
    places = dict(zip(below.value, below.places, strict=False))
    places |= dict(zip(above.value, above.places, strict=False))
    value = {**below.value, **above.value}
    return Setting(value, tuple(places[key] for key in value))
