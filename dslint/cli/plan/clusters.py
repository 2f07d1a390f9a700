"""`--clusters DIR`: every inventory file in a folder is one cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.inputs.reading import read_path
from dslint.linter.reports import merged
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import Source, Sourced, inventory_of
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.pods import Pod
from dslint.planner.inventory.reading import read_sources
from dslint.values.finding import Finding, Report
from dslint.values.words import counted

_SHOWN = 6


class ClusterFile(NamedTuple):
    """One cluster.

    name       its file within the folder, without ending: `eu/prod`
    inventory  its nodes
    pods       the pods in the file
    objects    the other objects in it: DaemonSets, classes, quotas, …
    """

    name: str
    inventory: Inventory
    pods: tuple[Pod, ...] = ()
    objects: tuple[Sourced, ...] = ()


def clusters_in(folder: str) -> Iterator[ClusterFile]:
    """Every cluster of a folder, in order of the names. Raises UsageError."""
    if not os.path.isdir(folder):
        msg = f"--clusters {folder}: not a folder; expected a folder with one inventory per cluster"
        raise UsageError(msg)
    found = sorted(read_path(folder), key=lambda source: source.name)
    if not found:
        msg = f"--clusters {folder}: no inventory found (.yaml, .yml or .json)"
        raise UsageError(msg)
    for source in found:
        try:
            contents = read_sources([Source(source.name, source.content)])
            inventory = inventory_of(contents, (source.name,))
        except InventoryError as error:
            raise UsageError(str(error)) from None
        if not inventory:
            msg = f"--clusters: {source.name} contains no nodes: there is nothing to plan for"
            raise UsageError(msg)
        name = os.path.splitext(os.path.relpath(source.name, folder))[0].replace(os.sep, "/")
        yield ClusterFile(name, inventory, contents.pods, contents.objects)


def told_of(cluster: str, report: Report) -> Report:
    """The report of one cluster, each message with the cluster's name in front."""
    findings = tuple(
        finding._replace(message=f"cluster {cluster}: {finding.message}")
        if finding.source == "policy"
        else finding
        for finding in report.findings
    )
    return report._replace(findings=findings)


def joined(reports: list[Report], version: str) -> Report:
    """The reports of all clusters as one; what they all say is said once."""
    together = merged(reports, (version,))
    findings: dict[object, Finding] = {}
    for finding in together.findings:
        findings.setdefault(
            finding if finding.source == "policy" else (finding.rule, finding.file, finding.span), finding
        )
    return together._replace(findings=tuple(findings.values()), texts=tuple(dict(together.texts).items()))


def titled(names: Sequence[str]) -> str:
    """`3 clusters (eu, us, edge)`."""
    more = ", …" if len(names) > _SHOWN else ""
    return f"{counted(len(names), 'cluster')} ({', '.join(names[:_SHOWN])}{more})"
