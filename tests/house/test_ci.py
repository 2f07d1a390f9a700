"""What continuous integration runs: the script of the action, the GitLab component."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

import dslint
from tests.cli.config.places import agent, write
from tests.house.comment_server import Comments, serving
from tests.needs import ROOT

pytestmark = pytest.mark.needs("git")
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"]
PROGRAM = '#!/bin/sh\nexec "{python}" -m dslint "$@"\n'
SARIF_SCHEMA = json.loads((ROOT / "tests" / "report" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
TEMPLATE = ROOT / "templates" / "dslint" / "template.yml"
TOKEN = "t0ken"  # noqa: S105 - of the server in this test


class Runner:
    """A clone of a pull request, and programs that stand for dslint and pip."""

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
        for name, text in (("dslint", PROGRAM.format(python=sys.executable)), ("pip", "#!/bin/sh\n")):
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
            "PYTHON": sys.executable, "GH_TOKEN": TOKEN,
        }  # fmt: skip
        return self.bash(str(ROOT / "ci" / "github.sh"), **{**given, **variables})

    def job(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the script of a job of the GitLab component, with the inputs at their defaults."""
        spec, jobs = dslint.read(TEMPLATE.read_bytes()).documents
        script = "\n".join(jobs[name]["script"])
        defaults = {
            f"$[[ inputs.{each} ]]": str(given["default"]) for each, given in spec["spec"]["inputs"].items()
        }
        given = {key: defaults.get(value, str(value)) for key, value in jobs[name]["variables"].items()}
        return self.bash("-e", "-o", "pipefail", "-c", script, **{**given, **variables})

    def bash(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / 'programs'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["bash", *words],
            cwd=self.clone,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": path, **variables},
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
    log = json.loads((runner.clone / "report.sarif").read_text(encoding="utf-8"))
    assert [error.message for error in Draft4Validator(SARIF_SCHEMA).iter_errors(log)] == []
    assert "update-on-delete" in {result["ruleId"] for result in log["runs"][0]["results"]}
    assert "update-on-delete" in (runner.folder / "summary.md").read_text(encoding="utf-8")


@pytest.fixture
def comments() -> Iterator[Comments]:
    with serving(Comments(TOKEN)) as server:
        yield server


def change(runner: Runner, image: str) -> None:
    """Let the pull request say something new."""
    write(runner.clone, {"deploy/agent.yaml": agent().replace("agent:latest", image)})


@pytest.mark.slow
def test_the_difference_goes_into_the_summary_and_one_comment(runner: Runner, comments: Comments) -> None:
    """Behind a hundred comments of others, ours is found again; an unchanged one is not sent again."""
    comments.bodies = dict.fromkeys(range(1, 121), "of somebody else: <!-- dslint diff -->")
    wanted = {"COMPARE": "true", "COMMENT": "true", "GITHUB_API_URL": comments.address}
    for image in ("agent:1.0.0", "agent:1.0.0", "agent:2.0.0"):
        change(runner, image)
        done = runner.run(**wanted)
        assert done.returncode == 1, done.stderr
    assert "<!-- dslint diff -->" in (runner.folder / "summary.md").read_text(encoding="utf-8")
    assert [asked for asked in comments.asked if not asked.startswith("GET")] == [
        "POST /repos/a/b/issues/7/comments",
        "PATCH /repos/a/b/issues/comments/121",
    ]
    assert comments.bodies[121].startswith("<!-- dslint diff -->")
    assert "2.0.0" in comments.bodies[121]
    assert "1.0.0" not in comments.bodies[121]


@pytest.mark.slow
def test_a_comment_that_may_not_be_written_is_a_warning(runner: Runner, comments: Comments) -> None:
    wanted = {"COMPARE": "true", "COMMENT": "true", "GITHUB_API_URL": comments.address, "GH_TOKEN": "other"}
    done = runner.run(**wanted)
    assert "::warning title=dslint::cannot write the comment (HTTP Error 403" in done.stdout
    assert done.returncode == 1
    assert comments.bodies == {}


@pytest.mark.slow
def test_a_job_of_gitlab_writes_the_report_and_keeps_dslints_code(runner: Runner) -> None:
    done = runner.job("dslint", DSLINT_PATHS="deploy", DSLINT_ARGUMENTS="-q --select update-on-delete")
    assert done.returncode == 1, done.stderr
    (issue,) = json.loads((runner.clone / "gl-code-quality.json").read_text(encoding="utf-8"))
    assert (issue["check_name"], issue["location"]["path"]) == ("update-on-delete", "deploy/agent.yaml")


@pytest.mark.slow
@pytest.mark.needs("curl and jq")
def test_a_job_of_gitlab_keeps_one_note(runner: Runner, comments: Comments) -> None:
    comments.bodies = {1: "of somebody else"}
    for image in ("agent:1.0.0", "agent:2.0.0"):
        change(runner, image)
        done = runner.job(
            "dslint-difference",
            DSLINT_PATHS="deploy",
            DSLINT_TOKEN=TOKEN,
            CI_API_V4_URL=comments.address,
            CI_PROJECT_ID="5",
            CI_MERGE_REQUEST_IID="7",
            CI_MERGE_REQUEST_DIFF_BASE_SHA="HEAD",
        )
        assert done.returncode == 0, done.stderr
    assert [asked for asked in comments.asked if not asked.startswith("GET")] == [
        "POST /projects/5/merge_requests/7/notes",
        "PUT /projects/5/merge_requests/7/notes/2",
    ]
    assert comments.bodies[2].startswith("<!-- dslint diff -->")
    assert "2.0.0" in comments.bodies[2]
    assert "1.0.0" not in comments.bodies[2]


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
    text = TEMPLATE.read_text(encoding="utf-8")
    spec, jobs = dslint.read(text).documents
    assert set(spec["spec"]["inputs"]) == {"paths", "arguments", "compare", "stage", "image"}
    used = {name for name in spec["spec"]["inputs"] if f"$[[ inputs.{name} ]]" in text}
    assert used == set(spec["spec"]["inputs"])
    assert jobs["dslint"]["artifacts"]["reports"] == {"codequality": "gl-code-quality.json"}
