"""A resourceFieldRef without divisor, which the server fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.kubernetes.access import items, mapping
from dslint.values.path import POD_SPEC
from dslint.values.problem import Change
from dslint.values.typed import Any


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the resourceFieldRef of a variable, as written: stored, each has a divisor."""
    for kind in ("containers", "initContainers"):
        for place, container in enumerate(items(subject.written, *POD_SPEC, kind)):
            for index, variable in enumerate(items(container, "env")):
                reference = mapping(variable, "valueFrom", "resourceFieldRef")
                if reference and "divisor" not in reference:
                    path = (
                        "spec",
                        "template",
                        "spec",
                        kind,
                        place,
                        "env",
                        index,
                        "valueFrom",
                        "resourceFieldRef",
                    )
                    yield Hit(
                        path,
                        {"variable": str(variable.get("name", ""))},
                        anchor="key",
                        changes=(Change("insert", path, 'divisor: "0"'),),
                        safe=True,
                    )
