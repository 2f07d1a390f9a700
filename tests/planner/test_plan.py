"""A plan from text to placements: outcomes, reasons, and everything in the input that changes them."""

from __future__ import annotations

from typing import Any

import pytest

import dslint
from dslint.kubernetes.versions import NEWEST
from dslint.planner.assumptions import assumptions_of
from dslint.planner.cost import all_together, costs_of
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.outcomes import groups_of, names_of, placement_of
from dslint.planner.overhead.smallest import smallest_for_all
from dslint.planner.plan import plan_objects
from tests.planner.cases import AGENT, NODES, daemonset, outcomes, plan_of, why


def test_every_outcome_has_its_reasons() -> None:
    plan = plan_of(AGENT)
    assert outcomes(plan) == {
        "cp-1": "runs",
        "worker-1": "runs",
        "worker-2": "runs",
        "edge-1": "pending",
        "gpu-1": "keeps",
        "sick-1": "keeps",
        "win-1": "excluded",
        "spot": "runs",
    }
    assert why(plan, "edge-1") == ["insufficient-resource memory: memory: asks for 256Mi, the node has 192Mi"]
    gpu = "nvidia.com/gpu=present:NoSchedule"
    assert why(plan, "gpu-1") == [f"taint-no-schedule {gpu}: taint {gpu} is not tolerated"]
    assert why(plan, "win-1") == [
        "node-selector kubernetes.io/os=windows: label kubernetes.io/os=windows, wanted linux"
    ]
    sick = "node.kubernetes.io/not-ready:NoSchedule"
    words = f"NotReady: {sick} is not tolerated (no new pod until it is ready)"
    assert why(plan, "sick-1") == [f"taint-no-schedule {sick}: {words}"]


def test_the_public_function_gives_places_and_findings() -> None:
    plan = dslint.plan(AGENT, NODES)
    assert len(plan.placements) == 8
    pending = next(placement for placement in plan.placements if placement.node == "edge-1")
    assert pending.daemonset == "kube-system/log-agent"
    (reason,) = pending.reasons
    assert reason.field == "spec.template.spec.containers[0].resources.requests[memory]"
    assert reason.span is not None
    assert reason.span[:2] == (18, 43)
    assert [(finding.rule, finding.span[:2]) for finding in plan.report.findings if finding.span] == [
        ("rollout-blocked", (4, 1)),
        ("pod-pending", (18, 43)),
    ]
    assert plan.placements[-1] == plan.placements[7]
    assert plan.placements[2:4] == [plan.placements[2], plan.placements[3]]
    with pytest.raises(IndexError):
        plan.placements[8]


def test_a_manifest_the_server_refuses_is_planned_and_said_to_be_refused() -> None:
    plan = dslint.plan(AGENT.replace("apps/v1", "extensions/v1beta1"), NODES)
    assert [placement.outcome for placement in plan.placements][:3] == ["runs", "runs", "runs"]
    assert "removed-api-version" in [finding.rule for finding in plan.report.findings]


def test_what_cannot_be_read_is_a_finding() -> None:
    plan = dslint.plan(AGENT + "---\nkind: DaemonSet\na: [\n", NODES)
    assert len(plan.placements) == 8
    assert "yaml" in [finding.source for finding in plan.report.findings]


def test_a_comment_hides_what_it_names() -> None:
    commented = AGENT.replace("memory: 256Mi}", "memory: 256Mi}  # dslint: ignore[pod-pending] replaced soon")
    report = dslint.plan(commented, NODES).report
    assert "pod-pending" not in [finding.rule for finding in report.findings]
    assert [hidden.why for hidden in report.suppressed] == ["replaced soon"]


REQUIRED = "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"


