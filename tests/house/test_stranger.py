"""The path of somebody who has never seen dslint, step by step, with the built wheel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.needs import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.needs("packages", "git", "hook")]

OLD = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: {name}
  namespace: monitoring
spec:
  selector:
    matchLabels: {{app: {name}}}
  updateStrategy:
    type: OnDelete
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      nodeSelector:
        beta.kubernetes.io/os: linux
      containers:
        - name: agent
          image: registry.example.com/agent:1.4.2
"""
RULE = """\
severity: error
check: allowed-images
params: {registries: [registry.example.com]}
summary: An image from elsewhere.
message: "{container} uses {image}, not {wanted}"
examples:
  good:
    - |
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {containers: [{name: agent, image: "registry.example.com/agent:1"}]}
  bad:
    - at: ["8:46"]
      manifest: |
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: agent, image: "quay.io/agent:1"}]}
"""

HOOK = """\
repos:
- repo: local
  hooks:
  - id: dslint
    name: dslint
    entry: {program} lint --no-fail-on-skipped --context .
    language: system
    types_or: [yaml, json]
    require_serial: true
    exclude: ^(dslint-rules|report|\\.)
"""
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]


class Stranger:
    """A new environment with the wheel alone, and a new repository."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "repository"
        self.programs = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
        wheels = folder / "wheels"
        _run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(wheels), str(ROOT)])
        venv.create(folder / "environment", with_pip=False)
        python = self.programs / "python"
        (wheel,) = wheels.glob("*.whl")
        install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps"]
        _run([*install, "--no-index", "--disable-pip-version-check", str(wheel)])
        # What dslint depends on is borrowed from this environment: nothing is downloaded.
        (packages,) = (folder / "environment").rglob("site-packages")
        (packages / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        file = self.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def read(self, name: str) -> str:
        return (self.home / name).read_text(encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        self.write(name, self.read(name) + text)

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def rules(self) -> list[str]:
        """The rules of all findings."""
        return [line.rpartition(" ")[2] for line in self.lines()]

    def dslint(self, *words: str) -> tuple[int, str]:
        """The exit code and what was printed, findings first."""
        done = subprocess.run(
            [str(self.programs / "dslint"), *words],
            cwd=self.home,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def lines(self, *words: str) -> list[str]:
        """The findings of a run, without the words of their messages."""
        _, said = self.dslint("lint", "-q", "-o", "compact", *words)
        return [" ".join(line.split(" ")[:3]).rstrip(":") for line in said.splitlines()]


def _try(command: list[str], cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, **variables}
    )


def _run(command: list[str], cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    done = _try(command, cwd, **variables)
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
    return done


def test_from_the_wheel_to_the_first_commit(tmp_path: Path) -> None:
    me = Stranger(tmp_path)
    me.write("deploy/one.yaml", OLD.format(name="one"))
    me.write("deploy/two.yaml", OLD.format(name="two"))
    _run([*GIT, "init", "--quiet", "-b", "main"], me.home)
    a_first_configuration(me)
    old_faults_go_into_a_baseline(me)
    one_manifest_breaks(me)
    a_fix_mends_what_is_old(me)
    one_finding_is_hidden_with_a_reason(me)
    a_rule_of_ones_own(me)
    the_reports_are_right(me)
    the_hook_stops_a_commit(me, tmp_path)


def a_first_configuration(me: Stranger) -> None:
    assert me.dslint("config", "init") == (0, "wrote ./.dslint.yaml\n")
    assert '#   - namespaces: ["monitoring"]' in me.read(".dslint.yaml")
    assert me.lines() == [
        "deploy/one.yaml:10:11: warning update-on-delete",
        "deploy/one.yaml:16:9: warning deprecated-node-label",
        "deploy/two.yaml:10:11: warning update-on-delete",
        "deploy/two.yaml:16:9: warning deprecated-node-label",
    ]


def old_faults_go_into_a_baseline(me: Stranger) -> None:
    code, said = me.dslint("lint", "--update-baseline")
    assert code == 0
    assert "4 findings, 4 added, 0 removed" in said
    me.append(".dslint.yaml", "baseline: .dslint-baseline.json\n")
    assert me.dslint("lint")[0] == 0


def one_manifest_breaks(me: Stranger) -> None:
    """Only what is new is seen, though every line has moved."""
    me.write("deploy/two.yaml", "# moved down\n" + me.read("deploy/two.yaml"))
    me.replace("deploy/two.yaml", "{app: two}", "{app: tow}")
    assert me.lines() == ["deploy/two.yaml:14:21: error selector-mismatch"]
    assert me.dslint("lint")[0] == 1
    me.replace("deploy/two.yaml", "{app: tow}", "{app: two}")
    assert me.dslint("lint")[0] == 0


def a_fix_mends_what_is_old(me: Stranger) -> None:
    """Then the baseline has an entry too many, which is said, and removed when it is written anew."""
    assert me.dslint("lint", "--fix", "--unsafe-fixes", "--isolated", "deploy/one.yaml")[0] == 1
    assert "        kubernetes.io/os: linux" in me.read("deploy/one.yaml")
    assert me.rules() == ["unused-suppression"]
    assert me.dslint("lint", "--update-baseline")[0] == 0
    assert me.rules() == []


def one_finding_is_hidden_with_a_reason(me: Stranger) -> None:
    """After a change the suppression hides nothing, and that is said."""
    comment = " # dslint: ignore[update-on-delete] by hand"
    me.replace("deploy/one.yaml", "OnDelete", f"OnDelete{comment}")
    assert me.dslint("lint", "--update-baseline")[0] == 0
    assert me.rules() == []
    me.replace("deploy/one.yaml", "type: OnDelete", "type: RollingUpdate")
    assert me.rules() == ["unused-suppression"]
    me.replace("deploy/one.yaml", comment, "")
    assert me.rules() == []


def a_rule_of_ones_own(me: Stranger) -> None:
    me.write("dslint-rules/image-from-elsewhere.yaml", RULE)
    me.append(".dslint.yaml", "rule-dirs: [dslint-rules]\n")
    assert me.dslint("rules", "test", "dslint-rules") == (0, "1 rule tested, 0 examples failed\n")
    me.write("deploy/three.yaml", OLD.format(name="three").replace("registry.example.com", "quay.io"))
    assert "deploy/three.yaml:19:18: error image-from-elsewhere" in me.lines()


def the_reports_are_right(me: Stranger) -> None:
    """The SARIF region names the right text, and jq opens the JSON."""
    assert me.dslint("lint", "-q", "-o", "sarif=report.sarif", "--select", "image-from-elsewhere")[0] == 1
    (result,) = json.loads(me.read("report.sarif"))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = me.read("deploy/three.yaml").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "quay.io/agent:1.4.2"

    assert me.dslint("lint", "-q", "-o", "json=report.json")[0] == 1
    rules = {finding["rule"] for finding in json.loads(me.read("report.json"))["findings"]}
    assert "image-from-elsewhere" in rules
    if shutil.which("jq"):
        done = _run(["jq", "-r", ".findings[].rule", "report.json"], me.home)
        assert set(done.stdout.split()) == rules


def the_hook_stops_a_commit(me: Stranger, folder: Path) -> None:
    """With the fault there is no commit, and without it there is one."""
    me.write(".pre-commit-config.yaml", HOOK.format(program=me.programs / "dslint"))
    variables = {"PRE_COMMIT_HOME": str(folder / "store")}
    _run([sys.executable, "-m", "pre_commit", "install"], me.home, **variables)
    _run([*GIT, "add", "-A"], me.home)
    refused = _try([*GIT, "commit", "-m", "m"], me.home, **variables)
    assert refused.returncode == 1
    assert "image-from-elsewhere" in refused.stdout + refused.stderr
    (me.home / "deploy/three.yaml").unlink()
    _run([*GIT, "add", "-A"], me.home)
    _run([*GIT, "commit", "-m", "m"], me.home, **variables)
