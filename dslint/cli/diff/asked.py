"""The input of one `dslint diff` call: both sides as read, and the wanted DaemonSets."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dslint.cli.calls import DiffCall
from dslint.cli.configuration.judging import Judging
from dslint.cli.diff.sides import Side
from dslint.cli.inputs.policies import book_of
from dslint.linter.policies.book import PolicyBook
from dslint.planner.inventory.contents import Contents, Sourced
from dslint.values.finding import Report


class Asked(NamedTuple):
    """Both sides as read, and the wanted DaemonSets."""

    call: DiffCall
    old: Side
    new: Side
    judging: Judging
    without_known: Callable[[Report], Report]

    def objects(self, side: Side) -> tuple[Sourced, ...]:
        """Return the objects of a side, all of which count; the last one of DaemonSets with one name."""
        objects = side.contents.objects
        last = {
            sourced.manifest.name: sourced for sourced in objects if sourced.manifest.name.kind == "DaemonSet"
        }
        return tuple(sourced for sourced in objects if last.get(sourced.manifest.name, sourced) is sourced)

    def beside(self, contents: Contents) -> Asked:
        """Add the other objects in the files of the nodes: they are the same on both sides."""
        sides = (*self.old.contents.objects, *self.new.contents.objects)
        known = {sourced.manifest.name for sourced in sides}
        more = tuple(sourced for sourced in contents.objects if sourced.manifest.name not in known)
        if not more:
            return self
        old, new = (
            side._replace(contents=side.contents._replace(objects=(*side.contents.objects, *more)))
            for side in (self.old, self.new)
        )
        return self._replace(old=old, new=new)

    def policies(self, side: Side) -> PolicyBook | None:
        """Return the admission policies for the DaemonSets of a side; None if there are none."""
        return book_of(self.call.policies or self.judging.paths_of("policies"), side.texts)
