"""`dslint inventory`: show and check inventories, or shrink them."""

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

    An inventory is the output of kubectl get nodes -o json (or -o yaml), or a hand-written file:

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

    Files that declare pools of nodes work too: Karpenter, Cluster API, eksctl, Terraform, kind and others.

    \b
    Examples:
        kubectl get nodes -o json | dslint inventory slim > nodes.yaml
        dslint inventory show nodes.yaml
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped


@command.command("show")
@_FILES
def show(files: tuple[str, ...]) -> int:
    """Check inventory files, and show their nodes and pools. Equal nodes share a row.

    Without a FILE, or with -, dslint reads standard input.

    \b
    Examples:
        kubectl get nodes -o json | dslint inventory show
        dslint inventory show nodes.yaml
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
    """Write the pools that FILEs declare as an inventory, and say in comments where each line comes from.

    FILEs are Karpenter, Cluster API, eksctl, Terraform, kind and other files; see docs/pools.md.

    \b
    Examples:
        dslint inventory from karpenter.yaml > nodes.yaml
        terraform show -json plan.out | dslint inventory from > nodes.yaml
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from dslint.report.pools_text import render_inventory

    inventory = _read(files)
    if not inventory.pools:
        msg = f"{', '.join(files) or 'standard input'}: found no declared pools of nodes"
        raise UsageError(msg)
    put(render_inventory(inventory.pools))
    return OK


@command.command("slim")
@_FILES
@click.option("--redact", is_flag=True, help="Replace node names; the same name gets the same replacement.")
@click.option(
    "--pools",
    "fold",
    is_flag=True,
    help="Write nodes that differ only in which machine they are as one pool with a count.",
)
@click.option(
    "-o",
    "--output",
    "--format",
    "format_",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    show_default=True,
    help="yaml: the compact form, easy to edit. json: the form of kubectl, the fastest to read.",
)
def slim(files: tuple[str, ...], format_: str, redact: bool, fold: bool) -> int:
    """Write only the fields that affect planning. The plan stays the same.

    All labels stay, because selectors use them. Check them before you share the file.

    \b
    Examples:
        kubectl get nodes -o json | dslint inventory slim --redact > nodes.yaml
        dslint inventory slim nodes.json --pools
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from dslint.planner.inventory.compact_writer import compact_records, objects_of_nodes, redacted
    from dslint.planner.inventory.folding import folded_records
    from dslint.report.inventory_text import render_compact

    nodes = list(_read(files).nodes)
    if redact:
        nodes = list(redacted(nodes))
    if fold and format_ == "json":
        raise UsageError("--pools: the form of kubectl has no pools; use -o yaml")
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
