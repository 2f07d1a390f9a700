"""A plan as a comment for a pull request."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.html_report import large_view
from dslint.report.markdown_text import code, plain
from dslint.report.plan.markdown import MARKER, render
from tests import golden
from tests.planner.cases import AGENT, daemonset, plan_of
from tests.report.hostile_plan import NAMES, hostile_view
from tests.report.test_plan_formats import EXPORTER, RIVAL, view_of

HERE = Path(__file__).parent
MOST = 65_536
"""What GitHub takes in one comment."""


def test_a_plan_looks_as_it_did() -> None:
    view = view_of(plan_of(AGENT, EXPORTER, RIVAL))
    golden.check(render(view), HERE / "golden" / "plan.markdown")


def test_many_nodes_and_daemonsets_fit_into_a_comment() -> None:
    text = render(large_view(3000, 90))
    assert 3000 < len(text) < MOST
    assert "\nand 50 more\n" in text
    assert re.search(r"\n\d+ more DaemonSets: `-o html` or `-o text` has the reasons\.\n", text)
    assert text.count("<details>") == text.count("</details>") > 3


def test_what_is_folded_is_seen_only_when_wanted() -> None:
    text = render(view_of(plan_of(AGENT, EXPORTER, RIVAL)))
    seen = re.sub(r"<details>.*?</details>\n", "", text, flags=re.DOTALL)
    assert len(seen.splitlines()) < 24
    assert "to run there" not in seen
    assert "| `kube-system/log-agent` | 4 | 3 | **1** | 0 | 3 | RollingUpdate 1 |" in seen


def test_names_never_become_markup() -> None:
    text = render(hostile_view(*NAMES)).removeprefix(MARKER)
    assert set(re.findall(r"<[^>`]*>", re.sub(r"`[^`]*`", "", text))) == {
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<br>",
    }
    outside = re.sub(r"`[^`]*`|<summary>.*?</summary>", "", text)
    assert not re.search(r"(?<!\\)[\[\]!*](?<!\*\*)(?!\*)", outside)
    assert "@team" not in outside


@pytest.mark.parametrize(
    "text, written",
    [
        ("a_b*c", "a\\_b\\*c"),
        ("`spec` is fine", "`spec` is fine"),
        ("a ` alone", "a \\` alone"),
        ("<b> & @team", "&lt;b&gt; &amp; @&#8203;team"),
        ("two\n\nlines | cell", "two lines \\| cell"),
    ],
)
def test_text_is_shown_as_it_is(text: str, written: str) -> None:
    assert plain(text) == written


def test_no_backtick_ends_code() -> None:
    assert code("a`b|c\nd") == "`a'b\\|c d`"


def test_a_plan_without_daemonsets_is_one_line() -> None:
    text = render(view_of(plan_of(nodes="nodes: [{name: a}]")))
    assert text == (
        "<!-- dslint plan -->\n"
        "**dslint:** 1 node, 0 DaemonSets, Kubernetes 1.37 (newest kubelet in nodes.yaml). No findings.\n"
    )


def test_all_is_well() -> None:
    text = render(view_of(plan_of(daemonset(), nodes="nodes: [{name: a}]")))
    assert "\n| `test/agent` | 1 | 1 | 0 | 0 | 0 | RollingUpdate 1 |\n" in text
