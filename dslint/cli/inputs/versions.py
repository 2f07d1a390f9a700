"""The version that an inventory asks for."""

from __future__ import annotations

from dslint.cli.exits import UsageError
from dslint.cli.outputs.stderr import note
from dslint.kubernetes.versions import UnknownVersion
from dslint.planner import session
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.session import Version


def version_for(written: str | None, inventory: Inventory) -> Version:
    """The versions to judge by, with a note where they are not what somebody meant. Raises UsageError."""
    try:
        version = session.version_for(written, inventory)
    except UnknownVersion as error:
        raise UsageError(str(error)) from None
    if version.note:
        note(version.note)
    return version
