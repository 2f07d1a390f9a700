"""A binding for another account than the one of the DaemonSet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.stream.accounts import account_of
from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.near import nearly
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import items, text
from dslint.values.typed import Any, NamedTuple

_BINDINGS = ("ClusterRoleBinding", "RoleBinding")


class _Subject(NamedTuple):
    """A service account that a binding names."""

    binding: StreamObject
    place: int
    namespace: str
    name: str


def check_stream(objects: StreamObjects, _params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the subject, if nothing here creates that account and the DaemonSet's own has no binding.

    The subject must be the DaemonSet's account in another namespace, or have the DaemonSet's name or a name
    similar to the account's.
    """
    subjects = list(_subjects(objects))
    if not subjects:
        return
    bound = {(subject.namespace, subject.name) for subject in subjects}
    created = {(account.namespace, account.name) for account in objects.of_kind("ServiceAccount")}
    loose = [one for one in subjects if (one.namespace, one.name) not in created]
    by_name: dict[str, list[_Subject]] = {}
    for subject in loose:
        by_name.setdefault(subject.name, []).append(subject)
    told: set[tuple[str, int]] = set()
    for daemonset in objects.of_kind("DaemonSet"):
        account = account_of(daemonset)
        if account in ("", "default") or (daemonset.namespace, account) in bound:
            continue
        for subject in _meant(daemonset, account, by_name, loose):
            if (subject.binding.key, subject.place) not in told:
                told.add((subject.binding.key, subject.place))
                yield _hit(subject, daemonset, account)


def _subjects(objects: StreamObjects) -> Iterator[_Subject]:
    for kind in _BINDINGS:
        for binding in objects.of_kind(kind):
            for place, subject in enumerate(items(binding.written, "subjects")):
                if text(subject, "kind") == "ServiceAccount" and text(subject, "name"):
                    namespace = objects.around.namespace or text(subject, "namespace") or binding.namespace
                    yield _Subject(binding, place, namespace, text(subject, "name"))


_FEW = 20


def _meant(
    daemonset: StreamObject, account: str, by_name: Mapping[str, list[_Subject]], loose: list[_Subject]
) -> Iterator[_Subject]:
    for subject in by_name.get(account, ())[:_FEW]:
        if subject.namespace != daemonset.namespace and daemonset.own_namespace:
            yield subject
    for subject in by_name.get(daemonset.name, ())[:_FEW]:
        if subject.namespace == daemonset.namespace and subject.name != account:
            yield subject
    for subject in loose if len(loose) <= _FEW else ():
        if subject.namespace == daemonset.namespace and nearly(subject.name, account):
            yield subject


def _hit(subject: _Subject, daemonset: StreamObject, account: str) -> StreamHit:
    field = "name" if subject.name != account else "namespace"
    return StreamHit(
        on=subject.binding,
        path=("subjects", subject.place, field),
        values={
            "binding": f"{subject.binding.kind} {subject.binding.name}",
            "subject": f"{subject.namespace}/{subject.name}",
            "account": f"{daemonset.namespace}/{account}",
            "daemonset": daemonset.name,
            "write": f"name: {account}" if field == "name" else f"namespace: {daemonset.namespace}",
        },
        elsewhere=(Elsewhere(daemonset, ("metadata", "name"), f"its pods run as {account}"),),
        about=daemonset,
    )
