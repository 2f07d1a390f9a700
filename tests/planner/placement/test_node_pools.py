"""The pool of a node: which label says so, what it is without one, and how pools are counted and named."""

from __future__ import annotations

import pytest

from dslint.planner.nodes import Node
from dslint.planner.placement import node_pools
from dslint.planner.placement.chosen_nodes import ambiguous, chosen_nodes, nothing_found
from dslint.planner.placement.node_pools import NodePools, Share, share_words
from dslint.planner.placement.node_sets import Index
from dslint.planner.placement.node_words import counted_words, in_a_sentence, where_words
from dslint.planner.pools.pool_names import POOL_LABELS, PoolName, pool_of
from dslint.planner.where import parse_where

TYPE = "node.kubernetes.io/instance-type"
ROLE = "node-role.kubernetes.io/"


def test_labels_are_asked_in_their_order() -> None:
    labels = {label: f"pool-{number}" for number, label in enumerate(POOL_LABELS)}
    for number, label in enumerate(POOL_LABELS):
        assert pool_of(Node("n", {TYPE: "m5.large", **labels})) == PoolName(f"pool-{number}", label)
        del labels[label]
    assert pool_of(Node("n", {TYPE: "m5.large"})) == PoolName("m5.large", TYPE)


@pytest.mark.parametrize(
    "labels, name",
    [
        ({"eks.amazonaws.com/nodegroup": "general", "alpha.eksctl.io/nodegroup-name": "other"}, "general"),
        ({"agentpool": "", TYPE: "Standard_D4s_v5"}, "Standard_D4s_v5"),
        ({"beta.kubernetes.io/instance-type": "n2-standard-4", f"{ROLE}gpu": ""}, "n2-standard-4"),
        ({TYPE: "k3s", f"{ROLE}control-plane": "true", f"{ROLE}master": "true"}, "control-plane"),
        ({TYPE: "rke2", f"{ROLE}worker": "true"}, "worker"),
        ({f"{ROLE}worker": "", f"{ROLE}infra": ""}, "infra"),
        ({f"{ROLE}etcd": "", f"{ROLE}control-plane": ""}, "control-plane"),
        ({"kubernetes.io/role": "ingress"}, "ingress"),
        ({"eks.amazonaws.com/compute-type": "fargate"}, "fargate"),
        ({"eks.amazonaws.com/compute-type": "ec2", TYPE: "c6g.large"}, "c6g.large"),
        ({"kubernetes.io/os": "linux", ROLE: ""}, ""),
    ],
)
def test_of_what_is_left_the_machine_and_then_the_role_is_the_pool(labels: dict[str, str], name: str) -> None:
    assert pool_of(Node("n", labels)).name == name


def test_a_declared_pool_keeps_its_name_unless_a_label_is_asked_for() -> None:
    node = Node("n", {"karpenter.sh/nodepool": "spot", "zone": "a"}, pool="edge")
    assert pool_of(node) == PoolName("edge")
    assert pool_of(node, "zone") == PoolName("a", "zone")
    assert pool_of(node, "rack") == PoolName("", "rack")


NODES = (
    *(Node(f"g{number}", {"nodepool": "general"}) for number in range(18)),
    *(Node(f"a{number}", {"nodepool": "arm"}) for number in range(3)),
    Node("model", {"nodepool": "gpu"}, count=0),
    Node("alone", {}),
)


def bits(*names: str) -> int:
    return sum(1 << place for place, node in enumerate(NODES) if node.name in names)


