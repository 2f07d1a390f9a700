"""The context of a text: the kustomization that lists its file."""

from __future__ import annotations

from dslint.values.typed import NamedTuple


class Around(NamedTuple):
    """How the kustomization that lists a text changes it.

    `namespace` is the namespace that it sets for all objects, or empty. `generated` are the objects that it
    adds, as (kind, name).
    """

    namespace: str = ""
    generated: frozenset[tuple[str, str]] = frozenset()


NOTHING_AROUND = Around()
