"""The pages of many clusters and of a difference in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.devtools import Tab
from tests.browser.test_report import _FAINT, NIGHT, fragment, is_seen, save, text
from tests.cli.running import run
from tests.cli.test_clusters import agent, nodes, write
from tests.report.hostile_plan import IMAGE, SCRIPT

pytestmark = [pytest.mark.needs("browser"), pytest.mark.slow]

Pages = Callable[[str], Path]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The files of both pages, and of a fleet with hostile names."""
    folder = tmp_path_factory.mktemp("pages")
    gpu = ", taints: ['gpu=present:NoSchedule']"
    hostile = agent("bad").replace("name: bad", f"name: '{SCRIPT}'", 1)
    write(
        folder,
        {
            "old/a.yaml": agent("log"),
            "old/b.yaml": agent("metrics"),
            "new/a.yaml": agent("log", 150, "tolerations: [{key: gpu, operator: Exists}]"),
            "new/b.yaml": agent("metrics"),
            "hostile/bad.yaml": hostile,
            "clusters/eu/prod.yaml": nodes(2, 200),
            "clusters/us/prod.yaml": nodes(3, 15),
            "clusters/us/gpu/nodes.yaml": nodes(2, 200, gpu),
            "clusters/us/gpu/own.yaml": agent("own"),
            "nodes.yaml": nodes(2, 100) + nodes(1, 900, gpu).replace("nodes:\n", "").replace("n-0", "gpu-0"),
        },
    )
    # A name that other systems cannot have in a file name.
    odd = IMAGE.replace("/", "").replace('"', "") if os.name == "nt" else IMAGE.replace("/", "")
    write(folder, {f"odd/{odd}.yaml": nodes(1)})
    os.chdir(folder)
    calls = {
        "fleet": ("plan", "old", "--clusters", "clusters"),
        "diff": ("diff", "old", "new", "--nodes", "nodes.yaml"),
        "hostile": ("plan", "hostile", "--clusters", "odd"),
        "unchanged": ("diff", "old", "old", "--nodes", "nodes.yaml"),
    }
    for name, call in calls.items():
        run(*call, "-o", f"html={name}.html", "--quiet")
    return lambda name: folder / f"{name}.html"


@pytest.fixture
def opened(tab: Tab, pages: Pages) -> Callable[[str], Tab]:
    def open_page(name: str) -> Tab:
        tab.window(1400, 1000)
        tab.open(pages(name))
        return tab

    return open_page


def names(tab: Tab, selector: str) -> list[str]:
    found: list[str] = tab.run(f"[...document.querySelectorAll({selector!r})].map((one) => one.innerText)")
    return found


def test_a_fleet_has_a_row_for_each_cluster_the_worst_first(opened: Callable[[str], Tab]) -> None:
    tab = opened("fleet")
    save(tab, "fleet")
    assert names(tab, ".matrix tbody .name") == ["us/gpu", "us/prod", "eu/prod"]
    assert names(tab, ".matrix thead .name") == ["log", "metrics", "own"]
    assert text(tab, "#status") == "3 clusters × 3 DaemonSets"
    assert text(tab, '.matrix tr:nth-child(3) td[data-daemonset="own"]') == "·"
    tab.click('.matrix tr:nth-child(2) td[data-daemonset="metrics"]')
    assert text(tab, "#panel-title") == "kube-system/metrics on us/prod"
    assert "3 nodes" in text(tab, "#panel")
    assert text(tab, "#panel .copyable pre") == "dslint plan old --nodes clusters/us/prod.yaml"
    assert fragment(tab) == {"cluster": "us/prod", "daemonset": "kube-system/metrics"}


def test_what_is_first_in_a_fleet_leads_to_its_cell(opened: Callable[[str], Tab]) -> None:
    tab = opened("fleet")
    assert text(tab, "#first li").startswith("us/gpu: 3 DaemonSets (log, metrics, own) run on no node")
    tab.click("#first li a")
    assert fragment(tab) == {"cluster": "us/gpu", "daemonset": "kube-system/log"}
    assert text(tab, "#panel-title") == "kube-system/log on us/gpu"
    assert "taint gpu=present:NoSchedule is not tolerated" in text(tab, "#panel")


def test_the_filters_of_a_fleet_are_in_the_address(opened: Callable[[str], Tab], pages: Pages) -> None:
    tab = opened("fleet")
    tab.run("document.querySelector('#tools .search').focus()")
    tab.type("eu/")
    assert tab.run("document.activeElement.type") == "search"
    assert text(tab, "#status") == "1 cluster × 3 DaemonSets, of 3 × 3"
    tab.click("#tools button.runs")
    shared = {"text": "eu/", "cells": "runs"}
    assert fragment(tab) == shared
    address = tab.run("location.hash")
    tab.open(pages("fleet"))
    tab.run(f"location.hash = {address!r}; new Promise((done) => setTimeout(done, 50))")
    assert text(tab, "#status") == "1 cluster × 2 DaemonSets, of 3 × 3"
    assert fragment(tab) == shared
    tab.click("#tools [type=reset]")
    assert fragment(tab) == {}


