"""What continuous integration runs: the script of the action, the GitLab component."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dslint
from tests.cli.config.places import agent, write
from tests.needs import ROOT

pytestmark = pytest.mark.needs("git")
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"]
PROGRAM = '#!/bin/sh\nexec "{python}" -m dslint "$@"\n'
GH = """\
#!/bin/sh
echo "$@" >> "$GH_LOG"
case "$*" in *--paginate*) [ -e "$GH_LOG.seen" ] && echo 42; touch "$GH_LOG.seen";; esac
exit 0
"""


class Runner:
    """A clone of a pull request, and programs that stand for dslint and gh."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clone = folder / "clone"
        origin = folder / "origin"
        write(origin, {"deploy/agent.yaml": agent()})
        self.git(origin, "init", "--quiet", "-b", "main")
        self.git(origin, "add", "-A")
        self.git(origin, "commit", "--quiet", "-m", "m")
        self.git(folder, "clone", "--quiet", str(origin), "clone")
        write(self.clone, {"deploy/agent.yaml": agent().replace("agent:latest", "agent:1.0.0")})
        for name, text in (("dslint", PROGRAM.format(python=sys.executable)), ("gh", GH)):
            program = folder / "programs" / name
            program.parent.mkdir(exist_ok=True)
            program.write_text(text, encoding="utf-8")
            program.chmod(0o755)

    def git(self, folder: Path, *words: str) -> None:
        subprocess.run([*GIT, *words], cwd=folder, check=True, capture_output=True)

    def run(self, **variables: str) -> subprocess.CompletedProcess[str]:
        given = {
            "COMMAND": "lint", "PATHS": "deploy", "ARGUMENTS": "-q", "FORMAT": "github", "SARIF": "",
            "COMPARE": "false", "COMMENT": "false", "BASE": "main", "NUMBER": "7",
            "DSLINT": str(self.folder / "programs" / "dslint"), "RUNNER_TEMP": str(self.folder),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"), "GITHUB_REPOSITORY": "a/b",
            "GH_LOG": str(self.folder / "gh.log"), "PYTHONPATH": str(ROOT),
            "PATH": f"{self.folder / 'programs'}{os.pathsep}{os.environ['PATH']}",
        }  # fmt: skip
        return subprocess.run(
            ["bash", str(ROOT / "ci" / "github.sh")],
            cwd=self.clone,
            env={**os.environ, **given, **variables},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.mark.slow
def test_findings_are_annotations_and_the_code_is_dslints(runner: Runner) -> None:
    done = runner.run(SARIF="report.sarif")
    assert done.returncode == 1
    assert done.stdout.startswith("::warning file=deploy/agent.yaml,line=10,")
    assert (runner.clone / "report.sarif").exists()
    assert "update-on-delete" in (runner.folder / "summary.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_difference_goes_into_the_summary_and_one_comment(runner: Runner) -> None:
    for _ in range(2):
        assert runner.run(COMPARE="true", COMMENT="true").returncode == 1
    assert "<!-- dslint diff -->" in (runner.folder / "summary.md").read_text(encoding="utf-8")
    calls = (runner.folder / "gh.log").read_text(encoding="utf-8").splitlines()
    assert [call.split(" ")[2] for call in calls if "--method" in call] == ["POST", "PATCH"]
    assert "repos/a/b/issues/comments/42" in calls[-1]


@pytest.mark.slow
def test_a_shallow_clone_says_what_to_write(runner: Runner) -> None:
    done = runner.run(COMPARE="true", BASE="release")
    assert "::warning title=dslint::origin/release is not in this clone" in done.stdout
    assert "fetch-depth: 0" in done.stdout
    assert done.returncode == 1


def test_what_is_typed_into_an_input_is_not_run(runner: Runner) -> None:
    done = runner.run(PATHS="$(touch ran) `touch ran`", ARGUMENTS="; touch ran")
    assert done.returncode == 2
    assert not (runner.clone / "ran").exists()


def test_the_gitlab_component_has_a_specification_and_a_job() -> None:
    text = (ROOT / "templates" / "dslint" / "template.yml").read_text(encoding="utf-8")
    spec, jobs = dslint.read(text).documents
    assert set(spec["spec"]["inputs"]) == {"paths", "arguments", "stage", "image"}
    used = {name for name in spec["spec"]["inputs"] if f"$[[ inputs.{name} ]]" in text}
    assert used == set(spec["spec"]["inputs"])
    assert jobs["dslint"]["artifacts"]["reports"] == {"codequality": "gl-code-quality.json"}
