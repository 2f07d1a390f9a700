"""File modes that are written in decimal and look like octal: `400` is 0620.

Parameter: `modes`, the decimal numbers that authors write when they mean octal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.kubernetes.access import items, mapping
from dslint.reader.nodes import Node
from dslint.values.path import FieldPath
from dslint.values.problem import Change
from dslint.values.typed import Any

_SOURCES = ("secret", "configMap", "downwardAPI", "projected")


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the mode."""
    wanted = set(params["modes"])
    for path, volume in subject.volumes:
        for place, mode in _modes(path, volume):
            if _is_number(mode) and mode in wanted and _is_decimal(subject, place, mode):
                meant = int(str(mode), 8)
                # JSON has no octal numbers: there the decimal value is what can be written.
                written = str(meant) if subject.document.node.style == "{" else f"0{mode}"
                yield Hit(
                    place,
                    {"field": place[-1], "mode": mode, "octal": f"0{mode:o}", "meant": written},
                    changes=(Change("replace", place, written),),
                    safe=True,
                )


def _modes(path: FieldPath, volume: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Any]]:
    for source in _SOURCES:
        found = mapping(volume, source)
        if not found:
            continue
        yield (*path, source, "defaultMode"), found.get("defaultMode")
        yield from _item_modes((*path, source), found)
        for index, projected in enumerate(items(found, "sources")):
            for kind in ("secret", "configMap", "downwardAPI"):
                place = (*path, source, "sources", index, kind)
                yield from _item_modes(place, mapping(projected, kind))


def _item_modes(path: FieldPath, source: Mapping[str, Any]) -> Iterator[tuple[FieldPath, Any]]:
    for index, item in enumerate(items(source, "items")):
        yield (*path, "items", index, "mode"), mapping(item).get("mode")


def _is_number(mode: Any) -> bool:
    return isinstance(mode, int) and not isinstance(mode, bool)


def _is_decimal(subject: Subject, path: FieldPath, mode: int) -> bool:
    """Whether the number is written with exactly these digits: 0620 in octal is the same number."""
    node: Node | None = subject.node.at(path)
    if node is None:
        return False
    start, end = subject.document.offsets(node)
    return subject.document.lines.text[start:end] == str(mode)