def test_a_difference_says_what_happens_on_each_group_of_nodes(opened: Callable[[str], Tab]) -> None:
    tab = opened("diff")
    save(tab, "difference")
    assert text(tab, "h1") == "old → new"
    assert names(tab, ".matrix tbody .name") == ["n-0", "n-1", "gpu-0"]
    assert names(tab, ".matrix thead .name") == ["log"]
    assert names(tab, ".matrix tbody td") == ["! new pod waits\ncpu", "= keeps old pod", "+ added"]
    tab.click(".matrix tbody tr:nth-child(3) td")
    panel = text(tab, "#panel")
    assert text(tab, "#panel-title") == "kube-system/log on gpu-0"
    assert "before: taint gpu=present:NoSchedule is not tolerated" in panel
    assert "tolerations: + gpu (new/a.yaml:9)" in panel
    assert "+150m cpu" in panel
    assert fragment(tab) == {"node": "gpu-0", "daemonset": "kube-system/log"}


def test_a_difference_without_changes_has_no_matrix(opened: Callable[[str], Tab]) -> None:
    tab = opened("unchanged")
    assert "0 of 2 DaemonSets change" in text(tab, "header")
    assert not is_seen(tab, "#matrix")
    tab.press("Escape")
    tab.click("#theme")
    assert tab.picture("header").at(3, 3) == NIGHT
    assert tab.complaints == []


@pytest.mark.parametrize("name", ["fleet", "diff"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_stands_out(opened: Callable[[str], Tab], name: str, dark: bool) -> None:  # noqa: FBT001 - a case
    tab = opened(name)
    tab.window(1400, 1000, dark=dark)
    tab.click(".matrix tbody td")
    assert tab.run(_FAINT) == []


@pytest.mark.parametrize("name", ["fleet", "diff"])
@pytest.mark.parametrize("width", [320, 420, 1100])
def test_nothing_is_wider_than_the_window(opened: Callable[[str], Tab], name: str, width: int) -> None:
    tab = opened(name)
    tab.window(width, 900)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.click(".matrix tbody td")
    save(tab, f"{name}-{width}")
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert is_seen(tab, "#panel .close")


@pytest.mark.parametrize("name", ["fleet", "diff"])
def test_the_keyboard_is_enough(opened: Callable[[str], Tab], name: str) -> None:
    tab = opened(name)
    tab.run("document.querySelector('#tools [type=reset]').focus()")
    tab.press("Tab", "ArrowDown", "Enter")
    assert tab.run("document.activeElement.id") == "panel-title"
    tab.press("Escape")
    assert not is_seen(tab, "#panel")
    assert tab.run("document.activeElement.parentElement.rowIndex") == 2


@pytest.mark.parametrize("name", ["fleet", "diff", "hostile"])
def test_nothing_is_asked_of_the_network(opened: Callable[[str], Tab], pages: Pages, name: str) -> None:
    tab = opened(name)
    for selector in ("#theme", ".matrix tbody td", "#tools button:not([hidden])", ".matrix tbody th"):
        tab.click(selector)
    assert tab.requests == [pages(name).as_uri()]
    assert tab.complaints == []
    assert tab.run("document.querySelectorAll('img, script:not(#data)').length") == 1


def test_hostile_names_are_only_names(opened: Callable[[str], Tab]) -> None:
    tab = opened("hostile")
    assert "<script>alert(1)<" in text(tab, ".matrix thead")
    assert "onerror=alert(1)>" in text(tab, ".matrix tbody th")
    tab.click(".matrix tbody td")
    assert SCRIPT in text(tab, "#panel-title")
    assert SCRIPT in fragment(tab)["daemonset"]


@pytest.mark.parametrize("name", ["fleet", "diff"])
def test_without_scripts_it_is_said_in_words(opened: Callable[[str], Tab], tab: Tab, name: str) -> None:
    tab.scripts(allowed=False)
    try:
        opened(name)
        assert "needs JavaScript" in text(tab, "main")
        assert not is_seen(tab, "#tools")
        words = {"fleet": "us/gpu: 3 DaemonSets (log, metrics, own) run on no node", "diff": "+150m cpu"}
        assert words[name] in str(tab.run("document.querySelector('main').textContent"))
    finally:
        tab.scripts(allowed=True)
