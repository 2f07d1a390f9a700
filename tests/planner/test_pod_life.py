"""What happens to a pod after the controller's decision: the kubelet, evictions, updates."""

from __future__ import annotations

import json
from typing import Any

import pytest

import dslint
from dslint.planner.assumptions import assumptions_of
from dslint.planner.difference.comparison import compare_plans
from dslint.planner.highlights import all_highlights, highlights
from dslint.planner.notes import notes_of
from dslint.planner.outcomes import groups_of
from dslint.planner.plan import Planned
from dslint.planner.problems import plan_problems
from dslint.planner.rollout.image_update import update_of
from dslint.report.diff.cost_text import cost_words
from dslint.report.plan.formats import render_plan
from dslint.report.plan.how_to_run_there import ways_in
from dslint.report.plan.rollout_text import rollout_words
from dslint.report.plan.view import PlanView
from tests.planner.cases import daemonset, outcomes, placed, plan_of

LINUX = """
nodes:
  - {name: a1, os: linux}
  - {name: a2, os: linux, conditions: [DiskPressure]}
  - {name: w1, os: windows}
"""


def asking(**requests: str) -> list[dict[str, Any]]:
    return [{"name": "c", "image": "c:1", "resources": {"requests": requests}}]


def pod(name: str, node: str = "", cpu: str = "1", **more: Any) -> dict[str, Any]:
    kind, owner = more.pop("owner", ("ReplicaSet", "web-5d"))
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": name,
            "namespace": "test",
            "labels": {"pod-template-hash": "5d"} if kind == "ReplicaSet" else {},
            "ownerReferences": [{"kind": kind, "name": owner, "controller": True, "apiVersion": "apps/v1"}],
        },
        "spec": {"containers": asking(cpu=cpu), **({"nodeName": node} if node else {}), **more},
        "status": {
            "phase": "Running" if node else "Pending",
            "conditions": [{"type": "Ready", "status": "True"}],
        },
    }


def first_lines(plan: Planned) -> list[str]:
    return list(highlights(plan))


def notes(plan: Planned, number: int = 0) -> list[str]:
    return [note.words for note in notes_of(plan, plan.workloads[number])]


def test_the_kubelet_refuses_pods_of_another_system_and_under_pressure() -> None:
    plan = plan_of(daemonset(os={"name": "linux"}), nodes=LINUX)
    assert outcomes(plan) == {"a1": "runs", "a2": "blocked", "w1": "blocked"}
    assert [reason.code for reason in placed(plan)["w1"].reasons] == ["node-os"]
    assert placed(plan)["a2"].reasons[0].subject == "DiskPressure"
    update = update_of(plan, plan.workloads[0])
    assert not update.forecast.course.finishes
    assert "a2" in [
        plan.inventory.nodes[place].name for place in range(3) if update.causes[0].nodes >> place & 1
    ]


def test_critical_pods_and_memory_pressure_are_let_in() -> None:
    nodes = "nodes: [{name: a, conditions: [MemoryPressure]}, {name: b, conditions: [PIDPressure]}]"
    assert outcomes(plan_of(daemonset(), nodes=nodes)) == {"a": "runs", "b": "blocked"}
    critical = daemonset(priorityClassName="system-node-critical")
    assert outcomes(plan_of(critical, nodes=nodes)) == {"a": "runs", "b": "runs"}


def test_a_pod_that_the_kubelet_refuses_takes_no_room() -> None:
    nodes = "nodes: [{name: a, os: windows, allocatable: {cpu: 1, pods: 9}}]"
    mine = daemonset("one", os={"name": "linux"}, containers=asking(cpu="800m"))
    plan = plan_of(mine, daemonset("two", containers=asking(cpu="800m")), nodes=nodes)
    assert (outcomes(plan, 0), outcomes(plan, 1)) == ({"a": "blocked"}, {"a": "runs"})


ROOM = "nodes: [{name: n1, allocatable: {cpu: 2, pods: 20}}, {name: n2, allocatable: {cpu: 2, pods: 20}}]"


def test_an_older_pod_runs_whatever_would_become_of_the_next_one() -> None:
    old = pod("agent-1", "n1", "100m", owner=("DaemonSet", "agent"))
    plan = plan_of(daemonset(containers=asking(cpu="3")), nodes=ROOM, pods=(old,))
    assert placed(plan)["n1"][2:5] == ("runs", True, True)
    assert placed(plan)["n1"].successor == "pending"
    assert outcomes(plan)["n2"] == "pending"
    text = render_plan(PlanView(plan), "text")
    assert (
        "  runs (old) 1  n1\n                an older pod runs there; the next one would stay Pending:\n"
        in text
    )
    assert "now 1 current, 1 ready of 2 desired; none yet on n2" in text


