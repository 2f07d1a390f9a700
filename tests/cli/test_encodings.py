"""Files that are not plain UTF-8, in every command that reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import running

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PINNED = (EXAMPLES / "nginx-pinned.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_says_how_to_read(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "agent.yaml"
    manifest.write_bytes(PINNED.encode(encoding))
    assert running.run("lint", str(manifest), "-o", "compact", "-q") == 1
    assert ":17:17: warning node-name-set:" in capsys.readouterr().out
    running.run("plan", str(manifest), "--nodes", str(EXAMPLES / "inventory.yaml"))
    assert "1 DaemonSet," in capsys.readouterr().out


def test_bytes_that_are_not_utf_8_are_shown_where_they_are_read_as_another_character(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "agent.yaml"
    manifest.write_bytes(PINNED.replace("worker-b-3", "wörker").encode("latin-1"))
    running.run("lint", str(manifest), "-o", "compact", "-q")
    out = capsys.readouterr().out
    assert ":17:17: warning lost-characters: this value has bytes that are not UTF-8\n" in out


def test_a_binary_file_is_told_from_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.yaml").write_bytes(bytes(range(256)) + b"DaemonSet")
    assert running.run("lint", str(tmp_path / "a.yaml"), "-o", "compact", "-q") == 1
    assert "error invalid-yaml: control character found; is this a text file?" in (capsys.readouterr().out)
