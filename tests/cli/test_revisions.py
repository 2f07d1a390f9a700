"""Files of git revisions are read from the object store, whatever the working tree looks like."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dslint.cli.diff.git import blobs, commit_of, fork_point, parse_revision, path_in_repository
from dslint.cli.exits import UsageError

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A git command in a new repository, which is the current folder."""
    monkeypatch.chdir(tmp_path)
    for variable in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(variable, "somebody")
    for variable in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(variable, "somebody@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")

    def run(*words: str) -> str:
        return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout.strip()

    run("init", "-q", "-b", "main")
    return run


@pytest.fixture
def history(git: Git, tmp_path: Path) -> Git:
    """One commit with files of every kind; then the working tree changes."""
    (tmp_path / "deploy" / "odd name").mkdir(parents=True)
    (tmp_path / "deploy" / "a.yaml").write_bytes(b"kind: A\n")
    (tmp_path / "deploy" / "odd name" / "\u00fc.yml").write_bytes(b"kind: \xc3\x9c\r\nno end of line")
    (tmp_path / "deploy" / "notes.txt").write_bytes(b"text")
    (tmp_path / "deploy" / "link.yaml").symlink_to("a.yaml")
    (tmp_path / "top.json").write_bytes(b"")
    git("add", ".")
    git("commit", "-qm", "first")
    (tmp_path / "deploy" / "a.yaml").write_bytes(b"changed\n")
    (tmp_path / "top.json").unlink()
    return git


@pytest.mark.usefixtures("history")
def test_the_files_of_a_revision_come_as_they_were_committed() -> None:
    found = blobs(parse_revision("git:main"))
    assert [(blob.name, blob.content) for blob in found] == [
        ("git:main:deploy/a.yaml", b"kind: A\n"),
        ("git:main:deploy/odd name/\u00fc.yml", b"kind: \xc3\x9c\r\nno end of line"),
        ("git:main:top.json", b""),
    ]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    "written, paths",
    [
        ("git:HEAD:deploy", ["deploy/a.yaml", "deploy/odd name/\u00fc.yml"]),
        ("git:HEAD:deploy/", ["deploy/a.yaml", "deploy/odd name/\u00fc.yml"]),
        ("git:main:deploy/notes.txt", ["deploy/notes.txt"]),
        ("git:main~0:", ["deploy/a.yaml", "deploy/odd name/\u00fc.yml", "top.json"]),
    ],
)
def test_a_path_narrows_it_down(written: str, paths: list[str]) -> None:
    assert [blob.path for blob in blobs(parse_revision(written))] == paths


@pytest.mark.usefixtures("history")
def test_without_a_path_the_default_holds() -> None:
    assert [blob.path for blob in blobs(parse_revision("git:main", "deploy/a.yaml"))] == ["deploy/a.yaml"]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    "written, message",
    [
        ("git:", "'git:' has no revision; write git:REV or git:REV:PATH, such as git:main:deploy"),
        ("git:nowhere", "git does not know the revision 'nowhere' (git log nowhere)"),
        ("git:--all", "git does not know the revision '--all' (git log --all)"),
    ],
)
def test_an_unknown_revision_is_said(written: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_revision(written)
    assert str(raised.value) == message


@pytest.mark.usefixtures("history")
def test_an_unknown_path_is_said() -> None:
    revision = parse_revision("git:main:nothing")
    with pytest.raises(UsageError) as raised:
        blobs(revision)
    assert str(raised.value) == f"nothing does not exist in {revision.commit[:7]} (main)"


def test_the_fork_point_is_the_merge_base_with_the_upstream(history: Git) -> None:
    base = commit_of("main")
    history("switch", "-qc", "work")
    history("branch", "-q", "--set-upstream-to=main")
    history("commit", "-qam", "second")
    assert fork_point()[:2] == ("main", base)


@pytest.mark.usefixtures("history")
def test_without_an_upstream_both_sides_must_be_named() -> None:
    with pytest.raises(UsageError) as raised:
        fork_point()
    assert "no upstream" in str(raised.value)
    assert "dslint diff git:REV PATH" in str(raised.value)


@pytest.mark.usefixtures("history")
def test_paths_are_seen_from_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "deploy")
    assert path_in_repository(".") == "deploy"
    assert path_in_repository("odd name") == "deploy/odd name"
    assert path_in_repository("..") == ""
    with pytest.raises(UsageError):
        path_in_repository("/")
