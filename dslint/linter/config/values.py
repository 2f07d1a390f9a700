"""The content of a configuration: settings with their places, and overrides."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.values.typed import Any, NamedTuple


class Place(NamedTuple):
    """A place in a configuration."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Setting(NamedTuple):
    """One value of a configuration. Lists keep the place of each item, objects of each entry.

    `value` is the JSON data; `places` has one place for each item or entry, else the one place.
    """

    value: Any
    places: tuple[Place, ...]


Layer = Mapping[str, Setting]
"""Key -> setting, with the names of the configuration file."""


class Override(NamedTuple):
    """Settings for some files or DaemonSets: all three conditions must hold; an empty one always does.

    `folder` is the folder of the configuration; `paths` (syntax of .gitignore) are relative to it.
    """

    folder: str
    paths: tuple[str, ...]
    namespaces: tuple[str, ...]
    names: tuple[str, ...]
    layer: Layer
    place: Place


class ConfigFile(NamedTuple):
    """One configuration file. `folder` is its folder, `extends` the files to read before it."""

    file: str
    folder: str
    layer: Layer
    overrides: tuple[Override, ...] = ()
    extends: tuple[tuple[str, Place], ...] = ()
    text: str = ""


class Config(NamedTuple):
    """A configuration with the files that it extends; the last one wins.

    `files` are the files it comes from, the one found first, and `texts` their texts. Paths in
    `layer` that name files are as written; `folders` has the folder each file lies in.
    """

    folder: str
    layer: Layer
    overrides: tuple[Override, ...] = ()
    files: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    folders: Mapping[str, str] = {}
