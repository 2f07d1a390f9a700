"""DaemonSets whose pods ask for more than their template: new pods will do the same.

A vertical autoscaler, a webhook or an injected sidecar does that. Pods of an older template prove nothing:
only those of the same template count, and all of them where a VerticalPodAutoscaler of the input is at work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dslint.kubernetes.amounts import shown
from dslint.kubernetes.requests import Amounts
from dslint.planner.inventory.pods import Pod
from dslint.planner.workload.surroundings import Surroundings
from dslint.planner.workload.workloads import Workload


def with_living(
    workloads: Sequence[Workload], around: Surroundings, pods: Iterable[Pod]
) -> tuple[Workload, ...]:
    """Return the DaemonSets with the requests of the pods that run, where new pods will have these."""
    owned: dict[str, list[Pod]] = {}
    for pod in pods:
        if pod.owner and pod.node:
            owned.setdefault(pod.owner, []).append(pod)
    if not owned:
        return tuple(workloads)
    return tuple(_grown(workload, around, owned.get(workload.key, ())) for workload in workloads)


def _grown(workload: Workload, around: Surroundings, pods: Iterable[Pod]) -> Workload:
    shape = workload.shape
    more: Amounts = {}
    for pod in _alike(workload, around, pods):
        for name, amount in pod.requests.items():
            if amount > max(shape.requests.get(name, 0), more.get(name, 0)):
                more[name] = amount
    if not more:
        return workload
    origins, assumed = dict(shape.origins), list(shape.assumptions)
    for name, amount in more.items():
        template = shown(name, shape.requests.get(name, 0))
        origins[name] = f"as the pods that run, the template says {template}"
        assumed.append(
            f"new pods of {workload.key} ask for {shown(name, amount)} {name}, as those that run do; the "
            f"template says {template} (a vertical autoscaler, a webhook or an injected sidecar)"
        )
    requests = {**shape.requests, **more}
    return replace(
        workload,
        shape=shape._replace(requests=requests, origins=origins, assumptions=tuple(assumed)),
    )


def _alike(workload: Workload, around: Surroundings, pods: Iterable[Pod]) -> Iterator[Pod]:
    """Pods that say what new ones will ask for."""
    scaled = workload.key in around.autoscaled
    generation = workload.generation
    return (pod for pod in pods if scaled or (generation and pod.generation == generation))
