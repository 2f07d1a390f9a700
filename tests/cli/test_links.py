"""Links in terminals: only to pages of rules, and only where the terminal shows them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dslint.cli.outputs.colour import painted
from dslint.cli.outputs.links import is_known, page_of
from dslint.identity import rule_page
from tests.needs import ROOT

OPENED = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")
AGENT = (ROOT / "examples" / "storage-agent.yaml").read_text(encoding="utf-8")


def test_a_rule_leads_to_its_page() -> None:
    shown = painted("a.yaml:3:1: error replicas-set: no", page_of)
    assert OPENED.findall(shown) == [rule_page("replicas-set"), ""]
    assert OPENED.sub("", shown) == painted("a.yaml:3:1: error replicas-set: no")


def test_a_rule_of_ones_own_has_no_page() -> None:
    assert "\x1b]8" not in painted("a.yaml:3:1: error our-own-rule: no", page_of)
    assert page_of("our-own-rule") == ""


@pytest.mark.parametrize(
    "environment, known",
    [
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4800"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "9" * 5000}, False),
        ({"TERM": "xterm-256color", "WT_SESSION": "x"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm-kitty", "TMUX": "socket,1,0"}, False),
        ({"TERM": "screen", "STY": "1"}, False),
        ({"TERM": "dumb", "WT_SESSION": "x"}, False),
        ({"WT_SESSION": "x"}, False),
        ({"TERM": "xterm-256color"}, False),
    ],
)
def test_only_terminals_that_are_known_to_show_links_get_them(
    environment: dict[str, str], *, known: bool
) -> None:
    assert is_known(environment) is known


def _on_terminal(folder: Path, **environment: str) -> str:
    """What `dslint lint` prints on a terminal of its own."""
    ours, theirs = os.openpty()
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm-kitty", **environment}
    command = [sys.executable, "-m", "dslint", "lint", "--isolated", "agent.yaml"]
    process = subprocess.Popen(command, cwd=folder, stdout=theirs, stderr=subprocess.DEVNULL, env=variables)
    os.close(theirs)
    printed = b""
    try:
        while more := os.read(ours, 65536):
            printed += more
    except OSError:  # Linux says so when the other side has closed
        pass
    os.close(ours)
    process.wait()
    return printed.decode()


@pytest.mark.skipif(os.name == "nt", reason="its consoles are not files")
def test_a_terminal_gets_the_link(tmp_path: Path) -> None:
    (tmp_path / "agent.yaml").write_text(AGENT, encoding="utf-8")
    assert OPENED.findall(_on_terminal(tmp_path)) == [rule_page("update-on-delete"), ""]
    assert "\x1b" not in _on_terminal(tmp_path, NO_COLOR="1")
    plain = _on_terminal(tmp_path, TERM="xterm")
    assert "\x1b[" in plain
    assert "\x1b]" not in plain


@pytest.mark.skipif(os.name == "nt", reason="its consoles are not files")
def test_a_manifest_cannot_make_links(tmp_path: Path) -> None:
    hostile = 'name: "\\e]8;;https://evil.example/\\e\\\\x"'
    text = AGENT.replace("name: storage-agent", hostile, 1) + "# \x1b]8;;https://evil.example/\x1b\\\\\n"
    (tmp_path / "agent.yaml").write_text(text, encoding="utf-8")
    printed = _on_terminal(tmp_path)
    assert "evil.example" in printed
    assert all(address.startswith(rule_page("")[:-2]) or not address for address in OPENED.findall(printed))


def test_a_pipe_gets_no_link_even_with_colour(tmp_path: Path) -> None:
    (tmp_path / "agent.yaml").write_text(AGENT, encoding="utf-8")
    command = [sys.executable, "-m", "dslint", "lint", "--isolated", "agent.yaml"]
    variables = {"PYTHONPATH": str(ROOT), "TERM": "xterm-kitty", "FORCE_COLOR": "1"}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=variables, check=False)
    assert "\x1b[1m" in done.stdout
    assert "\x1b]" not in done.stdout
