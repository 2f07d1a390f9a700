"""What one `dslint diff` call is about: both sides as read, and what of them is wanted."""

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
    """Both sides as read, and what of them is wanted."""

    call: DiffCall
    old: Side
    new: Side
    judging: Judging
    without_known: Callable[[Report], Report]

    def objects(self, side: Side) -> tuple[Sourced, ...]:
        """The objects of a side, all of which count; of DaemonSets with one name, the last."""
        objects = side.contents.objects
        last = {
            sourced.manifest.name: sourced for sourced in objects if sourced.manifest.name.kind == "DaemonSet"
        }
        return tuple(sourced for sourced in objects if last.get(sourced.manifest.name, sourced) is sourced)

    def beside(self, contents: Contents) -> Asked:
        """With what the nodes come with: objects of the cluster that neither side has stay as they are."""
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
        """The admission policies that the DaemonSets of a side meet; None where there are none."""
        return book_of(self.call.policies or self.judging.paths_of("policies"), side.texts)
