"""One browser for all tests here, and the reports they look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.html_report import large_view
from dslint.report.html.plan import render
from dslint.report.plan.view import PlanView
from tests.browser.devtools import Tab, browser
from tests.planner.cases import AGENT, daemonset, plan_of
from tests.report.hostile_plan import NAMES, hostile_view
from tests.report.test_plan_formats import EXPORTER, RIVAL, view_of
from tests.report.test_plan_html_pools import BROAD, ONE_ARCH
from tests.report.test_plan_pools import POOLS

ZONES = "nodes:\n" + "".join(
    f"""- name: n-{zone}
  labels:
    kubernetes.io/os: linux
    karpenter.sh/nodepool: general
    node.kubernetes.io/instance-type: m5.large
    topology.kubernetes.io/zone: {zone}
  allocatable: {{cpu: 2, memory: 4Gi, pods: 20}}
"""
    for zone in ("a", "b")
)
REFUSED = daemonset("refused", os={"name": "windows"}, nodeSelector={"edge": ""})

VIEWS: dict[str, Callable[[], PlanView]] = {
    "small": lambda: view_of(plan_of(AGENT, EXPORTER, RIVAL, REFUSED)),
    "large": lambda: large_view(5000, 30),
    "hostile": lambda: hostile_view(*NAMES),
    "zones": lambda: view_of(plan_of(AGENT, nodes=ZONES)),
    "pools": lambda: view_of(plan_of(BROAD, ONE_ARCH, nodes=POOLS)),
}


@pytest.fixture(scope="session")
def tab() -> Iterator[Tab]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a report, written when it is first asked for."""
    folder = tmp_path_factory.mktemp("reports")

    def report(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text(render(VIEWS[name]()), encoding="utf-8")
        return path

    return report


@pytest.fixture
def small(tab: Tab, reports: Callable[[str], Path]) -> Tab:
    """The small report, freshly opened in a wide window."""
    tab.window(1400, 1000)
    tab.open(reports("small"))
    return tab
