"""`dslint lint --upgrade`: what an upgrade changes, and for how many DaemonSets it changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.kubernetes.versions import NEWEST
from tests.cli.running import run

MANIFEST = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{app: agent}}}}
  template:
    metadata: {{labels: {{app: agent}}}}
    spec:
      {pod}
      containers: [{{name: agent, image: "registry.example/agent:1.0"}}]
"""
PLAIN = MANIFEST.format(name="plain", pod="hostPID: true")
OLD = MANIFEST.format(name="old", pod="hostAliases: [{ip: 010.0.0.1, hostnames: [a]}]")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_names_what_changes_and_counts_the_rest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "all.yaml").write_text(f"{PLAIN}---\n{OLD}", encoding="utf-8")
    assert run("lint", "--upgrade", "1.35..1.36", "-o", "compact", "all.yaml") == 1
    captured = capsys.readouterr()
    assert captured.out == (
        "all.yaml:20:26: error upgrade-refused: from Kubernetes 1.36, the API server rejects this: "
        "`ip: 010.0.0.1` has a number with leading zeros\n"
    )
    assert "upgrade 1.35..1.36: nothing changes for 1 of 2 DaemonSets\n" in captured.err


def test_nothing_changes_is_an_answer_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    assert run("lint", "--upgrade", "1.28..", "plain.yaml") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"upgrade 1.28..{NEWEST}: nothing changes for 1 of 1 DaemonSet\n"


def test_a_comment_hides_a_change_and_is_used_only_then(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden = OLD.replace("[a]}]", "[a]}]  # dslint: ignore[upgrade-refused] changed with the upgrade")
    (folder / "old.yaml").write_text(hidden, encoding="utf-8")
    assert run("lint", "--upgrade", "1.35..1.36", "-o", "compact", "old.yaml") == 0
    assert capsys.readouterr().out == ""
    assert run("lint", "--kubernetes", "1.35", "--profile", "server", "-o", "compact", "old.yaml") == 1
    assert "unused-suppression" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "versions,said",
    [
        ("1.36", f"dslint: --upgrade takes the versions before and after: --upgrade 1.36..{NEWEST}"),
        ("1.27..1.30", f"dslint: Kubernetes 1.27 is not known; dslint knows 1.28 to {NEWEST}"),
        ("1.36..1.30", "dslint: the range '1.36..1.30' is reversed; write 1.30..1.36"),
    ],
)
def test_a_bad_range_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], versions: str, said: str
) -> None:
    (folder / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    assert run("lint", "--upgrade", versions, "plain.yaml") == 2
    assert said in capsys.readouterr().err
