"""Which files below a folder are found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dslint.cli.inputs.found import Found
from dslint.cli.inputs.sources import Source, Unreadable, sources
from dslint.cli.inputs.walking import walk


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("kind: DaemonSet\n", encoding="utf-8")


def below(root: Path) -> list[str]:
    return [Path(found.path).relative_to(root).as_posix() for found in walk(str(root)) if not found.why]


def test_yaml_and_json_in_order_of_name_without_hidden_folders(tmp_path: Path) -> None:
    put(
        tmp_path,
        "b.yaml",
        "a/x.yml",
        "a/y.json",
        "a/notes.txt",
        ".git/config.yaml",
        ".hidden/z.yaml",
        ".lint.yaml",
    )
    assert below(tmp_path) == [".lint.yaml", "a/x.yml", "a/y.json", "b.yaml"]


def test_gitignore_files_of_every_level_count(tmp_path: Path) -> None:
    put(
        tmp_path,
        "keep.yaml",
        "build/out.yaml",
        "sub/keep.yaml",
        "sub/drop.yaml",
        "sub/deep/drop.yaml",
        "x.gen.yaml",
    )
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\n*.gen.yaml\n", encoding="utf-8")
    (tmp_path / "sub" / ".gitignore").write_text("drop.yaml\n", encoding="utf-8")
    assert below(tmp_path) == ["keep.yaml", "sub/keep.yaml"]
    assert below(tmp_path / "sub") == ["keep.yaml"]


def test_gitignore_above_the_folder_counts_inside_its_repository(tmp_path: Path) -> None:
    put(tmp_path, "repo/deploy/a.yaml", "repo/deploy/b.yaml")
    (tmp_path / ".gitignore").write_text("a.yaml\n", encoding="utf-8")
    (tmp_path / "repo" / ".git").mkdir()
    (tmp_path / "repo" / ".gitignore").write_text("deploy/b.yaml\n", encoding="utf-8")
    assert below(tmp_path / "repo" / "deploy") == ["a.yaml"]


def test_a_deeper_gitignore_takes_an_ignored_file_back(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "sub/a.yaml")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("a.yaml\n", encoding="utf-8")
    (tmp_path / "sub" / ".gitignore").write_text("!a.yaml\n", encoding="utf-8")
    assert below(tmp_path) == ["sub/a.yaml"]


def test_linked_folders_are_entered_once_and_loops_end(tmp_path: Path) -> None:
    put(tmp_path, "real/a.yaml")
    (tmp_path / "again").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "up").symlink_to(tmp_path)
    assert below(tmp_path) == ["again/a.yaml"]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert list(walk(str(tmp_path))) == [
        Found(str(tmp_path / "gone.yaml"), "broken link"),
        Found(str(tmp_path / "pipe.yaml"), "not a regular file"),
    ]


def test_a_folder_that_may_not_be_listed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.yaml", "closed/b.yaml")
    scandir = os.scandir

    def refuse(folder: str) -> object:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [found.why for found in walk(str(tmp_path))] == ["", "permission denied"]


def test_a_named_pipe_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"kind: DaemonSet\n")
    os.close(writing)
    assert list(sources([f"/dev/fd/{reading}"])) == [
        Source(f"/dev/fd/{reading}", b"kind: DaemonSet\n", f"/dev/fd/{reading}", named=True)
    ]
    os.close(reading)


def test_each_file_is_read_once_and_missing_ones_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "d/a.yaml", "d/b.yaml")
    monkeypatch.chdir(tmp_path)
    found = list(sources(["./d/a.yaml", "d", "nope.yaml"], exclude=("b.yaml",)))
    assert found == [
        Source("d/a.yaml", b"kind: DaemonSet\n", "./d/a.yaml", named=True),
        Unreadable("nope.yaml", "no such file or directory", named=True),
    ]


def test_a_file_that_vanishes_after_it_was_found_is_said(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml", "b.yaml")
    found = sources([str(tmp_path)])
    assert isinstance(next(found), Source)
    (tmp_path / "b.yaml").unlink()
    assert next(found) == Unreadable(f"{tmp_path.as_posix()}/b.yaml", "vanished", named=False)
