"""What `plan` and `diff` take from their options and inputs alike: the version, and the DaemonSets meant."""

from __future__ import annotations

from dslint.cli.exits import UsageError
from dslint.cli.outputs.stderr import note
from dslint.kubernetes.versions import UnknownVersion
from dslint.planner import session
from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.session import Version
from dslint.values.globs import chosen


def version_for(written: str | None, inventory: Inventory) -> Version:
    """The versions to judge by, with a note where they are not what somebody meant. Raises UsageError."""
    try:
        version = session.version_for(written, inventory)
    except UnknownVersion as error:
        raise UsageError(str(error)) from None
    if version.note:
        note(version.note)
    return version


def chosen_objects(objects: tuple[Sourced, ...], only: tuple[str, ...]) -> tuple[Sourced, ...]:
    """The objects without the DaemonSets that `--only` (globs of NAMESPACE/NAME) leaves out."""
    if not only:
        return objects
    return tuple(
        sourced
        for sourced in objects
        if sourced.manifest.name.kind != "DaemonSet" or chosen(sourced.manifest.name.key, only)
    )
