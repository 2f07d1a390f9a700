"""GKE's ComputeClass, `cloud.google.com/v1`: node pools that GKE creates when pods request the class.

Source: the documentation of custom compute classes.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import PRESENT, Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import UNCOUNTED, Machines, Pool
from dslint.planner.pools.readers.managed import EFFECTS
from dslint.planner.pools.values import ANYTHING, one_of

_CLASS = "cloud.google.com/compute-class"
_WHY = "GKE adds it to nodes of a ComputeClass"


def read(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """Read the nodes that GKE creates for a class."""
    root = declaration.root
    spec = root.get("spec")
    draft = Draft(declaration.name, "GKE ComputeClass", root)
    draft.counts = UNCOUNTED
    config = spec.get("nodePoolConfig")
    draft.labels(config.get("nodeLabels"))
    draft.taints(config.get("taints"), EFFECTS)
    priorities = list(spec.get("priorities").items())
    draft.assume({_CLASS: declaration.name}, _WHY)
    draft.assume_taint(f"{_CLASS}={declaration.name}:NoSchedule", _WHY)
    families = {entry.get("machineFamily").text() for entry in priorities} - {""}
    types = {entry.get("machineType").text() for entry in priorities} - {""}
    families |= {name.partition("-")[0] for name in types}
    draft.machines = Machines("gcp", tuple(sorted(types)), formula="gke")
    if families and all(_says_machine(entry) for entry in priorities):
        draft.assume({"cloud.google.com/machine-family": one_of(*families)}, "GKE adds it")
    draft.assume({"cloud.google.com/machine-family": PRESENT}, "GKE adds it")
    spot = [entry.get("spot").flag() for entry in priorities]
    if any(spot):
        kinds = one_of("spot") if all(spot) else one_of("spot", "standard")
        draft.assume({"cloud.google.com/gke-provisioning": kinds}, "GKE adds it")
        draft.assume({"cloud.google.com/gke-spot": one_of("true", absent=not all(spot))}, "GKE adds it")
    if any(entry.get("gpu") for entry in priorities):
        draft.assume({"cloud.google.com/gke-accelerator": ANYTHING}, "GKE adds it")
        if all(entry.get("gpu") for entry in priorities):
            draft.assume_taint(f"{clouds.GPU}=present:NoSchedule", "GKE adds it to nodes with a GPU")
    clouds.of_kubelet(draft)
    clouds.of_cloud(draft, types=sorted(types) if len(types) == len(priorities) else ())
    draft.assume({"cloud.google.com/gke-nodepool": PRESENT}, "GKE adds it")
    clouds.of_gke(draft)
    behaviour = config.get("taintConfig", "architectureTaintBehavior").text()
    clouds.taints_of_gke(draft, arch_taint=behaviour != "NONE")
    yield draft.pool()


def _says_machine(entry: Field) -> bool:
    return bool(entry.get("machineFamily") or entry.get("machineType"))