def test_who_holds_the_rest_is_named_by_its_controller() -> None:
    pods = (pod("web-5d-x", "n1"), pod("web-5d-y", "n1", "500m"))
    plan = plan_of(daemonset(containers=asking(cpu="700m")), nodes=ROOM, pods=pods)
    (reason,) = placed(plan)["n1"].reasons
    assert reason.text == "cpu: asks for 700m, 500m of the node's 2 are free; held by test/web 1500m"
    assert reason.room is not None
    assert reason.room == (700, 500, 2000, (("test/web", 1500),))
    (told,) = [told for told in plan_problems(plan) if told.problem.rule == "pod-pending"]
    assert told.problem.write.endswith("it preempts 1 pod of test/web on each such node")


def test_a_priority_is_not_offered_where_it_makes_no_room() -> None:
    plan = plan_of(daemonset(containers=asking(cpu="3")), nodes=ROOM)
    (told,) = [told for told in plan_problems(plan) if told.problem.rule == "pod-pending"]
    assert told.problem.write == "a smaller request, or other nodes: even an empty node is too small"
    assert told.problem.severity == "error"


def test_pods_that_are_pushed_off_are_told_first() -> None:
    high = json.dumps(
        {
            "apiVersion": "scheduling.k8s.io/v1",
            "kind": "PriorityClass",
            "metadata": {"name": "hi"},
            "value": 9,
        }
    )
    mine = daemonset(priorityClassName="hi", containers=asking(cpu="1500m"))
    plan = plan_of(high, mine, nodes=ROOM, pods=(pod("web-5d-x", "n1"), pod("web-5d-y", "n2")))
    assert first_lines(plan)[0] == "agent preempts 2 pods of test/web on n1..2 (higher priority)."
    assert notes(plan) == ["preempts 2 pods of test/web on n1..2: its priority is higher"]
    assert "evicts" in [
        note["code"] for note in json.loads(render_plan(PlanView(plan), "json"))["daemonsets"][0]["notes"]
    ]


def test_a_waiting_pod_of_higher_priority_pushes_an_agent_off() -> None:
    waiting = pod("big", cpu="1900m", priority=7)
    plan = plan_of(daemonset(containers=asking(cpu="500m")), nodes=ROOM, pods=(waiting,))
    (line,) = first_lines(plan)
    assert line.startswith("test/web waits (asks for 1900m cpu) and preempts test/agent on one of n1..2")
    equal = plan_of(daemonset(containers=asking(cpu="500m")), nodes=ROOM, pods=(pod("big", cpu="1900m"),))
    assert first_lines(equal) == []


def test_a_waiting_pod_may_not_fit_beside_the_agents_on_a_new_node() -> None:
    pools = "pools: [{name: small, count: 0, allocatable: {cpu: 2, pods: 9}}]"
    plan = plan_of(daemonset(containers=asking(cpu="200m")), nodes=pools, pods=(pod("big", cpu="1900m"),))
    assert first_lines(plan) == [
        (
            "test/web waits (asks for 1900m cpu) and does not fit beside the agents on a new node of small, "
            "only on an empty one."
        )
    ]


def test_every_form_says_who_pushes_whom_off_a_node() -> None:
    critical = daemonset(containers=asking(cpu="1500m"), priorityClassName="system-node-critical")
    plan = plan_of(critical, nodes=ROOM, pods=(pod("web-1", "n1", "1"),))
    words = "preempts 1 pod of test/web on n1: its priority is higher"
    wide = render_plan(PlanView(plan), "wide").splitlines()
    assert {line.split()[2]: words in line for line in wide[1:]} == {"n1": True, "n2": False}
    for form in ("text", "markdown", "csv", "html"):
        assert words in render_plan(PlanView(plan), form)
    chosen = {number: render_plan(PlanView(plan, chosen=1 << number), "text") for number in (0, 1)}
    assert words in chosen[0]
    assert words not in chosen[1]


