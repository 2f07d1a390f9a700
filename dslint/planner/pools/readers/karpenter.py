"""Karpenter's NodePools, `karpenter.sh/v1` and `v1beta1`.

What its nodes may be like is decided as Karpenter decides it. Sources: pkg/apis/v1/nodepool.go and
pkg/controllers/provisioning/scheduling/nodeclaimtemplate.go of Karpenter 1.14.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.affinity import integer
from dslint.kubernetes.amounts import amount
from dslint.planner.pools.aliases import current_key
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Machines, Origin, Pool, PoolLabel, PoolTaint
from dslint.planner.pools.readers import karpenter_labels as known
from dslint.planner.pools.startup import remover_of
from dslint.planner.pools.values import ANYTHING, one_of

FORMAT = "Karpenter NodePool"
_BOUNDS = ("Gt", "Lt", "Gte", "Lte")
_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist", *_BOUNDS)
_SOMEBODY = "something that the pool does not name"
_DEFAULT_GROUP = "karpenter.k8s.aws"
_ON_EC2 = (_DEFAULT_GROUP, "eks.amazonaws.com")


def read(declaration: Declaration, related: Related) -> Iterator[Pool]:
    """The pool of a NodePool."""
    root = declaration.root
    template = root.get("spec", "template")
    yield Pool(
        name=declaration.name,
        format=FORMAT,
        place=root.place,
        counts=_counts(root.get("spec")),
        labels=_labels(declaration, template, related),
        taints=tuple(_taints(template.get("spec", "taints"))),
        startup_taints=tuple(_startup_taints(template.get("spec", "startupTaints"))),
        machines=_machines(template.get("spec"), related),
    )


def _machines(spec: Field, related: Related) -> Machines:
    """Return the machines of EC2, with the kubelet's reservations (in the node class since v1)."""
    reference = spec.get("nodeClassRef")
    group = _group(reference)
    if group not in _ON_EC2:
        return Machines()
    found = related.find(reference.get("kind").text(), reference.get("name").text())
    kubelet = spec.get("kubelet")
    if not kubelet and found is not None:
        kubelet = found.root.get("spec", "kubelet")
    kept = _amounts(kubelet.get("kubeReserved"))
    more = _amounts(kubelet.get("systemReserved"))
    reserved = {name: kept.get(name, 0) + more.get(name, 0) for name in (*kept, *more)}
    most = kubelet.get("maxPods")
    return Machines(
        "aws",
        formula="ec2" if kept else "eks",
        max_pods=most.number() if isinstance(most.data, int) else None,
        reserved=reserved or None,
    )


def _amounts(written: Field) -> dict[str, int]:
    found = ((name, amount(name, value.text())) for name, value in written.entries())
    return {name: number for name, number in found if number is not None}


def _group(reference: Field) -> str:
    """Return the API group of the node class; by default that of the AWS provider."""
    group = reference.get("group").text() or reference.get("apiVersion").text().partition("/")[0]
    return group or _DEFAULT_GROUP


def _counts(spec: Field) -> Counts:
    replicas = spec.get("replicas").number()
    if replicas is not None:
        return Counts(replicas, replicas, replicas)
    return Counts(0, None, spec.get("limits", "nodes").number())


def _labels(declaration: Declaration, template: Field, related: Related) -> dict[str, PoolLabel]:
    reference = template.get("spec", "nodeClassRef")
    group = _group(reference)
    labels = _open(declaration, group)
    for requirement in template.get("spec", "requirements").items():
        _narrow(labels, requirement)
    for key, (value, place) in template.get("metadata", "labels").labels().items():
        _set(labels, key, value, Origin(place))
    _set(labels, known.NODE_POOL, declaration.name, Origin(declaration.root.place, "set by Karpenter"))
    kind, name = reference.get("kind").text(), reference.get("name").text()
    if kind and name:
        _set(labels, f"{group}/{kind.lower()}", name, Origin(reference.place, "set by Karpenter"))
    _of_image(labels, related.find("EC2NodeClass", name))
    for key in known.OF_THE_NODE:
        _set(labels, key, "true", Origin(declaration.root.place, "set by Karpenter"))
    return labels


def _of_image(labels: dict[str, PoolLabel], node_class: Declaration | None) -> None:
    """Return the operating system of the images of a node class."""
    if node_class is None:
        return
    spec = node_class.root.get("spec")
    images = [term.get("alias") for term in spec.get("amiSelectorTerms").items()]
    images = [image for image in images if image] or [spec.get("amiFamily")]
    families = {image.text().partition("@")[0].lower() for image in images}
    systems = {"windows" if family.startswith("windows") else "linux" for family in families - {"", "custom"}}
    if len(systems) == 1:
        place = images[0].place
        _set(labels, known.OS, systems.pop(), Origin(place, "follows from the image of the node class"))


def _open(declaration: Declaration, group: str) -> dict[str, PoolLabel]:
    origin = Origin(declaration.root.place, "set by Karpenter; the pool leaves it open")
    return {key: PoolLabel(ANYTHING, origin) for key in known.well_known(group)}


def _set(labels: dict[str, PoolLabel], key: str, value: str, origin: Origin) -> None:
    """Set a label of the template, combined with the requirements on it."""
    key = current_key(key)
    before = labels.get(key)
    values = one_of(value) if before is None else before.values.narrowed("In", (value,))
    labels[key] = PoolLabel(values, origin)


def _narrow(labels: dict[str, PoolLabel], requirement: Field) -> None:
    key = requirement.get("key").text()
    operator = requirement.get("operator")
    written = requirement.get("values")
    if not key:
        requirement.fault("this requirement has no key")
        return
    if operator.text() not in _OPERATORS:
        if operator.text():
            operator.fault(f"unknown operator {operator.text()!r}; expected one of {', '.join(_OPERATORS)}")
        elif not operator:
            requirement.fault(f"the requirement on {key} has no operator")
        return
    values = written.texts()
    bound = 0
    if operator.text() in _BOUNDS:
        number = integer(values[0]) if len(values) == 1 else None
        if number is None:
            (written or requirement).fault(f"{operator.text()} needs exactly one integer")
            return
        bound = number
    key = current_key(key)
    before = labels[key].values if key in labels else ANYTHING
    labels[key] = PoolLabel(before.narrowed(operator.text(), values, bound), Origin(requirement.place))


def _taints(written: Field) -> Iterator[PoolTaint]:
    for entry in written.items():
        taint = entry.taint()
        if taint is not None:
            yield PoolTaint(taint, Origin(entry.place))


def _startup_taints(written: Field) -> Iterator[PoolTaint]:
    for taint in _taints(written):
        remover = remover_of(taint.taint.key)
        yield taint._replace(until=remover.name if remover is not None else _SOMEBODY)
