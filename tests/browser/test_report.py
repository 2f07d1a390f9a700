"""The HTML report in a real browser: what is seen in its main states, by mouse, keyboard and on paper.

With DSLINT_SCREENSHOTS=FOLDER the states are also saved as pictures, for people.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.html_report import ACTIONS, seconds_of
from tests.browser.devtools import Tab
from tests.browser.pictures import HEIGHT, WIDTH, differences
from tests.needs import ROOT

pytestmark = [pytest.mark.needs("browser"), pytest.mark.slow]

WHITE, NIGHT = (255, 255, 255), (20, 23, 27)
BACKS = {
    "runs": ((226, 242, 234), (19, 52, 42)),
    "pending": ((253, 238, 198), (64, 49, 12)),
    "blocked": ((251, 223, 227), (74, 27, 36)),
    "not-here": (WHITE, NIGHT),
}
"""The colour behind each outcome, light and dark, as style.css has them."""


def text(tab: Tab, selector: str) -> str:
    """What is to be read in the first element that a selector means."""
    return str(tab.run(f"document.querySelector({selector!r})?.innerText ?? ''"))


def is_seen(tab: Tab, selector: str) -> bool:
    return bool(tab.run(f"document.querySelector({selector!r})?.checkVisibility() ?? false"))


def focused(tab: Tab) -> str:
    return str(tab.run("document.activeElement.innerText || document.activeElement.tagName"))


def save(tab: Tab, name: str) -> None:
    if folder := os.environ.get("DSLINT_SCREENSHOTS"):
        Path(folder, f"{name}.png").write_bytes(tab.screenshot())


def choose(tab: Tab, label: str, value: str) -> None:
    """Set a field, found by its label, as a person would have."""
    kind = "change" if label in ("Taint", "Reason", "Order") else "input"
    tab.run(
        f"(() => {{ const label = [...document.querySelectorAll('#tools label')].find("
        f"(one) => one.firstChild.textContent === {label!r}); const input = label.lastElementChild;"
        f" input.value = {value!r}; input.dispatchEvent(new Event({kind!r})); }})()"
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_outcomes_have_a_word_a_symbol_and_a_colour(small: Tab, dark: bool) -> None:  # noqa: FBT001 - a case
    small.window(1400, 1000, dark=dark)
    save(small, "dark" if dark else "light")
    assert small.picture("header").at(3, 3) == (NIGHT if dark else WHITE)
    seen = {}
    for outcome, symbol in {"runs": "✓", "pending": "!", "blocked": "✕", "not-here": "–"}.items():
        selector = f".matrix td.{outcome}"
        assert text(small, selector).startswith(f"{symbol} {outcome.replace('-', ' ')}")
        small.run(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center'}})")
        seen[outcome] = small.picture(selector).at(4, 4)
    assert seen == {outcome: colours[dark] for outcome, colours in BACKS.items()}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(small: Tab, dark: bool) -> None:  # noqa: FBT001 - a case
    small.window(1400, 1000, dark=dark)
    small.click(".matrix td.pending")
    assert small.run(_FAINT) == []


_FAINT = """(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => one / 255)
      .map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (one) => {
    const colour = getComputedStyle(one).backgroundColor;
    return /, 0\\)$/.test(colour) && one.parentElement ? behind(one.parentElement) : colour;
  };
  return [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() &&
    [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim())).filter((one) => {
      const [a, b] = [light(getComputedStyle(one).color), light(behind(one))];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
    }).map((one) => one.innerText);
})()"""
"""The texts whose contrast is less than 4.5 to 1."""


def test_the_switch_beats_what_the_system_prefers(small: Tab) -> None:
    assert text(small, "#theme") == "Dark"
    small.click("#theme")
    assert small.picture("header").at(3, 3) == NIGHT
    assert text(small, "#theme") == "Light"
    small.click("#theme")
    assert small.picture("header").at(3, 3) == WHITE


def test_some_has_its_own_mark_and_the_panel_names_the_split(
    tab: Tab, reports: Callable[[str], Path]
) -> None:
    tab.window(1400, 1000)
    tab.open(reports("pools"))
    cell = '.pools tr[data-pool="0"] td[data-daemonset="one-arch"]'
    assert text(tab, cell).startswith("◐ some\nnot on kubernetes.io/arch=arm64")
    assert text(tab, ".legend .some") == "◐ some"
    tab.click(f"{cell} button")
    save(tab, "pools")
    assert text(tab, "#panel-title") == "test/one-arch on pool general"
    panel = text(tab, "#panel")
    assert "◐ some A pod runs on some nodes of this pool." in panel
    assert "It runs on nodes with kubernetes.io/arch=amd64." in panel
    assert "No pod on kubernetes.io/arch=arm64" in panel
    tab.click("#panel .close")
    assert not is_seen(tab, "#panel")
    tab.click('.matrix[role="grid"] td')
    assert tab.run("document.querySelector('#panel').parentElement.id") == "stage"


@pytest.mark.parametrize("width", [320, 420, 760, 1100, 1400])
def test_nothing_is_wider_than_the_window(small: Tab, width: int) -> None:
    small.window(width, 900)
    small.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    small.click(".matrix td.pending")
    save(small, f"width-{width}")
    assert small.run("document.documentElement.scrollWidth") <= width
    assert small.run("document.querySelector('#panel').getBoundingClientRect().right") <= width
    assert is_seen(small, "#panel .close")


def test_on_a_telephone_every_cell_says_which_daemonset_it_is_about(small: Tab) -> None:
    small.window(420, 900)
    shown = "getComputedStyle(document.querySelector('.matrix td'), '::before').content"
    assert small.run(shown) == '"log-agent"'
    assert not is_seen(small, ".matrix thead")
    small.window(1400, 900)
    assert small.run(shown) == "none"
    assert is_seen(small, ".matrix thead")


def test_a_click_explains_a_cell(small: Tab) -> None:
    before = small.picture(scale=0.2).brightness()
    small.click('.matrix tr:nth-child(1) td[data-daemonset="log-agent"]')
    save(small, "cell")
    assert small.picture(scale=0.2).brightness() != before
    assert text(small, "#panel-title") == "kube-system/log-agent on edge-1"
    panel = text(small, "#panel")
    assert "A pod is created for this node and stays Pending." in panel
    assert "memory: asks for 256Mi, the node has 192Mi agents.yaml:18:43" in panel
    assert "18 |             requests: {cpu: 100m, memory: 256Mi}" in panel
    assert text(small, "#panel .caret") == "   |                                           ^^^^^\n"
    assert "500m CPU, 192Mi, 8 pods" in panel
    assert "edge=\nkubernetes.io/os=linux" in panel.replace("beta.kubernetes.io/os=linux\n", "")
    assert "8 waves" not in panel
    assert "RollingUpdate 1" in panel


def test_the_explanation_tells_what_to_add(small: Tab) -> None:
    choose(small, "Search", "gpu-1")
    small.click('.matrix td[data-daemonset="log-agent"]')
    assert (
        text(small, "#panel .copyable pre") == "- {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}"
    )
    assert "taint nvidia.com/gpu=present:NoSchedule is not tolerated" in text(small, "#panel")


def test_heads_are_explained_too(small: Tab) -> None:
    small.click('.matrix thead th[data-column="1"]')
    assert text(small, "#panel-title") == "test/exporter"
    assert "OnDelete" not in text(small, "#panel")
    small.click(".matrix tbody tr:nth-child(1) th")
    assert text(small, "#panel-title") == "edge-1"
    assert "! pending kube-system/log-agent" in text(small, "#panel")


def test_the_matrix_is_used_by_keyboard(small: Tab) -> None:
    small.run("document.querySelector('#tools [type=reset]').focus()")
    small.press("Tab")
    assert small.run("document.activeElement.matches('.matrix tbody tr:first-child td')")
    small.press("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft")
    assert small.run("document.activeElement.dataset.daemonset") == "refused"
    assert small.run("document.querySelectorAll('.matrix [tabindex=\"0\"]').length") == 1
    small.press("Enter")
    assert focused(small) == "test/refused on worker-1"
    small.press("Escape")
    assert not is_seen(small, "#panel")
    assert small.run("document.activeElement.dataset.daemonset") == "refused"
    small.press("Home")
    assert focused(small).startswith("1 node\nworker-1")
    small.press("End", ctrl=True)
    assert small.run("document.activeElement.dataset.daemonset") == "exporter"
    assert small.run("document.activeElement.parentElement.rowIndex") == 8
    small.press("ArrowDown", "ArrowRight")
    assert small.run("document.activeElement.parentElement.rowIndex") == 8
    assert small.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_arrows_lead_the_explanation_along(small: Tab) -> None:
    small.click('.matrix tr:nth-child(1) td[data-daemonset="log-agent"]')
    small.run("document.querySelector('.matrix [aria-selected]').focus()")
    small.press("ArrowRight")
    assert text(small, "#panel-title") == "test/refused on edge-1"


def test_the_worst_comes_first_in_rows_and_columns(small: Tab) -> None:
    heads = small.run("[...document.querySelectorAll('.matrix thead .name')].map((one) => one.innerText)")
    assert heads == ["log-agent", "refused", "rival", "exporter"]
    rows = small.run("[...document.querySelectorAll('.matrix tbody .name')].map((one) => one.innerText)")
    assert rows[:3] == ["edge-1", "worker-1", "cp-1"]
    choose(small, "Order", "name")
    heads = small.run("[...document.querySelectorAll('.matrix thead .name')].map((one) => one.innerText)")
    assert heads == ["log-agent", "exporter", "refused", "rival"]


def test_a_line_of_what_is_first_leads_to_its_cell(small: Tab) -> None:
    choose(small, "Search", "nothing at all")
    small.click("#first li:nth-child(4) a")
    assert text(small, "#panel-title") == "kube-system/log-agent on gpu-1"
    assert small.run("document.querySelector('[aria-selected]').dataset.daemonset") == "log-agent"
    assert small.run("document.querySelector('#tools input').value") == ""
    assert fragment(small) == {"node": "gpu-1", "daemonset": "kube-system/log-agent"}


def fragment(tab: Tab) -> dict[str, str]:
    found: dict[str, str] = tab.run("Object.fromEntries(new URLSearchParams(location.hash.slice(1)))")
    return found


def test_filters_and_the_open_cell_are_in_the_address(small: Tab, reports: Callable[[str], Path]) -> None:
    assert fragment(small) == {}
    choose(small, "Search", "o")
    choose(small, "Order", "name")
    small.click("#tools button.not-here")
    small.click('.matrix td[data-daemonset="rival"]')
    shared = fragment(small)
    cell = {"node": "cp-1", "daemonset": "test/rival"}
    assert shared == {"text": "o", "order": "name", "outcome": "not here", **cell}
    address = small.run("location.hash")
    small.open(reports("small"))
    assert not is_seen(small, "#panel")
    small.run(f"location.hash = {address!r}; new Promise((done) => setTimeout(done, 50))")
    assert text(small, "#panel-title") == "test/rival on cp-1"
    assert small.run("document.querySelector('#tools input').value") == "o"
    assert (
        small.run("document.querySelector('#tools button.not-here').getAttribute('aria-pressed')") == "true"
    )
    assert fragment(small) == shared
    small.press("Escape")
    assert fragment(small) == {"text": "o", "order": "name", "outcome": "not here"}
    small.click("#tools [type=reset]")
    assert small.run("location.hash") == ""


def test_an_address_that_means_nothing_here_does_no_harm(small: Tab) -> None:
    small.run(
        "location.hash = '#node=none&daemonset=%3Cb%3E&taint=x&reason=y&order=z&outcome=q&labels=%3D%3D';"
        " new Promise((done) => setTimeout(done, 50))"
    )
    assert text(small, "#status") == "8 groups of equal nodes (7 nodes) × 4 DaemonSets"
    assert not is_seen(small, "#panel")
    assert small.complaints == []


def test_the_row_says_where_its_nodes_are(tab: Tab, reports: Callable[[str], Path]) -> None:
    tab.window(1400, 1000)
    tab.open(reports("zones"))
    assert text(tab, ".matrix tbody .where") == "general · m5.large · 2 zones"


def test_the_skip_link_is_the_first_stop(small: Tab) -> None:
    small.press("Tab")
    assert focused(small) == "Skip to the matrix"
    assert small.picture(".skip").width > 50
    small.press("Enter")
    assert small.run("document.activeElement.id") == "matrix"


def test_programs_that_read_aloud_find_names_and_roles(small: Tab) -> None:
    assert small.run(
        "[...document.querySelectorAll('input, select')].every((one) => one.labels[0]?.innerText.trim())"
    )
    grid = small.run(
        "['role', 'aria-rowcount', 'aria-colcount', 'aria-labelledby']"
        ".map((one) => document.querySelector('.matrix').getAttribute(one))"
    )
    assert grid == ["grid", "9", "5", "matrix-title"]
    roles = "[...new Set([...document.querySelectorAll('.matrix :is(tr, th, td)')].map((one) => one.role))]"
    assert small.run(roles) == ["row", "columnheader", "rowheader", "gridcell"]
    assert small.run("document.querySelector('#status').role") == "status"


@pytest.mark.parametrize(
    "label, value, status",
    [
        ("Label selector", "zone=a", "2 groups of equal nodes (2 nodes) × 4 DaemonSets"),
        ("Label selector", "zone,zone!=a", "2 groups of equal nodes (1 node) × 4 DaemonSets"),
        ("Label selector", "!zone", "4 groups of equal nodes (4 nodes) × 4 DaemonSets"),
        ("Label selector", "nothing=here", "0 groups of equal nodes (0 nodes) × 0 DaemonSets"),
        (
            "Taint",
            "nvidia.com/gpu=present:NoSchedule",
            "1 group of equal nodes (1 node) × 4 DaemonSets",
        ),
        ("Taint", "none", "5 groups of equal nodes (4 nodes) × 4 DaemonSets"),
        (
            "Reason",
            "label kubernetes.io/os=windows, wanted linux",
            "1 group of equal nodes (1 node) × 1 DaemonSet",
        ),
        ("Search", "SICK", "1 group of equal nodes (1 node) × 4 DaemonSets"),
        ("Search", "host port 9100", "1 group of equal nodes (1 node) × 1 DaemonSet"),
        ("Search", "exporter", "8 groups of equal nodes (7 nodes) × 2 DaemonSets"),
    ],
)
def test_filters_leave_what_they_ask_for(small: Tab, label: str, value: str, status: str) -> None:
    choose(small, label, value)
    save(small, "filter")
    assert text(small, "#status").startswith(status)
    small.click("#tools [type=reset]")
    assert text(small, "#status") == "8 groups of equal nodes (7 nodes) × 4 DaemonSets"


def test_outcomes_can_be_picked_and_put_back(small: Tab) -> None:
    assert text(small, "#tools button.pending") == "! pending 2"
    small.click("#tools button.pending")
    assert text(small, "#status") == "2 groups of equal nodes (2 nodes) × 2 DaemonSets, of 8 groups × 4"
    assert small.run("document.querySelectorAll('.matrix td:not(.faded)').length") == 2
    small.click("#tools button.pending")
    assert small.run("document.querySelectorAll('.matrix td.faded').length") == 0


def test_what_is_no_selector_is_marked_and_changes_nothing(small: Tab) -> None:
    before = text(small, "#status")
    choose(small, "Label selector", "= =")
    assert text(small, "#status") == before
    assert small.run("document.querySelector('[list]').ariaInvalid") == "true"


def test_rows_come_in_the_order_asked_for(small: Tab) -> None:
    choose(small, "Order", "name")
    names = small.run("[...document.querySelectorAll('.matrix tbody .name')].map((one) => one.innerText)")
    assert names == ["cp-1", "edge-1", "gpu-1", "sick-1", "spot", "win-1", "worker-1", "worker-2"]


def test_without_scripts_the_page_is_read_from_top_to_bottom(
    tab: Tab, reports: Callable[[str], Path]
) -> None:
    tab.scripts(allowed=False)
    try:
        tab.window(1400, 1000)
        tab.open(reports("small"))
        save(tab, "no-script")
        assert "The matrix needs JavaScript" in text(tab, "main")
        assert not is_seen(tab, "#tools")
        assert not is_seen(tab, "#theme")
        tab.click("#daemonset-0 summary")
        assert "memory: asks for 256Mi, the node has 192Mi" in text(tab, "#daemonset-0")
    finally:
        tab.scripts(allowed=True)


def test_paper_is_white_and_everything_is_unfolded(small: Tab) -> None:
    small.media(dark=True, paper=True)
    small.run("dispatchEvent(new Event('beforeprint'))")
    assert small.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not is_seen(small, "#tools")
    assert small.run("document.querySelectorAll('details:not([open])').length") == 0
    small.run("dispatchEvent(new Event('afterprint'))")
    assert small.run("document.querySelectorAll('details[open]').length") == 0


def test_nothing_is_asked_of_the_network(small: Tab, reports: Callable[[str], Path]) -> None:
    for selector in ("#theme", ".matrix td", "#tools button.runs", ".matrix th", "#daemonset-1 summary"):
        small.click(selector)
    assert small.requests == [reports("small").as_uri()]
    assert small.complaints == []


def test_the_policy_stops_scripts_and_pictures_from_elsewhere(small: Tab) -> None:
    small.run(
        "document.body.insertAdjacentHTML('beforeend', '<img id=bad src=\"https://example.com/x.png\">"
        '<button id=worse onclick="document.title = 1">\')'
    )
    small.run("document.querySelector('#worse').click()")
    assert small.run("document.title") == "dslint: where DaemonSet pods run"
    assert len([complaint for complaint in small.complaints if "Content Security Policy" in complaint]) == 2


def test_hostile_names_are_only_names(tab: Tab, reports: Callable[[str], Path]) -> None:
    tab.window(1400, 1000)
    tab.open(reports("hostile"))
    for number in range(1, 6):
        tab.click(f".matrix tbody tr:nth-child({number}) td:nth-child({number + 1})")
    assert tab.run("document.querySelectorAll('img, script:not(#data)').length") == 1
    assert "</script><script>alert(1)</script>" in text(tab, ".matrix thead")
    assert tab.complaints == []
    tab.window(420, 900)
    assert tab.run("document.documentElement.scrollWidth") <= 420


def test_five_thousand_nodes_and_thirty_daemonsets_stay_quick(
    tab: Tab, reports: Callable[[str], Path]
) -> None:
    """The limits are several times what it takes, for slow and busy machines."""
    path = reports("large")
    tab.window(1400, 1000)
    start = time.perf_counter()
    tab.open(path)
    assert "(5,000 nodes) × 30 DaemonSets" in text(tab, "#status")
    assert time.perf_counter() - start < 6
    save(tab, "large")
    assert tab.run("document.querySelectorAll('*').length") < 15_000
    assert {name: seconds_of(tab, action) < 1 for name, action in ACTIONS.items()} == dict.fromkeys(
        ACTIONS, True
    )
    tab.click("#tools [type=reset]")
    before = tab.run("document.querySelectorAll('.matrix tbody tr').length")
    tab.click(".more")
    assert tab.run("document.querySelectorAll('.matrix tbody tr').length") > before


def test_the_picture_in_the_documentation_shows_the_matrix_of_the_examples(tab: Tab, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    command = ["plan", "examples", "--nodes", "examples/inventory.yaml", "-o", f"html={page}"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "dslint", *command], cwd=ROOT, env=variables, check=False)
    tab.window(WIDTH, HEIGHT)
    tab.open(page)
    tab.run("document.querySelector('#tools').scrollIntoView()")
    assert differences(tab, "report.png", (WHITE, *(light for light, _ in BACKS.values()))) == []


def test_the_bars_of_costs_have_a_piece_for_each_daemonset(small: Tab) -> None:
    small.window(1400, 1000)
    assert is_seen(small, "#cost .stack")
    widths = small.run(
        "[...document.querySelectorAll('#cost .stack')].map((stack) => [...stack.children].map((piece) =>"
        " [Number(piece.dataset.share), piece.getBoundingClientRect().width / (stack.clientWidth || 1)]))"
    )
    pieces = [piece for stack in widths for piece in stack]
    assert pieces
    assert [share for share, part in pieces if abs(100 * part - min(share, 100)) > 1] == []
