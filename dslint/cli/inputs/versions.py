"""The version that an inventory implies."""

from __future__ import annotations

from collections.abc import Callable

from dslint.cli.exits import UsageError
from dslint.cli.outputs.stderr import note
from dslint.kubernetes.versions import UnknownVersion
from dslint.planner import session
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.session import Version


def version_for(
    written: str | None,
    inventory: Inventory,
    *,
    typed: bool = True,
    say: Callable[[str], None] = note,
) -> Version:
    """Return the versions to judge by; `say` receives a note if they may be unexpected. Raises UsageError."""
    try:
        version = session.version_for(written, inventory, typed=typed)
    except UnknownVersion as error:
        raise UsageError(str(error)) from None
    if version.note:
        say(version.note)
    return version