@pytest.mark.parametrize(
    "spec, message, place",
    [
        ({"nodeSelector": {"zone": "z"}}, "none has zone=z (values: a, b, c)", "nodeSelector[zone]"),
        (
            {"nodeSelector": {"zones": "a"}},
            "no node has a label zones; did you mean zone?",
            "nodeSelector[zones]",
        ),
        (
            {"nodeSelector": {"zone": "c", "edge": ""}},
            "none of the remaining nodes has edge= (values: )",
            "nodeSelector[edge]",
        ),
        (
            {
                "affinity": {
                    "nodeAffinity": {
                        "requiredDuringSchedulingIgnoredDuringExecution": {
                            "nodeSelectorTerms": [
                                {
                                    "matchExpressions": [
                                        {"key": "edge", "operator": "Exists"},
                                        {"key": "zone", "operator": "In", "values": ["a", "b"]},
                                    ]
                                }
                            ]
                        }
                    }
                }
            },
            "required node affinity matches none of the 8 nodes: it fails at zone In a, b",
            f"{REQUIRED}.nodeSelectorTerms[0].matchExpressions[1]",
        ),
        (
            {"nodeName": "worker-9"},
            "none of the 8 nodes is named worker-9; did you mean worker-2?",
            "nodeName",
        ),
        (
            {
                "affinity": {
                    "nodeAffinity": {
                        "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{}]}
                    }
                }
            },
            "required node affinity matches none of the 8 nodes: it fails at an empty term matches no node",
            REQUIRED,
        ),
    ],
)
def test_no_node_at_all_is_told_with_the_condition_that_took_the_last(
    spec: dict[str, Any], message: str, place: str
) -> None:
    findings = dslint.plan(daemonset(**spec), NODES).report.findings
    (found,) = [finding for finding in findings if finding.rule == "selects-no-node"]
    assert found.message == f"no node of the inventory gets a pod: {message}"
    assert found.field == f"spec.template.spec.{place}"


def test_the_nearest_name_is_offered() -> None:
    report = dslint.plan(daemonset(nodeSelector={"kubernetes.io/os": "linus"}), NODES).report
    assert [finding.write for finding in report.findings if finding.rule == "selects-no-node"] == [
        "kubernetes.io/os: linux"
    ]


def test_gates_and_foreign_schedulers_leave_pods_pending() -> None:
    plan = plan_of(daemonset(schedulingGates=[{"name": "a.b/c"}], schedulerName="other"))
    assert outcomes(plan)["worker-1"] == "pending"
    assert [line.split(":")[0] for line in why(plan, "worker-1")] == [
        "scheduling-gate a.b/c",
        "scheduler-name other",
    ]


def test_a_daemonset_that_names_its_node_is_not_scheduled() -> None:
    heavy = [{"name": "c", "image": "x", "resources": {"requests": {"memory": "1Gi"}}}]
    plan = plan_of(daemonset(nodeName="edge-1", containers=heavy))
    assert outcomes(plan)["edge-1"] == "blocked"
    assert outcomes(plan)["worker-1"] == "excluded"
    assert why(plan, "worker-1") == [
        "node-name worker-1: nodeName pins the pods to edge-1",
    ]


def test_daemonsets_are_counted_together_in_the_order_of_the_input() -> None:
    def port(name: str) -> str:
        ports = [{"containerPort": 9100, "hostPort": 9100}]
        return daemonset(name, containers=[{"name": "c", "image": "x", "ports": ports}])

    plan = plan_of(port("a"), port("b"))
    assert (outcomes(plan, 0)["worker-1"], outcomes(plan, 1)["worker-1"]) == ("runs", "pending")
    assert why(plan, "worker-1", 1) == ["host-port 9100/TCP: host port 9100/TCP is taken by test/a"]
    assert [line for line in assumptions_of(plan, pods_given=True) if "test/b would run" in line]


def pod(name: str, node: str, owner: str = "", **more: Any) -> dict[str, Any]:
    references = [{"kind": "DaemonSet", "name": owner, "controller": True}] if owner else []
    container = {
        "name": "c",
        "resources": {"requests": more.pop("requests", {})},
        "ports": more.pop("ports", []),
    }
    return {
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "test", "ownerReferences": references},
        "spec": {"nodeName": node, "containers": [container], **more},
        "status": {"phase": "Running"},
    }


