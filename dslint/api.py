"""The public functions and types of the stable interface.

None of the functions prints, exits, reads the environment or opens a file. All results are
frozen values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dslint.kubernetes.versions import NEWEST, parse_range
from dslint.linter.selection import Selection
from dslint.planner.values import (
    AgentCost,
    CostChange,
    Difference,
    Effect,
    NodeCost,
    NotRunning,
    Placement,
    Plan,
    Reason,
    Rollout,
)
from dslint.reader.stream import read_stream
from dslint.values.admission import Admission, Undecided
from dslint.values.finding import Finding, Report, Update
from dslint.values.span import Span

if TYPE_CHECKING:
    from dslint.planner.inventory.inventory import Inventory
    from dslint.planner.inventory.manifests import Manifests
    from dslint.planner.inventory.pods import Pod
    from dslint.planner.plan import Planned

__all__ = [
    "Admission",
    "AgentCost",
    "CostChange",
    "Difference",
    "Effect",
    "Finding",
    "NodeCost",
    "NotRunning",
    "Placement",
    "Plan",
    "Reason",
    "Report",
    "Rollout",
    "Span",
    "Stream",
    "Undecided",
    "Update",
    "admit",
    "diff",
    "lint",
    "lint_update",
    "plan",
    "read",
    "rollout",
]


class Stream(NamedTuple):
    """A text as kubectl reads it: the JSON data of every document, and the error that ended it, if any."""

    documents: tuple[Any, ...]
    error: str | None


def read(text: str | bytes) -> Stream:
    """Read a text as kubectl reads a file: split it, convert YAML to JSON data, skip empty documents."""
    stream = read_stream(text)
    error = stream.error
    return Stream(
        tuple(document.data for document in stream.documents),
        None if error is None else f"line {error.line}, column {error.column}: {error.message}",
    )


def lint(
    text: str | bytes,
    filename: str = "<text>",
    kubernetes: str = NEWEST,
    config: Mapping[str, Any] | None = None,
) -> Report:
    """Judge every DaemonSet in a text, complete or partial, as the API server and dslint's rules do.

    `kubernetes` is a version or a range (`1.34..1.37`). `config` is the content of a `.dslint.yaml` as data:
    `profile`, `select`, `extend-select`, `ignore`, `severity`, `parameters`, `overrides`, … (`_` may replace
    `-`). Raises UnknownVersion or ValueError for an unknown version, key or rule; every error in `text` is a
    finding.
    """
    from dslint.linter.engine import lint_text
    from dslint.linter.options import Options

    versions = parse_range(kubernetes)
    if not config:
        return lint_text(text, filename, Options(versions))
    from dslint.linter.config.from_data import options_from_data

    return lint_text(text, filename, options_from_data(config, filename, versions))


def lint_update(old_text: str | bytes, new_text: str | bytes, kubernetes: str = NEWEST) -> Update:
    """Judge an update that replaces the first DaemonSet of one text with the first one of another."""
    from dslint.linter import updates

    return updates.lint_update(old_text, new_text, "<new>", parse_range(kubernetes)[-1])


def admit(
    manifest_text: str | bytes,
    policies_text: str | bytes,
    old_text: str | bytes | None = None,
    kubernetes: str = NEWEST,
    namespace: str | bytes | Mapping[str, Any] | None = None,
) -> Admission:
    """Return the answer of a cluster's admission policies to every DaemonSet of a text.

    `policies_text` contains ValidatingAdmissionPolicies, MutatingAdmissionPolicies, their bindings and
    parameter objects; Namespaces may be in both texts. With `old_text`, a DaemonSet of the same name and
    namespace in it is replaced. `namespace` is the Namespace object of the DaemonSets, as text or JSON data.
    Raises UnknownVersion, and ValueError for an invalid `namespace`; every error in the texts is a finding.
    """
    from dslint.linter.policies.admit import admit as admit_texts

    known = _namespace(namespace)
    return admit_texts(manifest_text, policies_text, old_text, parse_range(kubernetes)[-1], known)


def _namespace(given: str | bytes | Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if given is None or isinstance(given, Mapping):
        return given
    documents = read_stream(given).documents
    data = documents[0].data if documents else None
    if not isinstance(data, dict) or data.get("kind") != "Namespace":
        msg = "namespace must be a Namespace object"
        raise ValueError(msg)
    return data


def plan(
    manifest_text: str | bytes,
    inventory_text: str | bytes,
    kubernetes: str | None = None,
    pods: str | bytes | None = None,
) -> Plan:
    """Plan on which nodes of an inventory each DaemonSet of a text runs, and why not on the others.

    The text may include objects that the DaemonSets need (PriorityClass, RuntimeClass, LimitRange, …) and
    admission policies: the plan includes the changes of mutating policies, and denials are findings. `pods`
    is the output of `kubectl get pods -A -o json`. Raises UnknownVersion, and InventoryError (a ValueError)
    for an unreadable inventory or unreadable pods. Errors in the manifests are findings, and the plan covers
    them as far as possible.
    """
    from dslint.planner import assumptions, session
    from dslint.planner.grid import MadeLater
    from dslint.planner.inventory import manifests
    from dslint.planner.overhead.node_costs import node_costs
    from dslint.planner.placements import Placements
    from dslint.reader.locate import locate

    inventory, running = _nodes_and_pods(inventory_text, pods)
    version = session.version_for(kubernetes, inventory).known[-1]
    given = manifests.read_manifests(manifest_text, "<manifest>")
    planned, report = planned_with_report(given, inventory, running, version)
    placements = Placements(
        planned,
        lambda workload, path: locate(workload.source.manifest.document, workload.source.manifest.node, path),
    )
    return Plan(
        placements,
        report,
        assumptions.assumptions_of(planned, pods_given=pods is not None),
        MadeLater(lambda: node_costs(planned)),
    )


def planned_with_report(
    given: Manifests, inventory: Inventory, running: tuple[Pod, ...], version: str
) -> tuple[Planned, Report]:
    """Return the plan of parsed manifests, after admission, and all findings about it."""
    from dslint.linter.options import Options
    from dslint.linter.policies.among import mutation_by, policies_among, with_denials
    from dslint.linter.problem_reports import plan_report
    from dslint.planner import session
    from dslint.planner.plan import plan_objects

    texts = [(given.file, given.stream)]
    policies = policies_among(texts)
    objects = session.admitted(given.objects, mutation_by(policies, version))
    planned = plan_objects(objects, inventory, running, version)
    told = session.plan_findings(planned, texts=texts)
    report = plan_report(told, texts, Selection("all"), (version,))
    return planned, with_denials(report, texts, policies, Options((version,), Selection("all")))


def diff(
    old_text: str | bytes,
    new_text: str | bytes,
    inventory_text: str | bytes,
    kubernetes: str | None = None,
    pods: str | bytes | None = None,
) -> Difference:
    """Compare two texts: what changes on the nodes of an inventory if the new manifests replace the old ones.

    The change includes what mutating admission policies in a text add to its DaemonSets. `pods` is the output
    of `kubectl get pods -A -o json`. Raises UnknownVersion, and InventoryError (a ValueError) for an
    unreadable inventory or unreadable pods; every error in the manifests is a finding.
    """
    from dslint.linter.policies.among import mutation_by, policies_among
    from dslint.linter.problem_reports import report_of_given, with_unreadable
    from dslint.planner import session
    from dslint.planner.difference import comparison, delivery
    from dslint.planner.difference.after import plan_after
    from dslint.planner.grid import MadeLater
    from dslint.planner.inventory import manifests
    from dslint.planner.on_pools.changes import pool_findings
    from dslint.planner.plan import for_both, plan_objects

    inventory, running = _nodes_and_pods(inventory_text, pods)
    version = session.version_for(kubernetes, inventory).known[-1]
    sides = manifests.read_manifests(old_text, "<old>"), manifests.read_manifests(new_text, "<new>")
    before, after = (
        session.admitted(side.objects, mutation_by(policies_among([(side.file, side.stream)]), version))
        for side in sides
    )
    (inventory,) = for_both(before, after, (inventory,), version)
    old = plan_objects(before, inventory, running, version)
    new = plan_after(old, after, inventory, running)
    config = delivery.Changed.between(sides[0].objects, sides[1].objects)
    compared = comparison.compare_plans(old, new, config=config)
    texts = [(side.file, side.stream) for side in sides]
    told = [*session.difference_findings(compared, new, texts=texts[1:]), *pool_findings(old, new)]
    report = report_of_given(told, Selection("all"), (version,), files=2, daemonsets=len(new.workloads))
    return Difference(compared.effects, with_unreadable(report, texts), MadeLater(compared.cost_changes))


def rollout(
    manifest_text: str | bytes,
    inventory_text: str | bytes,
    kubernetes: str | None = None,
    pods: str | bytes | None = None,
    never_ready: Iterable[str] = (),
) -> Rollout:
    """Forecast how a new image of the first DaemonSet of a text rolls out over the nodes of an inventory.

    Every node that it wants has a ready pod of the old image, unless the nodes or `pods` (the output of
    `kubectl get pods -A -o json`) say otherwise. `never_ready` names nodes where the new pod does not become
    ready. Raises UnknownVersion, InventoryError, and ValueError without a DaemonSet.
    """
    from dslint.linter.policies.among import mutation_by, policies_among
    from dslint.planner import session
    from dslint.planner.inventory import manifests
    from dslint.planner.plan import plan_objects
    from dslint.planner.rollout import image_update as updates

    inventory, running = _nodes_and_pods(inventory_text, pods)
    version = session.version_for(kubernetes, inventory).known[-1]
    read_text = manifests.read_manifests(manifest_text, "<manifest>")
    policies = policies_among([(read_text.file, read_text.stream)])
    objects = session.admitted(read_text.objects, mutation_by(policies, version))
    planned = plan_objects(objects, inventory, running, version)
    if not planned.workloads:
        msg = "there is no DaemonSet in the text"
        raise ValueError(msg)
    update = updates.update_of(planned, planned.workloads[0], never_ready)
    return updates.rollout_value(planned, update)


def _nodes_and_pods(
    inventory_text: str | bytes, pods: str | bytes | None
) -> tuple[Inventory, tuple[Pod, ...]]:
    from dslint.planner.inventory.contents import Source
    from dslint.planner.inventory.reading import read_contents, read_inventory

    inventory = read_inventory(inventory_text, "<inventory>")
    if pods is None:
        return inventory, ()
    content = pods.encode("utf-8", "surrogatepass") if isinstance(pods, str) else pods
    return inventory, read_contents(Source("<pods>", content)).pods
