"""How long the HTML report of a large plan takes to write, and how fast it answers in a browser.

    python -m benchmarks.html_report [--nodes 5000] [--daemonsets 30] [--keep FILE]

Nodes and DaemonSets are those of `benchmarks.placement`: labels at random, so that hardly two nodes are
equal, which is the worst case for a matrix of groups. The browser is asked where there is one.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.placement import make_manifest, make_nodes
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.plan import plan_objects
from dslint.report.html.plan import render
from dslint.report.plan.view import PlanView
from tests.browser.devtools import Tab, browser
from tests.needs import missing


def large_view(nodes: int, daemonsets: int) -> PlanView:
    """A plan of made-up nodes and DaemonSets, always the same."""
    chance = random.Random(2)  # noqa: S311 - nothing secret
    texts = [json.dumps(_selecting(make_manifest(number, chance)), indent=2) for number in range(daemonsets)]
    manifests = read_manifests("\n---\n".join(texts), "agents.yaml")
    return PlanView(plan_objects(manifests.objects, Inventory(make_nodes(nodes)), (), "1.37"))


def _selecting(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest with the selector that the server insists on."""
    labels = manifest["spec"]["template"]["metadata"]["labels"]
    return {**manifest, "spec": {"selector": {"matchLabels": labels}, **manifest["spec"]}}


ACTIONS = {
    "search for a node": "type(document.querySelector('[type=search]'), 'node-4711')",
    "clear": "document.querySelector('[type=reset]').click()",
    "one outcome": "document.querySelector('#tools button.not-here').click()",
    "a label": "type(document.querySelector('[list]'), 'pool=pool-7,disktype')",
    "explain a cell": "document.querySelector('.matrix tbody td').click()",
    "order by name": "pick(document.querySelectorAll('#tools select')[2], 'name')",
}
_HELPERS = """
const type = (input, text) => { input.value = text; input.dispatchEvent(new Event("input")); };
const pick = (select, value) => { select.value = value; select.dispatchEvent(new Event("change")); };
"""


def seconds_of(tab: Tab, action: str) -> float:
    """What an action takes, until the page is laid out anew."""
    script = f"(() => {{ {_HELPERS} const start = performance.now(); {action};"
    return (
        float(tab.run(f"{script} document.body.offsetHeight; return performance.now() - start }})()")) / 1000
    )


def main() -> None:
    """Measure once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=5000)
    parser.add_argument("--daemonsets", type=int, default=30)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    start = time.perf_counter()
    view = large_view(options.nodes, options.daemonsets)
    planned = time.perf_counter()
    text = render(view)
    written = time.perf_counter()
    print(f"{options.nodes} nodes, {options.daemonsets} DaemonSets")
    print(f"{planned - start:8.2f} s  plan\n{written - planned:8.2f} s  write, {len(text) / 1e6:.1f} MB")
    lacking = missing("browser")
    if lacking is not None:
        print(f"not run: browser ({lacking})")
        return
    with tempfile.TemporaryDirectory() as folder, browser() as tab:
        path = options.keep or Path(folder, "report.html")
        path.write_text(text, encoding="utf-8")
        tab.window(1400, 1000)
        start = time.perf_counter()
        tab.open(path.resolve())
        shown = tab.run("document.querySelector('#status').textContent")
        print(f"{time.perf_counter() - start:8.2f} s  open: {shown}")
        for name, action in ACTIONS.items():
            print(f"{seconds_of(tab, action):8.3f} s  {name}")


if __name__ == "__main__":
    main()
