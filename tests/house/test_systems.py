"""Other systems in mind: consoles that cannot show everything, line endings, separators, no home folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT

AGENT = (ROOT / "examples" / "storage-agent.yaml").read_text(encoding="utf-8")


def _lint(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "dslint", "lint", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "utf-8"])
def test_a_console_of_any_encoding_shows_everything(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "agent.yaml").write_text(
        AGENT.replace("OnDelete", "OnDelete # 日本 ß \u2192"), encoding="utf-8"
    )
    done = _lint(tmp_path, PYTHONIOENCODING=encoding)
    assert done.stdout.decode(encoding).startswith("agent.yaml:12:11: warning update-on-delete: ")
    assert b"Traceback" not in done.stderr
    assert done.returncode == 1


def test_paths_are_printed_with_slashes(tmp_path: Path) -> None:
    folder = tmp_path / "deploy" / "agents"
    folder.mkdir(parents=True)
    (folder / "agent.yaml").write_text(AGENT, encoding="utf-8")
    done = _lint(tmp_path, "--format", "compact", "deploy")
    assert done.stdout.startswith(b"deploy/agents/agent.yaml:12:11: ")


@pytest.mark.parametrize("name", ["with a space.yaml", "日本.yaml", "-dash.yaml"])
def test_files_may_have_any_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(AGENT, encoding="utf-8")
    done = _lint(tmp_path, "--format", "compact", "--", name, PYTHONIOENCODING="utf-8")
    assert done.stdout.decode("utf-8").startswith(f"{name}:12:11: ")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(AGENT.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(b"\xef\xbb\xbf" + AGENT.encode(), id="byte order mark"),
        pytest.param(AGENT.encode("utf-16"), id="UTF-16"),
    ],
)
def test_files_from_windows_have_the_same_places(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "agent.yaml").write_bytes(content)
    done = _lint(tmp_path, "--format", "compact", "agent.yaml")
    assert done.stdout.startswith(b"agent.yaml:12:11: warning update-on-delete: "), done.stderr


def test_neither_home_nor_path_is_needed(tmp_path: Path) -> None:
    (tmp_path / "agent.yaml").write_text(AGENT, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name in ("SYSTEMROOT", "LD_LIBRARY_PATH")}
    done = subprocess.run(
        [sys.executable, "-m", "dslint", "lint", "agent.yaml"],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout[:16]) == (1, b"agent.yaml:12:11")
