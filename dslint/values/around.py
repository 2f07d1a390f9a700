"""What stands around a text: the kustomization that lists its file."""

from __future__ import annotations

from dslint.values.typed import NamedTuple


class Around(NamedTuple):
    """What the kustomization that lists a text makes of it.

    `namespace` is where it puts all objects, if it says; `generated` are the objects it makes
    besides, as (kind, name).
    """

    namespace: str = ""
    generated: frozenset[tuple[str, str]] = frozenset()


NOTHING_AROUND = Around()
