"""Capabilities that have no effect as written.

Parameter: `fault`, one of `unknown` (not the name of a capability), `drop-ignored` (dropped beside
`privileged: true`) and `not-root` (added for a user that is not root).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import name_of
from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.node.capabilities import KNOWN, RUNTIME_DEFAULT, without_prefix
from dslint.kubernetes.node.kubelet import effective_user
from dslint.kubernetes.spelling import nearest
from dslint.values.path import FieldPath
from dslint.values.problem import Change
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the capability, or at the list of dropped ones."""
    find = _FAULTS[params["fault"]]
    for path, container in subject.all_containers:
        context = mapping(container, "securityContext")
        if context:
            yield from find(subject, (*path, "securityContext"), context, container)


def _unknown(
    _: Subject, path: FieldPath, context: Mapping[str, Any], container: Mapping[str, Any]
) -> Iterator[Hit]:
    for field in ("add", "drop"):
        for index, name in enumerate(items(context, "capabilities", field)):
            if not isinstance(name, str) or name.upper() in KNOWN or not name:
                continue
            plain = without_prefix(name)
            meant = plain if plain in KNOWN else nearest(plain, KNOWN)
            place = (*path, "capabilities", field, index)
            yield Hit(
                place,
                {
                    "name": name,
                    "container": name_of(container),
                    "why": _why(name, plain),
                    "write": meant or "the name of a capability, such as NET_ADMIN",
                },
                changes=(Change("replace", place, meant),) if meant else (),
            )


def _why(name: str, plain: str) -> str:
    if plain in KNOWN:
        return f"Kubernetes writes {plain} without CAP_"
    return f"{name} is not a capability of Linux"


def _drop_ignored(
    _: Subject, path: FieldPath, context: Mapping[str, Any], container: Mapping[str, Any]
) -> Iterator[Hit]:
    if context.get("privileged") is True and items(context, "capabilities", "drop"):
        yield Hit((*path, "capabilities", "drop"), {"container": name_of(container)}, anchor="key")


def _not_root(
    subject: Subject, path: FieldPath, context: Mapping[str, Any], container: Mapping[str, Any]
) -> Iterator[Hit]:
    user = effective_user(subject.pod_spec, container)
    names = [name for name in items(context, "capabilities", "add") if isinstance(name, str)]
    added = [name for name in names if without_prefix(name) not in RUNTIME_DEFAULT]
    if user and added and context.get("privileged") is not True:
        yield Hit(
            (*path, "capabilities", "add"),
            {"container": name_of(container), "names": ", ".join(added[:3]), "user": user},
            anchor="key",
        )


_FAULTS: dict[str, Callable[[Subject, FieldPath, Mapping[str, Any], Mapping[str, Any]], Iterator[Hit]]] = {
    "unknown": _unknown,
    "drop-ignored": _drop_ignored,
    "not-root": _not_root,
}
