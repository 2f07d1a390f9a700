"""Read one configuration file into settings with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.versions import UnknownVersion, asked_for
from dslint.linter.config.user_files import (
    Fault,
    UserFileError,
    place_of,
    schema_named,
    single_document,
    violations,
)
from dslint.linter.config.values import ConfigFile, Layer, Override, Place, Setting
from dslint.reader.nodes import Document
from dslint.values.path import FieldPath
from dslint.values.typed import Any, Final

NAMES: Final = (".dslint.yaml", ".dslint.yml")
"""The file names of a configuration; both in one folder are an error."""

OFF: Final = "off"
_CONDITIONS: Final = ("paths", "namespaces", "names")


def read_config(source: str | bytes, file: str, folder: str) -> ConfigFile:
    """Return the settings of a configuration; an empty file has none. Raises UserFileError with every fault.

    `file` is the name for messages, and relative paths start from `folder`. Rule ids and parameters are
    checked later (see `checking`), because rule folders may add rules.
    """
    document = single_document(source, file, "a configuration")
    if document is None or document.data is None:
        return ConfigFile(file, folder, {})
    data = with_off(document)
    found = list(violations(schema_named("config"), data))
    if found:
        raise UserFileError(
            Fault(file, place_of(document, each.path, each.anchor), each.message) for each in found
        )
    faults = list(_bad_versions(document, file))
    if faults:
        raise UserFileError(faults)
    return ConfigFile(
        file,
        folder,
        _layer(document, file, (), data),
        tuple(_overrides(document, file, folder, data.get("overrides", ()))),
        tuple(_extends(document, file, data.get("extends", ()))),
        document.lines.text,
    )


def with_off(document: Document) -> Any:
    """Restore the severity `off`: without quotes it is YAML's false."""
    data = document.data
    if not isinstance(data, dict):
        return data
    overrides = data.get("overrides")
    if isinstance(overrides, list):
        data = {
            **data,
            "overrides": [
                _with_off(document, ("overrides", index), entry) for index, entry in enumerate(overrides)
            ],
        }
    return _with_off(document, (), data)


def _with_off(document: Document, above: FieldPath, data: Any) -> Any:
    severity = data.get("severity") if isinstance(data, dict) else None
    if not isinstance(severity, dict):
        return data
    return {
        **data,
        "severity": {
            rule: OFF
            if value is False and _written(document, (*above, "severity", rule)).lower() == OFF
            else value
            for rule, value in severity.items()
        },
    }


def _written(document: Document, path: FieldPath) -> str:
    node = document.node.at(path)
    if node is None:
        return ""
    start, end = document.offsets(node)
    return document.lines.text[start:end].strip()


def _layer(document: Document, file: str, above: FieldPath, data: Mapping[str, Any]) -> Layer:
    return {
        key: _setting(document, file, (*above, key), value)
        for key, value in data.items()
        if key not in {*_CONDITIONS, "overrides", "extends"}
    }


def _setting(document: Document, file: str, path: FieldPath, value: Any) -> Setting:
    if path[-1] == "kubernetes":
        value = written_version(document, path)
    steps: list[Any] = [*range(len(value))] if isinstance(value, list) else []
    if isinstance(value, dict):
        steps = list(value)
    paths = [(*path, step) for step in steps] or [path]
    return Setting(value, tuple(_place(document, file, each) for each in paths))


def written_version(document: Document, path: FieldPath) -> str:
    """Return a version as it is written: 1.30 without quotes is the number 1.3 in YAML."""
    node = document.node.at(path)
    assert node is not None  # noqa: S101 - the path was just walked
    if isinstance(node.data, str):
        return node.data
    return _written(document, path)


def _overrides(document: Document, file: str, folder: str, data: list[dict[str, Any]]) -> Iterator[Override]:
    for index, entry in enumerate(data):
        path: FieldPath = ("overrides", index)
        conditions = {name: tuple(entry.get(name, ())) for name in _CONDITIONS}
        layer = _layer(document, file, path, entry)
        yield Override(folder=folder, layer=layer, place=_place(document, file, path), **conditions)


def _extends(document: Document, file: str, data: str | list[str]) -> Iterator[tuple[str, Place]]:
    if isinstance(data, str):
        yield data, _place(document, file, ("extends",))
        return
    for index, path in enumerate(data):
        yield path, _place(document, file, ("extends", index))


def _bad_versions(document: Document, file: str) -> Iterator[Fault]:
    data = document.data
    paths: list[FieldPath] = [("kubernetes",)] if "kubernetes" in data else []
    paths += [
        ("overrides", index, "kubernetes")
        for index, entry in enumerate(data.get("overrides", ()))
        if "kubernetes" in entry
    ]
    for path in paths:
        try:
            asked_for(written_version(document, path), typed=False)
        except UnknownVersion as error:
            yield Fault(file, place_of(document, path), f"kubernetes: {error}")


def _place(document: Document, file: str, path: FieldPath) -> Place:
    span = place_of(document, path, "key")
    return Place(file, span.line, span.column)