def test_pods_that_are_there_use_up_room() -> None:
    big = pod("shop-1", "worker-1", requests={"memory": "3900Mi"})
    plan = plan_of(AGENT, pods=(big,))
    assert outcomes(plan)["worker-1"] == "pending"
    words = "memory: asks for 256Mi, 196Mi of the node's 4Gi are free; held by test/shop-1 3.8Gi"
    assert why(plan, "worker-1") == [f"insufficient-resource memory: {words}"]
    assert outcomes(plan)["worker-2"] == "runs"


def test_a_pod_of_the_daemonset_itself_is_not_counted_twice() -> None:
    own = pod("log-agent-x", "worker-1", "log-agent", requests={"memory": "3900Mi"})
    own["metadata"]["namespace"] = "kube-system"
    assert outcomes(plan_of(AGENT, pods=(own,)))["worker-1"] == "runs"


def test_a_pod_that_is_over_or_elsewhere_takes_nothing() -> None:
    over = pod("job-1", "worker-1", requests={"memory": "4Gi"})
    over["status"]["phase"] = "Succeeded"
    plan = plan_of(AGENT, pods=(over, pod("lost", "worker-99")))
    assert outcomes(plan)["worker-1"] == "runs"
    assert (
        assumptions_of(plan, pods_given=True)[-1]
        == "1 pod on nodes that the inventory does not have left out"
    )


@pytest.mark.parametrize(
    "around, code",
    [
        ("{kind: ServiceAccount, metadata: {name: default, namespace: test}}", "service-account"),
        ("{kind: PriorityClass, metadata: {name: high}, value: 5}", "priority-class"),
        ("{kind: RuntimeClass, metadata: {name: kata}, handler: x}", "runtime-class"),
    ],
)
def test_what_is_named_and_surely_absent_keeps_pods_from_being_made(around: str, code: str) -> None:
    named = {
        "service-account": {"serviceAccountName": "agent"},
        "priority-class": {"priorityClassName": "agent"},
        "runtime-class": {"runtimeClassName": "agent"},
    }[code]
    assert outcomes(plan_of(daemonset(**named), around))["worker-1"] == "runs"  # others may be elsewhere
    text = read_manifests("\n---\n".join([daemonset(**named), around]), "nodes.yaml")
    inventory = read_inventory(NODES, "nodes.yaml")
    plan = plan_objects(text.objects, inventory, (), "1.37", complete=True)
    assert outcomes(plan)["worker-1"] == "blocked"
    assert why(plan, "worker-1")[0].startswith(f"{code} agent: there is no ")
    assumed = assumptions_of(plan_of(daemonset(**named)), pods_given=True)
    assert [line for line in assumed if " agent exists (it is not in the input" in line]


def test_a_runtime_class_adds_overhead_and_wants_its_nodes() -> None:
    kata = """{kind: RuntimeClass, metadata: {name: kata}, handler: x,
        overhead: {podFixed: {memory: 200Mi}}, scheduling: {nodeSelector: {zone: a}}}"""
    plan = plan_of(daemonset(runtimeClassName="kata"), kata)
    assert plan.workloads[0].shape.requests == {"memory": 200 << 20}
    assert outcomes(plan)["worker-1"] == "runs"
    assert why(plan, "worker-2") == ["runtime-class zone=b: the RuntimeClass wants nodes with zone=a"]
    assert outcomes(plan)["edge-1"] == "pending"


def test_limit_ranges_give_requests_and_refuse() -> None:
    ranges = """{kind: LimitRange, metadata: {name: l, namespace: test}, spec: {limits: [
        {type: Container, defaultRequest: {memory: 300Mi}, default: {memory: 400Mi},
         max: {memory: 350Mi}}]}}"""
    plan = plan_of(daemonset(), ranges)
    assert plan.workloads[0].shape.requests == {"memory": 300 << 20}
    assert why(plan, "worker-1") == [
        "limit-range LimitRange l: LimitRange l: memory: the limit 400Mi is above the maximum 350Mi"
    ]


