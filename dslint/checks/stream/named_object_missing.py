"""An object that the pod needs and that is missing in the stream, or is in another namespace.

Parameters: `kinds`, of ServiceAccount, ConfigMap and Secret; `only_near`: report only names that are similar
to one in the stream. If the stream has no object of a kind in the namespace, nothing is reported: these
objects are kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.stream.near import near_name
from dslint.checks.stream.references import references_of, same_namespace
from dslint.checks.stream.stream_objects import DEFAULT_NAMESPACE
from dslint.kubernetes.references import Reference, Way
from dslint.values.problem import Change, Severity
from dslint.values.typed import Any
from dslint.values.words import listed

_RESULTS: Mapping[Way, str] = {
    "account": "the API server creates none of the pods: the service account is not found.",
    "volume": "the pods stay in ContainerCreating on every node.",
    "env": "the containers end in CreateContainerConfigError on every node.",
    "pull": "the image is pulled without it, and a private registry rejects that.",
}


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the name.

    A similar name, or an object in another namespace, is a warning; an unknown name is an info.
    """
    for reference in references_of(subject):
        if reference.kind not in params["kinds"]:
            continue
        hit = _judge(subject, reference, only_near=params.get("only_near", False))
        if hit is not None:
            yield hit


def _judge(subject: Subject, reference: Reference, *, only_near: bool) -> Hit | None:
    namespace = subject.name.namespace
    if (reference.kind, reference.name) in subject.companions.around.generated:
        return None
    named = list(subject.companions.named(reference.kind, reference.name))
    if any(same_namespace(found.own_namespace, namespace) for found in named):
        return None
    if named:
        return _elsewhere(reference, namespace, named[0].own_namespace)
    present = subject.companions.names_of(reference.kind, namespace or DEFAULT_NAMESPACE)
    near = near_name(reference.name, present)
    if not near and (only_near or not present):
        return None
    words = f"{reference.kind} {reference.name} is missing here; there is only {near or listed(present)}"
    write = f"{reference.path[-1]}: {near or '<one that exists>'}"
    hit = _hit(
        reference, words, f"Without it, {_RESULTS[reference.way]}", write, "warning" if near else "info"
    )
    return hit._replace(changes=(Change("replace", reference.path, near),)) if near else hit


def _elsewhere(reference: Reference, own: str, other: str) -> Hit:
    what = f"{reference.kind} {reference.name}"
    if own and other:
        words = f"{what} is in namespace {other}, and the pods are in {own}"
        result = f"Pods find it in their own namespace only: {_RESULTS[reference.way]}"
        write = f"namespace: {own} in the {reference.kind}"
    elif own:
        words = f"{what} has no namespace here, and the pods are in {own}"
        result = f"Applied to another namespace than {own}, {_RESULTS[reference.way]}"
        write = f"namespace: {own} in the {reference.kind}"
    else:
        words = f"{what} is in namespace {other}, and the DaemonSet names none"
        result = f"Applied to another namespace than {other}, {_RESULTS[reference.way]}"
        write = f"namespace: {other} in the DaemonSet"
    return _hit(reference, words, result, write, "warning")


def _hit(reference: Reference, words: str, result: str, write: str, severity: Severity) -> Hit:
    values = {"found": words, "result": result, "write": write}
    return Hit(reference.path, values, severity=severity)
