"""What is written for publishing: names and addresses, workflows, the SBOM, and files for other tools."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dslint import identity
from dslint.reader.stream import read_stream
from dslint.version import __version__
from tests.house.test_repository import files
from tests.needs import ROOT, actionlint

_TEXT = {".md", ".py", ".toml", ".yml", ".yaml", ".json", ".rb", ".ts", ".html", ""}
_ADDRESS = re.compile(r"https://(?:github\.com/[\w.-]+/dslint|[\w.-]+\.github\.io/dslint)")
_WRONG_NAME = re.compile(r"(?:pip|pipx|uv pip|uv tool) install (?:-\S+ )*[\"']?dslint\b|uvx dslint\b")


def _texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8")) for path in files() if path.suffix in _TEXT]


@pytest.mark.needs("git")
def test_every_address_of_the_project_is_that_of_the_identity() -> None:
    known = {identity.REPOSITORY, identity.DOCUMENTATION}
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in _texts()
        for match in _ADDRESS.finditer(text)
        if match[0] not in known
    ]
    assert wrong == []


@pytest.mark.needs("git")
def test_the_action_is_named_after_the_owner() -> None:
    named = {match for _, text in _texts() for match in re.findall(r"uses: ([\w.-]+)/dslint@", text)}
    assert named == {identity.OWNER}


@pytest.mark.needs("git")
def test_no_page_installs_the_other_project_of_this_name() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in _texts()
        if path != Path(__file__)
        for match in _WRONG_NAME.finditer(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("command", ["pip install dslint", "uvx dslint", "pipx install 'dslint'"])
def test_the_wrong_name_is_recognised(command: str) -> None:
    assert _WRONG_NAME.search(command)


def test_the_package_metadata_has_the_name_and_both_commands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == identity.DISTRIBUTION
    assert set(project["scripts"]) == {"dslint", "kubectl-dslint"}
    assert project["urls"]["Homepage"] == identity.REPOSITORY


def test_another_dslint_in_the_environment_is_explained(tmp_path: Path) -> None:
    (tmp_path / "dslint").mkdir()
    (tmp_path / "dslint" / "__init__.py").write_text("", encoding="utf-8")
    shutil.copy(ROOT / "kube_dslint.py", tmp_path)
    command = [sys.executable, "-c", "from kube_dslint import main; main()"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={})
    assert done.returncode == 2
    assert done.stderr.startswith("The package `dslint` in this environment is not this one: another project")


@pytest.mark.needs("git")
def test_one_command_gives_the_project_its_owner(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    command = ["git", "clone", "--quiet", "--local", str(ROOT), str(checkout)]
    subprocess.run(command, check=True)
    shutil.copy(ROOT / "scripts" / "identity.py", checkout / "scripts" / "identity.py")
    for path in (ROOT / "dslint" / "identity.py", ROOT / "README.md"):
        target = checkout / path.relative_to(ROOT)
        shutil.copy(path, target)
    subprocess.run(["git", "add", "--all"], cwd=checkout, check=True)
    subprocess.run([sys.executable, "scripts/identity.py", "acme-1"], cwd=checkout, check=True)
    text = (checkout / "dslint" / "identity.py").read_text(encoding="utf-8")
    assert 'OWNER: Final = "acme-1"' in text
    assert f"{identity.OWNER}/dslint" not in (checkout / "README.md").read_text(encoding="utf-8")
    extension = json.loads((checkout / "editors" / "vscode" / "package.json").read_text(encoding="utf-8"))
    assert extension["publisher"] == "acme-1"


def test_the_sbom_is_up_to_date_and_names_every_dependency() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/sbom.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    sbom = json.loads((ROOT / "packaging" / "sbom.cdx.json").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=]", text)[0].lower() for text in project["dependencies"]}
    assert needed <= {part["name"] for part in sbom["components"]}


@pytest.mark.slow
def test_workflows_and_the_action_have_no_known_weakness() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [str(zizmor), "--offline", "--no-progress", ".github", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.needs("actionlint")
def test_workflows_are_valid() -> None:
    workflows = [str(path) for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
    command = actionlint()
    assert command is not None
    done = subprocess.run([*command, *workflows], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("path", sorted((ROOT / "packaging").rglob("*.y*ml")), ids=lambda path: path.name)
def test_files_for_other_tools_can_be_read(path: Path) -> None:
    stream = read_stream(path.read_bytes())
    assert stream.error is None
    assert len(stream.documents) == 1


@pytest.mark.needs("bash")
@pytest.mark.parametrize(
    "program, words", [("uvx", "--quiet --from {}"), ("pipx", "run --quiet --spec {}"), (None, "")]
)
def test_the_krew_plugin_runs_this_version(program: str | None, words: str, tmp_path: Path) -> None:
    script = ROOT / "packaging" / "krew" / "kubectl-dslint"
    if program is not None:
        (tmp_path / program).write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
        (tmp_path / program).chmod(0o755)
    done = subprocess.run(
        [shutil.which("bash") or "bash", str(script), "plan", "a b"],
        capture_output=True,
        text=True,
        env={"PATH": str(tmp_path)},
        check=False,
    )
    if program is None:
        assert (done.returncode, done.stdout) == (2, "")
        assert "needs uv or pipx" in done.stderr
    else:
        assert done.stdout == f"{words.format(f'kube-dslint=={__version__}')} dslint plan a b\n"


@pytest.mark.parametrize("file", ["packaging/krew/dslint.yaml", "packaging/homebrew/dslint.rb"])
def test_files_for_package_managers_have_the_version(file: str) -> None:
    versions = re.findall(r"v(\d+\.\d+\.\d+)", (ROOT / file).read_text(encoding="utf-8"))
    assert set(versions) == {__version__}


def test_the_trunk_and_megalinter_definitions_run_existing_options() -> None:
    from dslint.cli.lint.command import command

    known = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    trunk = (ROOT / "packaging" / "trunk" / "plugin.yaml").read_text(encoding="utf-8")
    mega = (ROOT / "packaging" / "megalinter" / "dslint.megalinter-descriptor.yml").read_text(
        encoding="utf-8"
    )
    used = set(re.findall(r"(?<=[ \[\"])--[a-z-]+", trunk + mega)) - {"--version"}
    assert used
    assert used <= known