def test_a_quota_lets_some_pods_in_and_says_that_the_rest_is_chance() -> None:
    quota = "{kind: ResourceQuota, metadata: {name: q, namespace: test}, spec: {hard: {pods: '2'}}}"
    plan = plan_of(daemonset(nodeSelector={"kubernetes.io/os": "linux"}), quota)
    found = [outcome for outcome in outcomes(plan).values() if outcome in ("runs", "blocked")]
    assert found == ["runs", "runs", "blocked", "blocked"]
    # The pool is empty now: once it grows, its nodes come too late.
    words = "lets in 2 of the 3 pods; which nodes get none is not deterministic"
    assert why(plan, "spot") == [f"quota ResourceQuota q: ResourceQuota q (pods: 2) {words}"]


@pytest.mark.parametrize(
    "spec, blocked",
    [
        ("{hard: {pods: '2'}}", 2),
        # Pods of other priorities are not what it is about; how many are, it says itself.
        ("{hard: {pods: '2'}, scopes: [PriorityClass]}", 0),
        ("{hard: {pods: '2'}, scopes: [BestEffort]}, status: {used: {pods: '0'}}", 2),
        ("{hard: {pods: '3'}, scopes: [BestEffort]}, status: {used: {pods: '1'}}", 2),
        ("{hard: {pods: '3'}, scopes: [BestEffort]}, status: {used: {pods: '0'}}", 0),
    ],
)
def test_a_quota_counts_what_its_scopes_cover(spec: str, blocked: int) -> None:
    quota = f"{{kind: ResourceQuota, metadata: {{name: q, namespace: test}}, spec: {spec}}}"
    there = {
        "metadata": {"name": "other", "namespace": "elsewhere"},
        "spec": {"nodeName": "worker-1", "containers": []},
    }
    plan = plan_of(daemonset(nodeSelector={"kubernetes.io/os": "linux"}), quota, pods=(there,))
    assert list(outcomes(plan).values()).count("blocked") == blocked


def test_a_global_default_class_counts_for_quotas() -> None:
    quota = """{kind: ResourceQuota, metadata: {name: q, namespace: test}, spec: {hard: {pods: '0'},
        scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [usual]}]}}}"""
    usual = "{kind: PriorityClass, metadata: {name: usual}, value: 10, globalDefault: true}"
    assert "blocked" in outcomes(plan_of(daemonset(), quota, usual)).values()
    assert "blocked" not in outcomes(plan_of(daemonset(), quota)).values()


def test_a_namespace_with_pod_security_refuses_host_paths() -> None:
    namespace = """{kind: Namespace, metadata: {name: test,
        labels: {pod-security.kubernetes.io/enforce: baseline}}}"""
    plan = plan_of(daemonset(volumes=[{"name": "v", "hostPath": {"path": "/"}}]), namespace)
    subject = "Namespace test enforces baseline"
    words = f"{subject}: volume v: hostPath is not allowed"
    assert why(plan, "worker-1") == [f"pod-security {subject}: {words}"]


ANTI = {
    "podAntiAffinity": {
        "requiredDuringSchedulingIgnoredDuringExecution": [
            {"labelSelector": {"matchLabels": {"app": "agent"}}, "topologyKey": "zone"}
        ]
    }
}


def test_pod_anti_affinity_looks_at_other_nodes_of_the_zone() -> None:
    plan = plan_of(
        daemonset(
            affinity=ANTI, nodeSelector={"kubernetes.io/os": "linux"}, tolerations=[{"operator": "Exists"}]
        )
    )
    assert outcomes(plan)["cp-1"] == "runs"
    assert why(plan, "worker-1") == [
        "pod-anti-affinity zone=a: a pod that its anti-affinity excludes is in the same zone",
    ]
    assert outcomes(plan)["worker-2"] == "runs"


@pytest.mark.parametrize(
    "selector, outcome",
    [({"app": "other"}, "pending"), ({"app": "agent"}, "runs"), ({"app": "friend"}, "runs")],
)
def test_pod_affinity_wants_a_friend_unless_it_is_its_own(selector: dict[str, str], outcome: str) -> None:
    required = [{"labelSelector": {"matchLabels": selector}, "topologyKey": "zone"}]
    affinity = {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}
    plan = plan_of(daemonset(affinity=affinity), daemonset("friend"))
    assert outcomes(plan)["worker-1"] == outcome
    assert outcomes(plan)["win-1"] == "pending"


