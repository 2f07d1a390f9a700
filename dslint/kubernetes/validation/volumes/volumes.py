"""Volumes: their names, and exactly one source each.

Source: ValidateVolumes and validateVolumeSource in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import duplicate, forbidden, invalid
from dslint.kubernetes.validation.tables import LABEL
from dslint.kubernetes.validation.value_checks import missing, shown
from dslint.kubernetes.validation.volumes.volume_sources import SOURCES, content_problems
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]
Registered = dict[str, Data]
"""The valid volumes by name: only these can be mounted."""


def volume_problems(
    volumes: Sequence[Data], path: FieldPath, context: Context
) -> tuple[list[Problem], Registered]:
    """Judge the volumes at `path`; also return those that mounts can name."""
    problems: list[Problem] = []
    registered: Registered = {}
    places: dict[str, int] = {}
    for index, volume in enumerate(volumes):
        place = (*path, index)
        found = [*_source_problems(volume, place, context), *_name_problems(volume, place, path, places)]
        if found:
            problems += found
        else:
            registered[volume["name"]] = volume
            places[volume["name"]] = index
    return problems, registered


def _name_problems(
    volume: Data, place: FieldPath, path: FieldPath, places: Mapping[str, int]
) -> Iterator[Problem]:
    name = volume.get("name", "")
    here = (*place, "name")
    if not name:
        yield missing("volume-name", volume, here, "a name for the volume; mounts refer to it")
        return
    fault = LABEL(name)
    if fault:
        yield invalid(
            "volume-name",
            here,
            f"the volume name `{shown(name)}` {fault.says}",
            write=f"name: {fault.meant}" if fault.meant else "",
        )
    if name in places:
        yield duplicate(
            "volume-name",
            here,
            f"two volumes are named `{name}`",
            write="a different name for one of them",
            related=(Related((*path, places[name], "name"), f"the first volume named `{name}`"),),
        )


def _source_problems(volume: Data, place: FieldPath, context: Context) -> Iterator[Problem]:
    given = [name for name in SOURCES if name in volume]
    if given:
        yield from content_problems(given[0], volume[given[0]], place, context)
    for name in given[1:]:
        yield forbidden(
            "volume-source",
            (*place, name),
            f"a volume has exactly one source, and this one already has `{given[0]}`",
            field=field_text((*place, SOURCES[name].again)),
            anchor="key",
            write=f"`{given[0]}` or `{name}`, and a second volume for the other",
            related=(Related((*place, given[0]), "the first source", "key"),),
        )
    if "iscsi" in volume:
        from dslint.kubernetes.validation.volumes.storage_systems import iscsi_name_problems

        yield from iscsi_name_problems(volume, place)
