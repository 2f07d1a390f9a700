"""`--fix` changes the content of a file and nothing else, and leaves alone what it must not write."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.hostile.attack import GOOD

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="owners, links and attributes as on Linux")

FIXABLE = GOOD.replace("image:", "Image:")
CALL = ("lint", "-q", "--fix", "--unsafe-fixes")


def manifest(folder: Path) -> Path:
    path = folder / "m.yaml"
    path.write_text(FIXABLE, encoding="utf-8")
    return path


def test_mode_and_hard_links_are_kept(tmp_path: Path) -> None:
    path = manifest(tmp_path)
    path.chmod(0o640)
    os.link(path, tmp_path / "other")
    run(*CALL, str(path))
    assert (tmp_path / "other").read_text(encoding="utf-8") == GOOD
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.stat().st_nlink == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_is_kept(tmp_path: Path) -> None:
    path = manifest(tmp_path)
    os.chown(path, 1234, 5678)
    run(*CALL, str(path))
    assert path.read_text(encoding="utf-8") == GOOD
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 5678)


def test_a_read_only_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = manifest(tmp_path)
    path.chmod(0o444)
    assert run(*CALL, str(path)) == 1
    assert path.read_text(encoding="utf-8") == FIXABLE
    assert "not fixed: read-only" in capsys.readouterr().err


def test_a_link_out_of_the_folder_is_not_written_through(tmp_path: Path) -> None:
    outside = manifest(tmp_path)
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "agent.yaml").symlink_to(outside)
    run(*CALL, str(repository))
    assert outside.read_text(encoding="utf-8") == FIXABLE
    run(*CALL, str(repository / "agent.yaml"))
    assert outside.read_text(encoding="utf-8") == GOOD
    assert (repository / "agent.yaml").is_symlink()


def test_a_report_replaces_a_planted_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    manifest(tmp_path)
    victim = tmp_path / "victim"
    victim.write_text("kept\n", encoding="utf-8")
    (tmp_path / "report.json").symlink_to(victim)
    assert run("lint", "-q", "-o", "json=report.json", "m.yaml") == 1
    assert victim.read_text(encoding="utf-8") == "kept\n"
    assert (tmp_path / "report.json").read_text(encoding="utf-8").startswith("{")