@pytest.mark.parametrize(
    "policy, outcome",
    [({}, "runs"), ({"nodeAffinityPolicy": "Ignore"}, "pending"), ({"minDomains": 2}, "runs")],
)
def test_topology_spread_compares_a_pinned_pod_with_its_own_node(
    policy: dict[str, Any], outcome: str
) -> None:
    constraint = {
        "maxSkew": 1,
        "topologyKey": "zone",
        "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": {"matchLabels": {"app": "agent"}},
        **policy,
    }
    tolerations = [{"operator": "Exists"}]
    plan = plan_of(
        daemonset(
            "agent",
            topologySpreadConstraints=[constraint],
            tolerations=tolerations,
            nodeSelector={"zone": "a"},
        )
    )
    assert outcomes(plan)["cp-1"] == "runs"
    assert outcomes(plan)["worker-1"] == outcome


def test_topology_spread_needs_its_label() -> None:
    constraint = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}
    plan = plan_of(daemonset(topologySpreadConstraints=[constraint]))
    assert why(plan, "win-1") == ["topology-spread zone: no label zone, which topology spread uses"]


def test_groups_hold_every_node_once_and_say_what_the_nodes_say() -> None:
    plan = plan_of(AGENT)
    groups = groups_of(plan, plan.workloads[0])
    assert sum(group.nodes for group in groups) == plan.index.every
    for group in groups:
        for name in names_of(plan, group.nodes):
            placement = placement_of(
                plan, plan.workloads[0], [n.name for n in plan.inventory.nodes].index(name)
            )
            assert (placement.outcome, placement.reasons) == (group.outcome, group.reasons)


def test_a_label_with_many_values_makes_one_group() -> None:
    nodes = "nodes: [" + ", ".join(f"{{name: n{i}, labels: {{rack: r{i}}}}}" for i in range(50)) + "]"
    plan = plan_of(daemonset(nodeSelector={"rack": "r7"}), nodes=nodes)
    assert [(group.outcome, group.size) for group in groups_of(plan, plan.workloads[0])] == [
        ("runs", 1),
        ("excluded", 49),
    ]
    assert groups_of(plan, plan.workloads[0])[1].reasons[0].text == "label rack, wanted r7"


def test_cost_is_added_up_per_size_of_node() -> None:
    plan = plan_of(AGENT, daemonset("tiny", nodeSelector={"zone": "a"}))
    costs = {tuple(names_of(plan, cost.nodes)): (cost.pods, cost.requests) for cost in costs_of(plan)}
    asked = {"cpu": 100, "memory": 256 << 20}
    assert costs["worker-1",] == (2, asked)
    assert costs["worker-2",] == (1, asked)
    smallest = smallest_for_all(plan, all_together(plan))
    assert smallest is not None
    assert smallest[0] == "worker-1"


def test_what_is_assumed_is_said() -> None:
    key = "node.kubernetes.io/not-ready"
    assert assumptions_of(plan_of(AGENT), pods_given=False) == (
        f"sick-1 has {key}:NoSchedule and {key}:NoExecute, which follow from its state",
        "everything fits on gpu-1: the inventory gives no allocatable",
        "no other pods on the nodes (--pods FILE counts them)",
    )


def test_the_python_function_judges_by_the_newest_kubelet_of_the_inventory() -> None:
    volumes = [{"name": "v", "image": {"pullPolicy": "Always"}}]
    mount = [{"name": "c", "image": "c:1", "volumeMounts": [{"name": "v", "mountPath": "/v"}]}]
    text = daemonset(volumes=volumes, containers=mount)
    nodes = "nodes: [{name: a, kubelet: v1.36.2}]"
    assert dslint.plan(text, nodes).report.kubernetes == "1.36"
    assert dslint.plan(text, nodes, kubernetes=NEWEST).report.kubernetes == NEWEST
    assert dslint.plan(text, "nodes: [{name: a}]").report.kubernetes == NEWEST
