"""The extension for Visual Studio Code is checked, built and packed."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from dslint.cli.commands import COMMANDS
from dslint.version import __version__
from tests.needs import ROOT

EXTENSION = ROOT / "editors" / "vscode"
LEFT_OUT = shutil.ignore_patterns("node_modules", "dist", "*.vsix")


def test_the_extension_starts_a_command_that_exists() -> None:
    package = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    command = package["contributes"]["configuration"]["properties"]["dslint.command"]["default"]
    assert command == ["dslint", "lsp"]
    assert command[1] in COMMANDS
    assert package["version"] == __version__


@pytest.mark.slow
@pytest.mark.needs("npm")
def test_the_extension_is_packed(tmp_path: Path) -> None:
    folder = tmp_path / "vscode"
    shutil.copytree(EXTENSION, folder, ignore=LEFT_OUT)
    for words in (["ci", "--no-audit", "--no-fund"], ["run", "package"]):
        done = subprocess.run(["npm", *words], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(folder / "dslint.vsix") as archive:
        assert {"extension/package.json", "extension/dist/extension.js"} <= set(archive.namelist())
