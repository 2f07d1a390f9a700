"""The playground in a real browser: dslint runs in WebAssembly, answers what is typed, and sends nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dslint import playground
from dslint.kubernetes.versions import NEWEST
from tests.browser.devtools import Tab
from tests.browser.pictures import HEIGHT, WIDTH, differences
from tests.browser.site import served
from tests.needs import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import build_playground as build

pytestmark = [pytest.mark.needs("browser", "playground"), pytest.mark.slow]

AGENT = (ROOT / "examples" / "log-collector.yaml").read_text(encoding="utf-8")
NODES = (ROOT / "examples" / "inventory.yaml").read_text(encoding="utf-8")
TYPO = AGENT.replace("operator: Exists", "operator: exists")
JSON_NODES = json.dumps(
    {"kind": "List", "items": [{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a"}}]}
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs" / "playground", folder / "playground")
    build.build(folder)
    with served(folder) as address:
        yield f"{address}/playground/app.html"


@pytest.fixture
def page(tab: Tab, site: str) -> Tab:
    """The page as it begins, with its answers: loading it once is enough."""
    tab.window(1400, 1000)
    if not tab.run(f"location.href.startsWith({site!r}) && document.body.dataset.ready"):
        load(tab, site)
    before = tab.run("document.body.dataset.asked")
    tab.run(
        "((example) => { example.value = 'storage-agent'; example.dispatchEvent(new Event('change')); })"
        "(document.querySelector('#example')); document.querySelector('#tab-findings').click()"
    )
    tab.wait_for(f"document.body.dataset.asked !== {before!r}")
    answered(tab)
    tab.complaints.clear()
    return tab


def load(tab: Tab, address: str) -> None:
    """Load the page anew, whatever it showed before."""
    tab.open("about:blank")
    tab.open(address)
    answered(tab)


def answered(tab: Tab) -> None:
    """Wait until everything that was asked has been answered."""
    tab.wait_for(
        "document.body.dataset.answered === document.body.dataset.asked && document.body.dataset.asked"
    )


def type_into(tab: Tab, name: str, text: str) -> None:
    """Replace what is in an editor, as somebody would who selects all and pastes."""
    before = tab.run("document.body.dataset.asked")
    tab.run(f"document.getElementById('{name}').select(); document.getElementById('{name}').focus()")
    tab.type(text)
    tab.wait_for(f"document.body.dataset.asked !== {before!r}")
    answered(tab)


def text(tab: Tab, selector: str) -> str:
    return str(tab.run(f"document.querySelector({selector!r})?.innerText ?? ''"))


def test_it_begins_with_an_example_and_its_findings(page: Tab) -> None:
    assert text(page, "#summary") == f"1 warning. 1 file, Kubernetes {NEWEST}"
    assert "update-on-delete" in text(page, "#list li")
    assert not page.run("document.querySelector('#loading').checkVisibility()")


def test_what_is_typed_is_judged_and_the_caret_shows_where(page: Tab) -> None:
    type_into(page, "manifests", TYPO)
    marked, carets = text(page, "#list pre").split("\n")[-2:]
    assert marked[carets.index("^") : carets.rindex("^") + 1] == "exists"
    assert text(page, ".gutter .error").strip() == text(page, "#list .buttons button").removeprefix(
        "Go to line "
    )
    page.click("#list .buttons button")
    start = page.run("document.activeElement.selectionStart")
    assert TYPO[start : start + 6] == "exists"


@pytest.mark.parametrize("button", ["#fix-all", "#list .fix"])
def test_a_button_applies_a_safe_fix(page: Tab, button: str) -> None:
    type_into(page, "manifests", TYPO)
    page.click(button)
    page.wait_for("document.querySelectorAll('#list li').length === 0")
    assert page.run("document.querySelector('#manifests').value") == AGENT
    assert text(page, "#summary") == "1 DaemonSet in 1 file, no findings"


def test_it_plans_and_describes(page: Tab) -> None:
    type_into(page, "manifests", AGENT)
    page.click("#tab-plan")
    assert "kube-system  log-collector       12        12        0" in text(page, "#plan")
    page.press("ArrowRight")
    assert page.run("document.activeElement.id") == "tab-describe"
    assert "Every Linux node." in text(page, "#describe")
    assert not page.run("document.querySelector('#plan').checkVisibility()")


def test_nodes_may_be_json(page: Tab) -> None:
    type_into(page, "nodes", JSON_NODES)
    page.click("#tab-plan")
    assert text(page, "#plan").startswith("1 node, 1 DaemonSet")


@pytest.mark.parametrize("nodes", ["nodes:\n- nam: a\n", "kind: Nodes\n", '{"items": ['])
def test_faults_of_the_nodes_are_told_as_the_command_tells_them(page: Tab, nodes: str) -> None:
    asked = {"manifests": AGENT, "nodes": nodes, "kubernetes": "", "profile": "recommended"}
    type_into(page, "nodes", nodes)
    page.click("#tab-plan")
    assert text(page, "#plan").strip() == json.loads(playground.plan(json.dumps(asked)))["error"].strip()


def test_a_link_holds_what_was_typed(page: Tab, site: str) -> None:
    type_into(page, "manifests", TYPO + "# ünï 𝄞\n")
    link = page.wait_for("location.hash")
    load(page, site + link)
    assert page.run("document.querySelector('#manifests').value") == TYPO + "# ünï 𝄞\n"
    assert "toleration-invalid" in text(page, "#list")


@pytest.mark.parametrize("fragment", ["#1.AAAA", "#1.!!"])
def test_a_broken_link_begins_with_the_example(page: Tab, site: str, fragment: str) -> None:
    load(page, site + fragment)
    assert "update-on-delete" in text(page, "#list")


def test_pasted_markup_stays_text(page: Tab) -> None:
    hostile = TYPO.replace("name: log-collector", "name: <img src=x onerror=alert(1)>", 1)
    type_into(page, "manifests", hostile)
    assert "<img src=x onerror=alert(1)>" in text(page, "#list")
    assert page.run("document.querySelectorAll('img, main script').length") == 0
    assert page.complaints == []


def test_half_typed_yaml_is_a_finding_and_the_page_goes_on(page: Tab) -> None:
    type_into(page, "manifests", AGENT[:400] + "\n  - [")
    assert "invalid-yaml" in text(page, "#list")
    type_into(page, "manifests", AGENT)
    assert text(page, "#summary") == "1 DaemonSet in 1 file, no findings"


def test_nothing_is_asked_of_another_host(page: Tab, site: str) -> None:
    load(page, site)
    type_into(page, "manifests", TYPO)
    page.click("#fix-all")
    here = site.rpartition("/playground/")[0]
    assert [address for address in page.requests if not address.startswith((here, "blob:", "data:"))] == []
    assert page.complaints == []


def test_the_policy_holds_in_the_page_and_in_the_worker(page: Tab) -> None:
    script = (
        "new Promise((done) => { const worker = new Worker(URL.createObjectURL(new Blob(['"
        'self.addEventListener("securitypolicyviolation", (event) => postMessage(event.effectiveDirective));'
        ' fetch("https://example.com/").catch(() => 0)'
        "'], {type: 'text/javascript'}))); worker.onmessage = ({data}) => done(data); })"
    )
    assert page.run(script) == "connect-src"
    page.run("fetch('https://example.com/').catch(() => 0)")
    assert [complaint for complaint in page.complaints if "Content Security Policy" in complaint]


@pytest.mark.parametrize("width", [360, 820, 1400])
def test_it_fits_the_width(page: Tab, width: int) -> None:
    page.window(width, 800)
    assert page.run("document.documentElement.scrollWidth") <= width


def test_the_picture_in_the_documentation_shows_a_finding(page: Tab) -> None:
    page.window(WIDTH, HEIGHT)
    type_into(page, "manifests", TYPO)
    page.run("document.activeElement.blur(); scrollTo(0, 0)")
    assert differences(page, "playground.png", ((255, 255, 255), (245, 246, 248))) == []


def test_every_control_has_a_name(page: Tab) -> None:
    script = (
        "[...document.querySelectorAll('button, select, textarea, progress, [role=tabpanel]')]"
        ".filter((control) => !(control.labels?.length || control.innerText.trim() || control.ariaLabel ||"
        " control.getAttribute('aria-labelledby') || control.hidden)).map((control) => control.id)"
    )
    assert page.run(script) == []


def test_a_site_without_the_runtime_says_so(tab: Tab, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "playground", tmp_path / "playground")
    with served(tmp_path) as address:
        tab.open(f"{address}/playground/app.html")
        tab.wait_for("document.querySelector('#step').innerText.includes('built without the playground')")


@pytest.mark.usefixtures("site")
def test_recorded_streams_are_read_alike_in_webassembly() -> None:
    script = ROOT / "tests" / "browser" / "streams.mjs"
    pyodide = build.BUILD / "node_modules" / "pyodide"
    command = ["node", str(script), str(pyodide), str(build.BUILD / "wheels"), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["5000 []"], done.stdout + done.stderr[-2000:]