@pytest.fixture(params=["sets", "one by one"])
def pools(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> NodePools:
    if request.param == "one by one":
        monkeypatch.setattr(node_pools, "_MOST_SETS", 1)
    return NodePools(NODES)


def test_a_set_of_nodes_in_pools(pools: NodePools) -> None:
    chosen = bits(*(f"g{number}" for number in range(14)), "a0", "a1", "a2", "model", "alone")
    shares = pools.shares(chosen)
    assert shares == (
        Share("general", 14, 18, "nodepool"),
        Share("arm", 3, 3, "nodepool"),
        Share("gpu", 0, 0, "nodepool"),
        Share("", 1, 1, "kubernetes.io/role"),
    )
    assert share_words(shares) == "general 14 of 18, arm 3, gpu 0, 1 without a pool"
    assert share_words(shares, 2) == "general 14 of 18, arm 3 and 2 more pools"
    assert share_words(shares, 3) == "general 14 of 18, arm 3, gpu 0 and 1 more pool"
    assert pools.shares(0) == ()


def test_pools_by_name(pools: NodePools) -> None:
    assert [(pool.name, pool.label, pool.nodes.bit_count()) for pool in pools.pools] == [
        ("arm", "nodepool", 3),
        ("general", "nodepool", 18),
        ("gpu", "nodepool", 1),
        ("", "kubernetes.io/role", 1),
    ]
    assert pools.named("gpu") == bits("model")
    assert pools.named("nowhere") == 0
    assert pools.named("") == 0
    assert [pools.name_at(place) for place in (0, 18, 22)] == ["general", "arm", ""]
    assert pools
    assert not NodePools(NODES[-1:])
    assert not NodePools(())


def test_a_word_is_a_name_before_it_is_a_label() -> None:
    nodes = (
        Node("gpu", {}),
        Node("n2", {"gpu": "yes"}),
        Node("n3", {TYPE: "p4d.24xlarge"}),
        Node("n4", {"agentpool": "sys"}),
    )

    def meant(text: str, group_by: str = "") -> list[str]:
        chosen = chosen_nodes(parse_where(text), Index(nodes, group_by))
        return [node.name for place, node in enumerate(nodes) if chosen >> place & 1]

    assert meant("gpu") == ["gpu"]
    assert meant("agentpool") == ["n4"]
    assert meant("p4d.24xlarge") == ["n3"]
    assert meant("sys") == ["n4"]
    assert meant("yes") == []
    assert meant("yes", "gpu") == ["n2"]


def test_a_word_that_means_nothing_names_the_nearest() -> None:
    index = Index((Node("w1", {"agentpool": "general"}),))
    words = nothing_found(parse_where("genaral"), index)
    assert words == "no node, pool or label is called genaral (did you mean general?)"
    words = nothing_found(parse_where("agentpol"), index)
    assert words.endswith("(did you mean agentpool?)")
    words = nothing_found(parse_where("node-role.kubernetes.io/edge"), index)
    assert words.startswith("no node has the labels node-role.kubernetes.io/edge: no node has the label")


DOMAINS = (
    Node("ip-1.eu-west-1.compute.internal", {}),
    Node("ip-2.eu-west-1.compute.internal", {"disk": ""}),
    Node("ip-2.us-east-1.compute.internal", {}),
    Node("disk.us-east-1.compute.internal", {}),
)


@pytest.mark.parametrize(
    "word, place",
    [("ip-1", 0), ("ip-1.eu-west-1", 0), ("ip-2.us-east-1", 2), ("disk", 1), ("ip-2", None), ("ip", None)],
)
def test_a_name_may_lack_its_domain_where_one_node_is_called_so(word: str, place: int | None) -> None:
    chosen = chosen_nodes(parse_where(word), Index(DOMAINS))
    assert chosen == (0 if place is None else 1 << place)


def test_a_short_name_of_several_nodes_is_no_name() -> None:
    index = Index(DOMAINS)
    words = nothing_found(parse_where("ip-2"), index)
    assert words == (
        "ip-2 is short for 2 nodes: ip-2.eu-west-1.compute.internal, ip-2.us-east-1.compute.internal; "
        "write the whole name"
    )
    assert ambiguous(parse_where("ip-1"), index) == ambiguous(parse_where("ip"), index) == ""


def test_the_nearest_names_are_as_output_shortens_them() -> None:
    index = Index(DOMAINS[:2])
    words = nothing_found(parse_where("ip-3"), index)
    assert words == "no node, pool or label is called ip-3 (did you mean ip-2 or ip-1?)"
    many = Index(tuple(Node(f"n{number}-x", {}) for number in range(20_000)))
    assert nothing_found(parse_where("n19876-y"), many).startswith(
        "no node, pool or label is called n19876-y (did you mean n19876-x"
    )


def machines(number: int, **labels: str) -> tuple[Node, ...]:
    return tuple(
        Node(f"ip-{3 * place}.eu-west-1.compute.internal", {TYPE: "m5.2xlarge", **labels})
        for place in range(number)
    )


def test_an_instance_type_that_all_nodes_have_is_no_pool_worth_naming() -> None:
    index = Index(machines(9))
    assert where_words(index, 0b1) == "ip-0.eu-west-1.compute.internal"
    assert where_words(index, 0b101) == "ip-0, ip-6 (*.eu-west-1.compute.internal)"
    assert where_words(index, index.every) == "m5.2xlarge 9"
    assert in_a_sentence(index, 0b1) == "ip-0.eu-west-1.compute.internal"
    assert in_a_sentence(index, 0b101) == "ip-0, ip-6 (*.eu-west-1.compute.internal)"
    assert counted_words(index, 0b111111) == "6 nodes (ip-0 and 5 more (*.eu-west-1.compute.internal))"


def test_an_instance_type_is_a_pool_where_there_are_others_or_somebody_asks_for_it() -> None:
    nodes = (*machines(3), Node("other", {TYPE: "t3.large"}))
    assert where_words(Index(nodes), 0b1) == "m5.2xlarge 1 of 3: ip-0.eu-west-1.compute.internal"
    asked = Index(machines(3), TYPE)
    assert where_words(asked, 0b1) == "m5.2xlarge 1 of 3: ip-0.eu-west-1.compute.internal"
    named = Index(machines(3, agentpool="system"))
    assert where_words(named, 0b1) == "system 1 of 3: ip-0.eu-west-1.compute.internal"