@pytest.mark.parametrize(
    "strategy, priority, takes",
    [({}, 0, True), ({"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}, 0, False), ({}, 500, False)],
    ids=["waits longer", "surge", "the agent has priority"],
)
def test_a_waiting_pod_may_take_the_place_of_an_agent_during_its_update(
    *,
    strategy: dict[str, Any],
    priority: int,
    takes: bool,
) -> None:
    agent = json.loads(daemonset("agent", containers=asking(cpu="500m")))
    agent["spec"]["updateStrategy"] = {"type": "RollingUpdate", **strategy}
    others: tuple[str, ...] = ()
    if priority:
        agent["spec"]["template"]["spec"]["priorityClassName"] = "agents"
        others = (f"{{kind: PriorityClass, metadata: {{name: agents}}, value: {priority}}}",)
    nodes = "nodes: [{name: n1, allocatable: {cpu: 2, memory: 4Gi, pods: 9}}]"
    plan = plan_of(json.dumps(agent), *others, nodes=nodes, pods=(pod("web-1", cpu="1800m"),))
    words = (
        "test/web waits (asks for 1800m cpu) and may take the place of test/agent on n1 during an update: it "
        "waits longer, and its priority is not lower."
    )
    assert first_lines(plan) == []
    assert notes(plan)[:1] == ([words] if takes else [])


def test_a_pool_at_zero_that_is_right_raises_no_alarm() -> None:
    nodes = "nodes: [{name: c1}]\npools: [{name: gpu, count: 0, labels: {gpu: t4}}]"
    assert first_lines(plan_of(daemonset(nodeSelector={"gpu": "t4"}), nodes=nodes)) == []


AT_ZERO = """
nodes: [{name: c1, allocatable: {cpu: 2, memory: 4Gi, pods: 9}}]
pools:
  - {name: small, count: 0, labels: {kind: batch}, allocatable: {cpu: 1, memory: 4Gi, pods: 9}}
  - {name: large, count: 0, labels: {kind: batch}, allocatable: {cpu: 4, memory: 4Gi, pods: 9}}
"""


def test_a_pool_at_zero_that_would_run_no_pod_comes_first() -> None:
    lacks = "cpu: asks for 1500m, the node has 1."
    partly = plan_of(daemonset(containers=asking(cpu="1500m")), nodes=AT_ZERO)
    assert first_lines(partly) == [f"agent would stay Pending on every new node of small: {lacks}"]
    batch = daemonset(containers=asking(cpu="5"), nodeSelector={"kind": "batch"})
    (only,) = all_highlights(plan_of(batch, nodes=AT_ZERO))
    words = "agent would stay Pending on every new node of small and large: cpu: asks for 5"
    assert only.words.startswith(words)
    assert only.kind == "pending"


def test_a_pool_at_zero_shares_the_line_of_nodes_that_are_there() -> None:
    plan = plan_of(daemonset(containers=asking(cpu="3")), nodes=AT_ZERO)
    assert first_lines(plan)[0] == (
        "agent stays Pending on c1 and every new node of small: cpu: asks for 3, the node has 2."
    )


def test_the_kubelet_of_a_pool_at_zero_may_refuse_every_pod() -> None:
    nodes = "nodes: [{name: c1}]\npools: [{name: win, count: 0, os: windows}]"
    plan = plan_of(daemonset(os={"name": "linux"}), nodes=nodes)
    assert first_lines(plan)[0].startswith("agent would get no pod on every new node of win: ")


def test_one_line_for_each_cause_and_the_worst_first() -> None:
    nodes = "nodes: [{name: up, allocatable: {cpu: 1, pods: 20}}, {name: down, ready: false}]"
    agents = [daemonset(f"a{number}") for number in range(5)]
    plan = plan_of(*agents, daemonset("big", containers=asking(cpu="9")), nodes=nodes)
    lines = first_lines(plan)
    assert lines[0] == "big stays Pending on up: cpu: asks for 9, the node has 1."
    assert lines[1].startswith(
        "An update of 5 DaemonSets (a0, a1, a2, …) would stop: down (NotReady) uses up"
    )
    assert len(lines) == 2


@pytest.mark.parametrize(
    "key, words",
    [
        (
            "ToBeDeletedByClusterAutoscaler",
            "nothing to do: {} stays until the cluster autoscaler deletes the node",
        ),
        ("karpenter.sh/disrupted", "nothing to do: {} stays until Karpenter has replaced the node"),
        (
            "karpenter.sh/unregistered",
            "wait until Karpenter has registered the node ({} is removed then)",
        ),
        ("virtual-kubelet.io/provider", "{} keeps all pods away"),
    ],
)
def test_nobody_waits_for_a_taint_that_goes_with_its_node(key: str, words: str) -> None:
    plan = plan_of(daemonset(), nodes=f"nodes: [{{name: going, taints: ['{key}:NoSchedule']}}]")
    placement = placed(plan)["going"]
    ways = ways_in(plan.workloads[0], plan.inventory.nodes[0], placement.reasons, "going")
    assert [way.words for way in ways] == [words.format(f"{key}:NoSchedule")]


VIRTUAL = """
nodes:
  - {name: real, labels: {kubernetes.io/arch: amd64}}
  - {name: arm, labels: {kubernetes.io/arch: arm64}}
  - {name: v1, labels: {type: virtual-kubelet}, taints: ["virtual-kubelet.io/provider=azure:NoSchedule"]}
"""


def test_virtual_nodes_and_a_second_architecture_are_pointed_out() -> None:
    plan = plan_of(daemonset(tolerations=[{"operator": "Exists"}]), nodes=VIRTUAL)
    assert notes(plan)[:2] == [
        "v1 is a virtual node (virtual-kubelet): pods of a DaemonSet never start there",
        (
            "runs on amd64 (1 node) and arm64 (1 node), and nothing in it asks for kubernetes.io/arch: "
            "every image must exist for all of them"
        ),
    ]
    chosen = daemonset(nodeSelector={"kubernetes.io/arch": "amd64"})
    assert notes(plan_of(chosen, nodes=VIRTUAL)) == []


def test_nobody_is_told_to_tolerate_what_passes_or_keeps_all_pods_away() -> None:
    taints = (
        "virtual-kubelet.io/provider=x:NoSchedule",
        "karpenter.sh/disrupted:NoSchedule",
        "ToBeDeletedByClusterAutoscaler=1:NoSchedule",
        "startup-taint.cluster-autoscaler.kubernetes.io/x:NoSchedule",
    )
    for taint in taints:
        nodes = f'nodes: [{{name: a}}, {{name: b, taints: ["{taint}"]}}]'
        text = render_plan(PlanView(plan_of(daemonset(), nodes=nodes)), "text")
        assert "tolerations:" not in text
        assert "misses" not in text


@pytest.mark.parametrize(
    "toleration, words",
    [
        ({"key": "dedicated", "operator": "Exists", "effect": "NoExecute"}, "is for the effect NoExecute"),
        ({"key": "dedicated", "value": "GPU"}, "has the value GPU, which differs in case"),
        ({"key": "Dedicated", "operator": "Exists"}, "has the key Dedicated"),
    ],
)
def test_a_toleration_that_nearly_fits_is_pointed_at(toleration: dict[str, str], words: str) -> None:
    nodes = 'nodes: [{name: a}, {name: b, taints: ["dedicated=gpu:NoSchedule"]}]'
    text = render_plan(PlanView(plan_of(daemonset(tolerations=[toleration]), nodes=nodes)), "text")
    assert words in text


def test_renamed_roles_are_recognised() -> None:
    nodes = "nodes: [{name: a, labels: {node-role.kubernetes.io/control-plane: ''}}]"
    plan = plan_of(daemonset(nodeSelector={"node-role.kubernetes.io/master": ""}), nodes=nodes)
    (told,) = plan_problems(plan)
    assert told.problem.message.endswith("did you mean node-role.kubernetes.io/control-plane?")


def test_an_agent_that_its_own_start_up_taint_keeps_away_is_a_deadlock() -> None:
    nodes = 'nodes: [{name: old}, {name: new, taints: ["acme.io/tracer-not-ready:NoSchedule"]}]'
    assert first_lines(plan_of(daemonset("tracer"), nodes=nodes))[0].startswith("Deadlock on new: tracer")
    assert not any("Deadlock" in line for line in first_lines(plan_of(daemonset("other"), nodes=nodes)))


def test_two_that_wait_for_each_other_are_a_deadlock() -> None:
    cloud = "node.cloudprovider.kubernetes.io/uninitialized"
    nodes = f'nodes: [{{name: m, ready: false, taints: ["{cloud}=true:NoSchedule"]}}]'
    net = daemonset("net", tolerations=[{"key": "node.kubernetes.io/not-ready", "operator": "Exists"}])
    manager = daemonset("ccm", tolerations=[{"key": cloud, "operator": "Exists"}])
    lines = first_lines(plan_of(net, manager, nodes=nodes))
    assert lines[0].startswith("Deadlock on m: net waits until a cloud controller removes")


def namespace(**annotations: str) -> str:
    metadata = {"name": "test", "annotations": annotations}
    return json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})


ENVS = "nodes: [{name: p, labels: {env: prod}}, {name: d, labels: {env: dev}}]"


def test_node_selectors_of_the_namespace_count() -> None:
    plug_in = namespace(**{"scheduler.alpha.kubernetes.io/node-selector": "env=prod"})
    plan = plan_of(plug_in, daemonset(), nodes=ENVS)
    assert outcomes(plan) == {"p": "runs", "d": "pending"}
    assert "PodNodeSelector is on" in "".join(
        dslint.plan("---\n".join([plug_in + "\n", daemonset()]), ENVS).assumptions
    )
    clash = plan_of(plug_in, daemonset(nodeSelector={"env": "dev"}), nodes=ENVS)
    assert outcomes(clash) == {"p": "excluded", "d": "blocked"}
    openshift = namespace(**{"openshift.io/node-selector": "env=prod"})
    assert outcomes(plan_of(openshift, daemonset(), nodes=ENVS)) == {"p": "runs", "d": "excluded"}


def test_where_a_request_comes_from_is_said() -> None:
    limits = {
        "apiVersion": "v1",
        "kind": "LimitRange",
        "metadata": {"name": "std", "namespace": "test"},
        "spec": {"limits": [{"type": "Container", "defaultRequest": {"cpu": "3"}}]},
    }
    plan = plan_of(json.dumps(limits), daemonset(), nodes=ROOM)
    assert placed(plan)["n1"].reasons[0].text == (
        "cpu: asks for 3 (LimitRange std defaults 3 of it), the node has 2"
    )


def test_words_and_waves_of_a_rollout_are_one_course() -> None:
    nodes = "nodes: [" + ", ".join(f"{{name: n{i}, ready: {str(i > 1).lower()}}}" for i in range(10)) + "]"
    text = json.loads(daemonset(tolerations=[{"operator": "Exists"}]))
    text["spec"]["updateStrategy"] = {"rollingUpdate": {"maxUnavailable": 4}}
    plan = plan_of(json.dumps(text), nodes=nodes)
    forecast = update_of(plan, plan.workloads[0]).forecast
    assert [(wave.size, wave.times) for wave in forecast.course.waves] == [(4, 1), (2, 3)]
    assert rollout_words(forecast) == "1 wave of 4 nodes, then 3 of 2"


def compared(old: str, new: str, nodes: str, pods: tuple[dict[str, Any], ...] = ()) -> Any:
    return compare_plans(plan_of(old, nodes=nodes, pods=pods), plan_of(new, nodes=nodes, pods=pods))


def test_an_update_deletes_pods_on_nodes_that_are_not_wanted() -> None:
    nodes = 'nodes: [{name: n1}, {name: n2, taints: ["k:NoSchedule"]}]'
    pods = tuple(pod(f"agent-{n}", n, "1m", owner=("DaemonSet", "agent")) for n in ("n1", "n2"))
    both = compared(daemonset(), daemonset(hostNetwork=True), nodes, pods)
    (pair,) = both.pairs
    assert pair.status == "changed"
    assert [effect.effect for effect in both.effects] == ["replaced", "deleted"]
    messages = [told.problem.message for told in both.told()]
    assert messages[0] == "the update deletes 1 pod for good: n2"


def test_a_change_of_requests_says_what_it_costs_and_where_it_does_not_fit() -> None:
    both = compared(
        daemonset(containers=asking(cpu="100m")),
        daemonset(containers=asking(cpu="1500m")),
        ROOM,
        (pod("w", "n1"),),
    )
    (pair,) = both.pairs
    assert list(cost_words(pair, both)) == ["+1400m cpu (100m -> 1500m) on 1 node; then 75 % of 2 cpu"]
    problems = {told.problem.rule: told.problem for told in both.told()}
    assert problems["pod-pending"].message.startswith(
        "the new pod stays Pending on 1 node (n1): cpu: asks for 1500m"
    )
    assert problems["rollout-blocked"].write == (
        "fix the node first: a larger maxUnavailable would only stop more working pods"
    )


def test_a_rename_is_seen_as_one() -> None:
    port = [{"name": "c", "image": "c:1", "ports": [{"containerPort": 8125, "hostPort": 8125}]}]
    both = compared(daemonset("dd-dd", containers=port), daemonset("dd", containers=port), ROOM)
    removed = next(told.problem for told in both.told() if told.problem.rule == "daemonset-removed")
    assert "test/dd looks like the same DaemonSet under another name" in removed.message
    assert "stay Pending until the old ones release host port 8125/TCP" in removed.result


def test_a_rename_of_labels_and_images_too_is_seen_as_one() -> None:
    def agent(name: str, tag: str) -> str:
        port = {"containerPort": 8125, "hostPort": 8125}
        return daemonset(name, containers=[{"name": name, "image": f"x/{name}:{tag}", "ports": [port]}])

    there = pod("dd-dd-1", "n1", "1m", owner=("DaemonSet", "dd-dd"))
    there["spec"]["containers"][0]["ports"] = [{"containerPort": 8125, "hostPort": 8125}]
    both = compared(agent("dd-dd", "1"), agent("dd", "2"), ROOM, (there,))
    found = {told.problem.rule: told.problem for told in both.told()}
    assert "test/dd looks like the same DaemonSet under another name" in found["daemonset-removed"].message
    assert found["pod-pending"].result == "It starts once test/dd-dd, which it seems to replace, is gone."
    other = compared(agent("dd-dd", "1"), daemonset("web"), ROOM)
    assert {pair.renamed for pair in other.pairs} == {""}


def test_pods_that_are_not_ready_are_replaced_at_once() -> None:
    nodes = "nodes: [{name: n1}, {name: n2}, {name: n3}]"
    pods = tuple(
        {**pod(f"agent-{n}", n, "1m", owner=("DaemonSet", "agent")), "status": {"phase": "Running"}}
        for n in ("n1", "n2")
    )
    both = compared(daemonset(), daemonset(hostNetwork=True), nodes, pods)
    found = [told.problem for told in both.told() if "replaced at once" in told.problem.message]
    assert [(problem.message, problem.severity) for problem in found] == [
        ("2 pods not ready now are replaced at once: n1..2", "warning")
    ]


def test_groups_of_older_pods_keep_their_reasons() -> None:
    old = pod("agent-1", "n1", "100m", owner=("DaemonSet", "agent"))
    plan = plan_of(daemonset(containers=asking(cpu="3")), nodes=ROOM, pods=(old,))
    groups = groups_of(plan, plan.workloads[0])
    assert [(group.outcome, group.successor, group.size) for group in groups] == [
        ("runs", "pending", 1),
        ("pending", None, 1),
    ]


def test_one_claim_for_all_pods_starts_on_one_node_only() -> None:
    claim = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "cache", "namespace": "test"},
        "spec": {"accessModes": ["ReadWriteOnce"]},
    }
    volume = {"name": "v", "persistentVolumeClaim": {"claimName": "cache"}}
    plan = plan_of(json.dumps(claim), daemonset(volumes=[volume]), nodes=ROOM)
    assert first_lines(plan) == [
        "agent starts on one node only: all pods share the claim cache (ReadWriteOnce)."
    ]
    unknown = plan_of(daemonset(volumes=[volume]), nodes=ROOM)
    assert unknown.workloads[0].shape.assumptions == (
        "the claim cache, which all pods share, can be mounted on every node",
    )


def test_priority_classes_are_all_known_where_those_of_every_cluster_are_among_them() -> None:
    classes = [
        json.dumps(
            {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": name}}
        )
        for name in ("system-node-critical", "system-cluster-critical")
    ]
    mine = daemonset(priorityClassName="missing")
    assert outcomes(plan_of(classes[0], mine, nodes=ROOM)) == {"n1": "runs", "n2": "runs"}
    assert outcomes(plan_of(*classes, mine, nodes=ROOM)) == {"n1": "blocked", "n2": "blocked"}


def test_living_pods_that_ask_for_more_than_the_template_are_told() -> None:
    living = pod("agent-1", "n1", "700m", owner=("DaemonSet", "agent"))
    plan = plan_of(daemonset(containers=asking(cpu="200m")), nodes=ROOM, pods=(living,))
    (assumed,) = [words for words in assumptions_of(plan, pods_given=True) if "as the template says" in words]
    assert assumed.startswith(
        "new pods of test/agent ask for 200m cpu as the template says; those that run ask"
    )
    assert "up to 700m" in assumed
