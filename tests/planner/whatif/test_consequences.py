"""What-if steps one after the other: what each does to the pods, and what kubectl drain would say."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from dslint.planner.inventory.contents import Source
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.pods import Pod, pod_of
from dslint.planner.inventory.reading import read_contents, read_inventory
from dslint.planner.plan import make_plan
from dslint.planner.whatif.consequences import Outcome, run_steps
from dslint.planner.whatif.drain import drained
from dslint.planner.whatif.steps import parse_step
from dslint.planner.workload.workloads import workloads_of
from dslint.report.plan.whatif_text import render

NODES = """\
pools:
  - {name: w, count: 2, labels: {pool: w}, allocatable: {cpu: "2", memory: 4Gi, pods: "10"}}
nodes:
  - {name: small, labels: {pool: s}, taints: ["k:NoSchedule"], allocatable: {cpu: 100m, pods: "10"}}
"""


def manifest(name: str, selector: str = "{}") -> str:
    return f"""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{a: {name}}}}}
  template:
    metadata: {{labels: {{a: {name}}}}}
    spec:
      nodeSelector: {selector}
      containers: [{{name: c, image: "x:1", resources: {{requests: {{cpu: 500m}}}}}}]
"""


POD = {
    "kind": "Pod",
    "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"nodeName": "w-1", "containers": [{"name": "c", "resources": {"requests": {"cpu": "1800m"}}}]},
}


def outcomes(*steps: str, pods: Sequence[Pod] = (), text: str = "") -> list[Outcome]:
    workloads, around = workloads_of(read_manifests(text or manifest("agent"), "m.yaml").objects, "1.37")
    planned = make_plan(workloads, read_inventory(NODES), around, pods, kubernetes="1.37")
    added = {"more.yaml": read_inventory("nodes: [{name: n9}]", "more.yaml")}
    return list(run_steps(planned, around, pods, map(parse_step, steps), added))


def told(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    (one,) = outcome.consequences
    return {field: names for field, names in one._asdict().items() if names and field != "daemonset"}


STEPS = [
    ("taint:w-1:x:NoExecute", {"deleted": ("w-1",)}),
    ("taint:w-1:x:NoSchedule", {"kept": ("w-1",)}),
    ("taint:w-1:x:PreferNoSchedule", {}),
    ("untaint:small:k", {"created": ("small",), "pending": ("small",)}),
    ("cordon:pool=w", {}),
    ("not-ready:w-1", {"kept": ("w-1",)}),
    ("lose:pool=w", {"lost": ("w-1", "w-2")}),
    ("add:more.yaml", {"created": ("n9",)}),
    ("label:every node:x=y", {}),
]


@pytest.mark.parametrize("step, want", STEPS)
def test_what_a_step_does(step: str, want: dict[str, tuple[str, ...]]) -> None:
    (outcome,) = outcomes(step)
    assert told(outcome) == want


def test_steps_see_what_the_ones_before_have_done() -> None:
    steps = ("taint:w-1:x:NoExecute", "taint:w-2:y:NoSchedule", "untaint:w-1:x", "untaint:w-2:y", "lose:w-2")
    assert [told(outcome) for outcome in outcomes(*steps)] == [
        {"deleted": ("w-1",)},
        {"kept": ("w-2",)},
        {"created": ("w-1",)},
        {},
        {"lost": ("w-2",)},
    ]


def test_a_label_moves_pods() -> None:
    text = manifest("agent", "{pool: s}")
    first, second = outcomes("untaint:small:k", "label:w-1:pool=s", text=text)
    assert told(first) == {"created": ("small",), "pending": ("small",)}
    assert told(second) == {"created": ("w-1",)}


def test_drain_makes_room_and_says_what_kubectl_would() -> None:
    pods = read_contents(Source("p", json.dumps({"kind": "List", "items": [POD]}).encode())).pods
    before, after = outcomes("cordon:w-2", "drain:w-1", pods=pods)
    assert before.planned.waiting
    assert after.drained == (("default/agent",), 1, ("shop/web",), (), (), (), ())
    assert not after.planned.waiting
    assert render([after]).splitlines() == [
        "what if drain:w-1   (1 node: w-1)",
        "  kubectl drain aborts because of pods of DaemonSets (--ignore-daemonsets leaves them there):",
        "    default/agent",
        "  kubectl drain aborts because of pods without a controller (--force deletes them for good):",
        "    shop/web",
        "  then it evicts 1 other pod with these flags",
        "  no DaemonSet pod is created or deleted",
    ]


def test_drain_does_not_know_daemonsets_of_openkruise() -> None:
    text = manifest("one") + "---\n" + manifest("two").replace("apps/v1", "apps.kruise.io/v1beta1")
    (outcome,) = outcomes("drain:w-1", text=text)
    assert outcome.drained is not None
    assert (outcome.drained.daemonsets, outcome.drained.advanced) == (("default/one",), ("default/two",))
    assert render([outcome]).splitlines()[1:5] == [
        "  kubectl drain aborts because of pods of DaemonSets (--ignore-daemonsets leaves them there):",
        "    default/one",
        "  kubectl drain aborts because of pods of OpenKruise's DaemonSets, which it does not know (--force",
        "    evicts them, and they are recreated):",
    ]


def test_daemonsets_that_fare_alike_are_told_together() -> None:
    text = "---\n".join([manifest("one"), manifest("two"), manifest("far", "{pool: s}")])
    (outcome,) = outcomes("taint:w-1:x:NoSchedule", text=text)
    assert render([outcome]).splitlines() == [
        "what if taint:w-1:x:NoSchedule   (1 node: w-1)",
        "  default/one, default/two",
        "    kept          1  w-1  stays; not replaced once it is deleted",
        "  nothing changes for 1 other DaemonSet",
    ]


def test_drain_names_empty_dirs_mirror_pods_and_closed_budgets() -> None:
    owner = [{"kind": "ReplicaSet", "name": "web", "controller": True}]
    meta = {"namespace": "shop", "labels": {"app": "web"}, "ownerReferences": owner}
    spec = {"nodeName": "w-1", "containers": [], "volumes": [{"name": "v", "emptyDir": {}}]}
    web = {"kind": "Pod", "metadata": {**meta, "name": "web-1"}, "spec": spec}
    mirror = {"name": "etcd", "annotations": {"kubernetes.io/config.mirror": "x"}}
    etcd = {"kind": "Pod", "metadata": mirror, "spec": {"nodeName": "w-1", "containers": []}}
    pods = [pod for data in (web, etcd) if (pod := pod_of(data)) is not None]
    budget = {
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {"selector": {"matchLabels": {"app": "web"}}, "maxUnavailable": 0},
    }
    found = drained(["a/b"], pods, [budget], known=True)
    assert found == (("a/b",), 1, (), ("shop/web-1",), ("default/etcd",), ("shop/web",), ())
    allowed = {**budget, "status": {"disruptionsAllowed": 1}}
    assert drained([], pods, [allowed], known=True).budgets == ()
