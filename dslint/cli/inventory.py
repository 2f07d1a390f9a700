"""`dslint inventory`: show and check an inventory, or make it small enough to share."""

from __future__ import annotations

import json
import sys

import click

from dslint.cli.exits import OK, UsageError
from dslint.cli.inputs.inventories import read_inventories
from dslint.cli.outputs.streams import put
from dslint.planner.inventory.inventory import Inventory

_FILES = click.argument("files", nargs=-1, metavar="[FILE]…")


@click.group("inventory")
def command() -> None:
    """Show, check and shrink inventories.

    An inventory is what kubectl get nodes -o json (or -o yaml) prints, or a file written by hand:

    \b
    nodes:
      - name: cp-1
        os: linux
        taints: ["node-role.kubernetes.io/control-plane:NoSchedule"]
    pools:
      - name: worker          # worker-1, worker-2, worker-3
        count: 3
        labels: {pool: worker}
        allocatable: {cpu: 4, memory: 16Gi, pods: 110}
    \b
    or what declares pools of nodes: Karpenter, Cluster API, eksctl, Terraform, kind and others.

    \b
    Example:
        kubectl get nodes -o json | dslint inventory slim > nodes.yaml
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped


@command.command("show")
@_FILES
def show(files: tuple[str, ...]) -> int:
    """Check FILEs (- or none is standard input) and show their nodes, equal ones together, and pools.

    \b
    Example:
        kubectl get nodes -o json | dslint inventory show
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from dslint.cli.outputs.terminal import laid_out
    from dslint.report.inventory_text import render_table
    from dslint.report.pools_text import render_pools

    inventory = _read(files)
    with laid_out():
        parts = [render_table(inventory)] if inventory.nodes or not inventory.pools else []
        parts += [render_pools(inventory.pools)] if inventory.pools else []
    put("\n".join(parts))
    return OK


@command.command("from")
@_FILES
def from_(files: tuple[str, ...]) -> int:
    """Write pools declared in FILEs as an inventory, with a comment where each line comes from.

    Karpenter, Cluster API, eksctl, Terraform, kind and others; see docs/pools.md.
    """
    from dslint.report.pools_text import render_inventory

    inventory = _read(files)
    if not inventory.pools:
        msg = f"{', '.join(files) or 'standard input'}: no pools of nodes are declared here"
        raise UsageError(msg)
    put(render_inventory(inventory.pools))
    return OK


@command.command("slim")
@_FILES
@click.option("--redact", is_flag=True, help="Replace node names consistently.")
@click.option(
    "--pools",
    "fold",
    is_flag=True,
    help="Fold nodes that are equal in all but their names into pools with a count.",
)
@click.option(
    "-o",
    "--output",
    "--format",
    "format_",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    show_default=True,
    help="yaml: the compact form, easy to edit. json: kubectl's form, fastest to read.",
)
def slim(files: tuple[str, ...], format_: str, redact: bool, fold: bool) -> int:
    """Write what decides and nothing else: the same plan from a fraction of the size.

    Labels are kept, because selectors ask for them: look through them before you share the file.
    """
    from dslint.planner.inventory.compact_writer import compact_records, objects_of_nodes, redacted
    from dslint.planner.inventory.folding import folded_records
    from dslint.report.inventory_text import render_compact

    nodes = list(_read(files).nodes)
    if redact:
        nodes = list(redacted(nodes))
    if fold and format_ == "json":
        raise UsageError("--pools: kubectl's form has no pools; write -o yaml")
    if format_ == "json":
        put(json.dumps(objects_of_nodes(nodes), separators=(",", ":")) + "\n", "json")
    else:
        put(render_compact(folded_records(nodes) if fold else compact_records(nodes)))
    return OK


def _read(files: tuple[str, ...]) -> Inventory:
    if not files and sys.stdin is not None and sys.stdin.isatty():
        msg = "no file given: dslint inventory show FILE, or pipe kubectl get nodes -o json"
        raise UsageError(msg)
    return read_inventories(files or ("-",))
