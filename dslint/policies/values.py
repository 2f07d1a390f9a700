"""The values of policies and of their decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dslint.values.admission import Undecided

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dslint.reader.objects import Manifest
    from dslint.values.path import FieldPath

Operation = Literal["CREATE", "UPDATE"]


class Source(NamedTuple):
    """An object of the input, and its file."""

    manifest: Manifest
    file: str

    @property
    def name(self) -> str:
        """The object's name."""
        return self.manifest.name.name

    @property
    def spec(self) -> Mapping[str, Any]:
        """The object's spec; empty when it is no mapping."""
        found = self.manifest.data.get("spec")
        return found if isinstance(found, dict) else {}


class Refusal(NamedTuple):
    """Why the server does not store a policy or binding.

    reason, path  the cause and the field that the server names
    line, column  the place inside the expression at `path`; 0 when it is about the whole value
    """

    reason: str
    path: FieldPath
    message: str
    line: int = 0
    column: int = 0


class Decision(NamedTuple):
    """An objection of a policy, in the words of the server.

    path     of the expression in the policy; () when the binding itself is at fault
    actions  what the binding does about it
    place    the field of the DaemonSet that the expression failed on; None when that cannot be told
    forced   the request is denied whatever the binding says: the policy could not be applied
    """

    policy: Source
    binding: Source
    path: FieldPath
    message: str
    actions: tuple[str, ...]
    place: FieldPath | None = None
    forced: bool = False

    @property
    def denies(self) -> bool:
        """Whether it denies the request."""
        return self.forced or "Deny" in self.actions


class Change(NamedTuple):
    """The effect of a mutating policy on the request.

    path   of the expression in the policy
    place  the field of the DaemonSet that it set, and its `value` (None where it was removed)
    """

    policy: Source
    binding: Source
    path: FieldPath
    place: FieldPath
    value: Any


@dataclass(frozen=True, slots=True)
class Request:
    """A request to create or replace a DaemonSet.

    data       the object as the server hands it to policies
    old        the stored object that it replaces; None when it is created
    namespace  the Namespace object when it is known
    """

    data: dict[str, Any]
    old: dict[str, Any] | None
    namespace: Mapping[str, Any] | None

    @property
    def operation(self) -> Operation:
        """CREATE, or UPDATE when there is an old object."""
        return "CREATE" if self.old is None else "UPDATE"

    @property
    def name(self) -> str:
        """The name of the DaemonSet."""
        return str(self.data["metadata"].get("name", ""))

    @property
    def namespace_name(self) -> str:
        """The namespace it goes to."""
        return str(self.data["metadata"].get("namespace", ""))


class Verdict(NamedTuple):
    """The decisions of all policies on one request, in their order.

    `request` is what the validating policies saw: the mutating ones run first and may have changed it.
    """

    decisions: tuple[Decision, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    changes: tuple[Change, ...] = ()
    request: Request | None = None
