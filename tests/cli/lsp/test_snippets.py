"""The settings on the page about editors are what each editor can read, and start the server."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.needs import ROOT

PAGE = (ROOT / "docs" / "editor.md").read_text(encoding="utf-8")


def snippet(language: str) -> str:
    """The one piece of the page in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_helix_reads_its_settings() -> None:
    settings = tomllib.loads(snippet("toml"))
    server = settings["language-server"]["dslint"]
    assert (server["command"], server["args"]) == ("dslint", ["lsp"])
    (yaml,) = settings["language"]
    assert (yaml["name"], yaml["language-servers"][0]) == ("yaml", "dslint")


def test_zed_reads_its_settings() -> None:
    binary = json.loads(snippet("json"))["lsp"]["dslint"]["binary"]
    assert binary == {"path": "dslint", "arguments": ["lsp"]}


def test_the_brackets_of_the_emacs_settings_match() -> None:
    code = re.sub(r'"[^"]*"', "", snippet("elisp"))
    depths = [code[: place + 1].count("(") - code[: place + 1].count(")") for place in range(len(code))]
    assert min(depths) == depths[-1] == 0
    assert '("dslint" "lsp")' in snippet("elisp")


@pytest.mark.slow
@pytest.mark.needs("neovim")
def test_neovim_starts_the_server_for_yaml(tmp_path: Path) -> None:
    """`vim.lsp.start` is replaced by a function that writes down what it is asked to start."""
    (tmp_path / ".dslint.yaml").write_text("{}\n", encoding="utf-8")
    (tmp_path / "agent.yaml").write_text("kind: DaemonSet\n", encoding="utf-8")
    script = (
        'vim.lsp.start = function(asked) vim.fn.writefile({vim.json.encode(asked)}, "asked.json") end\n'
        + snippet("lua")
    )
    (tmp_path / "init.lua").write_text(script, encoding="utf-8")
    subprocess.run(
        ["nvim", "--headless", "-u", "init.lua", "-c", "set filetype=yaml", "-c", "qa!", "agent.yaml"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    asked = json.loads((tmp_path / "asked.json").read_text(encoding="utf-8"))
    assert asked["cmd"] == ["dslint", "lsp", "--nodes", "infra/nodes.yaml"]
    assert (tmp_path / asked["root_dir"]).resolve() == tmp_path.resolve()
