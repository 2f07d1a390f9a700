"""Machine types without room are told together: one finding and one line for one lack.

The pools are static ones, whose machines Karpenter launches whether DaemonSets fit or not.
"""

from __future__ import annotations

from dslint.planner.on_pools.answers import pool_answers, told_parts
from dslint.planner.on_pools.problems import pool_problems
from dslint.report.plan.pools import split_words
from tests.planner.cases import daemonset, plan_of
from tests.planner.overhead.test_overhead import asking

POOL = """
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: NAME}
spec:
  replicas: 0
  template:
    spec:
      requirements:
        - {key: node.kubernetes.io/instance-type, operator: In, values: [TYPES]}
        - {key: topology.kubernetes.io/zone, operator: In, values: [a, b]}
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
"""
TYPES = "t3.nano, t4g.nano, t3.micro, m5.large"
PLANNED = plan_of(
    daemonset("first", containers=asking(memory="10Mi")),
    daemonset("log", containers=asking(memory="300Mi"), nodeSelector={"topology.kubernetes.io/zone": "a"}),
    daemonset("big", containers=asking(memory="4Gi")),
    nodes="\n---\n".join(POOL.replace("NAME", name).replace("TYPES", TYPES) for name in ("general", "other")),
)


def told(number: int) -> list[tuple[str, str, str]]:
    """(outcome, where, reasons) of the first pool's parts."""
    workload = PLANNED.workloads[number]
    answer = pool_answers(PLANNED, workload)[0]
    return [
        (part.outcome, split_words(answer, part.variants), "; ".join(reason.text for reason in part.reasons))
        for part in told_parts(answer, workload.shape)
    ]


def test_sizes_that_lack_the_same_are_one_part_without_the_labels_that_decide_nothing() -> None:
    words = "memory: asks for 4Gi, and less is free; held by test/log, test/first"
    assert told(2) == [("pending", "t3.nano, t4g.nano and 1 more", words)]


def test_a_label_that_decides_stands_beside_the_types() -> None:
    zone = "topology.kubernetes.io/zone"
    pending, elsewhere = told(1)
    assert pending[:2] == ("pending", f"{zone}=a, t3.nano, t4g.nano")
    assert pending[2] == "memory: asks for 300Mi, and less is free; held by test/first"
    assert elsewhere == ("excluded", f"{zone}=b", f"label {zone}=b, wanted a")


def test_one_lack_on_several_pools_is_one_finding() -> None:
    (problem,) = pool_problems(PLANNED, PLANNED.workloads[2])
    assert problem.rule == "pod-pending"
    assert problem.message == (
        "the pod stays Pending on some nodes of pools general, other (on t3.nano, t4g.nano, t3.micro): "
        "memory: asks for 4Gi, and less is free; held by test/log, test/first"
    )
