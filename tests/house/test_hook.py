"""The published hooks, run by the real pre-commit on a small repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT, prek

pytestmark = [pytest.mark.slow, pytest.mark.needs("hook")]

AGENT = (ROOT / "examples" / "storage-agent.yaml").read_text(encoding="utf-8")
GOOD = (ROOT / "examples" / "log-collector.yaml").read_text(encoding="utf-8")

FILES = {
    "deploy/agent.yaml": AGENT,
    "deploy/good.yaml": GOOD,
    "deploy/settings.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  a: b\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: agent\nversion: 1.0.0\n",
    "chart/values.yaml": "image: agent:1\ntolerations: []\n",
    "chart/templates/agent.yaml": (
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: {{ .Release.Name }}\n"
        "spec:\n  {{- with .Values.tolerations }}\n  tolerations: {{- toYaml . | nindent 4 }}\n  {{- end }}\n"
    ),
    "package.json": '{"name": "something", "version": "1.0.0"}\n',
    "nodes.yaml": (ROOT / "examples" / "inventory.yaml").read_text(encoding="utf-8"),
    "README.md": "A repository.\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps its environments, so that nothing is left behind."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with DaemonSets, other YAML and a Helm chart, everything added."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    _git(tmp_path, "init", "--quiet")
    _git(tmp_path, "add", ".")
    return tmp_path


def test_dslint_judges_the_files_of_a_commit(store: Path, repository: Path) -> None:
    done = _pre_commit(store, repository, "try-repo", str(ROOT), "dslint", "--files", *FILES)
    assert "deploy/agent.yaml:12:11: warning update-on-delete:" in done.stdout
    assert "chart/templates/agent.yaml:" not in done.stdout.replace("not linted", "")
    assert "deploy/good.yaml" not in done.stdout
    assert "package.json" not in done.stdout
    assert done.returncode == 1

    others = [name for name in FILES if name != "deploy/agent.yaml"]
    done = _pre_commit(store, repository, "try-repo", str(ROOT), "dslint", "--files", *others)
    assert "Passed" in done.stdout
    assert done.returncode == 0, done.stdout


def test_dslint_plan_plans_the_whole_repository(store: Path, repository: Path) -> None:
    revision = _git(ROOT, "rev-parse", "HEAD").strip()
    (repository / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {ROOT.as_uri()}\n  rev: {revision}\n  hooks:\n  - id: dslint-plan\n"
        "    args: [deploy, --nodes, nodes.yaml]\n    verbose: true\n",
        encoding="utf-8",
    )
    _git(repository, "add", ".pre-commit-config.yaml")
    done = _pre_commit(store, repository, "run", "--files", "deploy/settings.yaml")
    assert "kube-system/log-collector" in done.stdout
    assert "storage/storage-agent" in done.stdout
    assert done.returncode == 0, done.stdout


@pytest.mark.needs("prek")
def test_prek_runs_the_same_hooks(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> None:
    revision = _git(ROOT, "rev-parse", "HEAD").strip()
    (repository / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {ROOT.as_uri()}\n  rev: {revision}\n  hooks:\n  - id: dslint\n  - id: dslint-plan\n"
        "    args: [deploy, --nodes, nodes.yaml]\n    verbose: true\n",
        encoding="utf-8",
    )
    _git(repository, "add", ".pre-commit-config.yaml")
    home = tmp_path_factory.mktemp("prek")
    done = subprocess.run(
        [str(prek()), "run", "--color", "never", "--files", *FILES],
        cwd=repository,
        env={**os.environ, "PREK_HOME": str(home)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "deploy/agent.yaml:12:11: warning update-on-delete:" in done.stdout, done.stdout + done.stderr
    assert "storage/storage-agent" in done.stdout
    assert done.returncode == 1


def test_this_repository_passes_its_own_hook(store: Path) -> None:
    done = _pre_commit(store, ROOT, "run", "--all-files", "dslint")
    assert done.returncode == 0, done.stdout + done.stderr


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def _pre_commit(store: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(store), "PRE_COMMIT_COLOR": "never"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
