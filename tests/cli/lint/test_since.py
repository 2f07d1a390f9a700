"""`--since REV`: whole objects whose text changed since the merge base, untracked files included."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.config.places import RULES, agent, report, write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.needs("git")

NAME = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *NAME, "-c", "protocol.file.allow=always", *words],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    )
    return done.stdout.strip()


def commit(folder: Path, message: str = "m") -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, which is the current folder; its branch is called main."""
    folder = tmp_path / "repository"
    two = f"{agent('one')}---\n{agent('two')}"
    write(folder, {"deploy/agent.yaml": agent(), "deploy/two.yaml": two, "other/old.yaml": agent("old")})
    git(folder, "init", "--quiet", "-b", "main")
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


def found(capsys: Capture, *words: str) -> list[tuple[str, str]]:
    """(file, DaemonSet) of all findings, each once."""
    findings = report(capsys, "--since", *words)["findings"]
    return sorted({(each["file"], each["object"]["name"]) for each in findings})


@pytest.mark.usefixtures("here")
def test_nothing_changed_nothing_is_found(capsys: Capture) -> None:
    assert found(capsys, "main") == []


def test_objects_that_changed_are_reported_whole_and_others_not(here: Path, capsys: Capture) -> None:
    text = (here / "deploy/two.yaml").read_text(encoding="utf-8")
    head, mark, tail = text.rpartition("name: agent\n")
    write(here, {"deploy/two.yaml": f"# moved down\n\n{head}{mark}          env: []\n{tail}"})
    findings = report(capsys, "--since", "main")["findings"]
    assert [(each["object"]["name"], each["rule"]) for each in findings] == [
        ("two", rule) for rule in ("selector-overlap", *RULES)
    ]
    assert findings[0]["message"].count("one") == 1


def test_comments_and_moves_are_no_change(here: Path, capsys: Capture) -> None:
    one, two = (here / "deploy/two.yaml").read_text(encoding="utf-8").split("---\n")
    write(here, {"deploy/two.yaml": f"{two}---\n# first\n{one}"})
    assert found(capsys, "main") == []


def test_untracked_staged_and_committed_files_are_new(here: Path, capsys: Capture) -> None:
    git(here, "checkout", "--quiet", "-b", "mine")
    write(here, {"committed.yaml": agent("committed")})
    commit(here)
    write(here, {"staged.yaml": agent("staged"), "untracked.yaml": agent("untracked")})
    git(here, "add", "staged.yaml")
    assert found(capsys, "main") == [
        ("committed.yaml", "committed"),
        ("staged.yaml", "staged"),
        ("untracked.yaml", "untracked"),
    ]


def test_what_others_changed_since_is_not_mine(here: Path, capsys: Capture) -> None:
    git(here, "checkout", "--quiet", "-b", "mine")
    write(here, {"mine.yaml": agent("mine")})
    commit(here)
    git(here, "checkout", "--quiet", "main")
    write(here, {"theirs.yaml": agent("theirs")})
    commit(here)
    git(here, "checkout", "--quiet", "mine")
    assert found(capsys, "main") == [("mine.yaml", "mine")]


def test_a_renamed_file_is_no_change(here: Path, capsys: Capture) -> None:
    (here / "deploy/agent.yaml").rename(here / "deploy/renamed.yaml")
    assert found(capsys, "main") == []


def test_files_with_odd_names(here: Path, capsys: Capture) -> None:
    write(
        here, {"-dash.yaml": agent("dash"), 'qu"ote ü.yaml': agent("quote"), "new\nline.yaml": agent("line")}
    )
    commit(here)
    assert found(capsys, "HEAD") == []
    write(here, {'qu"ote ü.yaml': agent("quote").replace("OnDelete", "'OnDelete'")})
    assert found(capsys, "HEAD") == [('qu"ote ü.yaml', "quote")]


def test_paths_limit_what_is_looked_at(here: Path, capsys: Capture) -> None:
    write(here, {"deploy/new.yaml": agent("new"), "other/new.yaml": agent("new")})
    assert found(capsys, "main", "other") == [("other/new.yaml", "new")]


def test_a_linked_worktree_has_its_own_changes(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(here, "worktree", "add", "--quiet", "-b", "side", "../side")
    monkeypatch.chdir(here.parent / "side")
    write(Path(), {"new.yaml": agent("new")})
    assert found(capsys, "main") == [("new.yaml", "new")]


def test_a_submodule_is_compared_with_the_commit_it_was_at(here: Path, capsys: Capture) -> None:
    library = here.parent / "library"
    write(library, {"inside.yaml": agent("inside"), "same.yaml": agent("same")})
    git(library, "init", "--quiet", "-b", "main")
    commit(library)
    git(here, "submodule", "--quiet", "add", str(library), "library")
    commit(here)
    assert found(capsys, "HEAD") == []
    write(here, {"library/inside.yaml": agent("inside").replace("OnDelete", "'OnDelete'")})
    assert found(capsys, "HEAD") == [("library/inside.yaml", "inside")]


def test_a_shallow_clone_says_what_to_do(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = git(here, "rev-parse", "HEAD")
    write(here, {"more.yaml": agent("more")})
    commit(here)
    git(here.parent, "clone", "--quiet", "--depth", "1", here.as_uri(), "shallow")
    monkeypatch.chdir(here.parent / "shallow")
    assert run("lint", "--since", first) == 2
    said = capsys.readouterr().err
    assert f"--since {first}: git does not know this revision; this is a shallow clone" in said
    assert "fetch-depth: 0" in said
    assert run("lint", "-q", "--since", "HEAD") == 0


REFUSED = [
    ("nosuch", "git does not know this revision; `git branch --all` and `git tag` list what there is"),
    ("--help", "git does not know this revision"),
    ("-n1", "git does not know this revision"),
    ("HEAD:deploy", "git does not know this revision"),
    ("", "this is not a revision"),
]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("revision,message", REFUSED, ids=[repr(case[0]) for case in REFUSED])
def test_what_is_no_revision_is_refused(revision: str, message: str, capsys: Capture) -> None:
    assert run("lint", f"--since={revision}") == 2
    assert message in capsys.readouterr().err


def test_outside_of_a_repository(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "plain", {"agent.yaml": agent()})
    monkeypatch.chdir(tmp_path / "plain")
    assert run("lint", "--since", "main") == 2
    assert "--since needs a git repository" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_a_repository_of_another_owner(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    assert run("lint", "--since", "main") == 2
    assert "git config --global --add safe.directory" in capsys.readouterr().err


def test_programs_that_the_repository_configures_do_not_run(here: Path, capsys: Capture) -> None:
    marker = here.parent / "ran"
    git(here, "config", "filter.x.clean", f"touch '{marker}'; cat")
    git(here, "config", "core.fsmonitor", f"touch '{marker}'")
    write(here, {".gitattributes": "*.yaml filter=x\n", "deploy/agent.yaml": agent("changed")})
    assert found(capsys, "main") == [("deploy/agent.yaml", "changed")]
    assert not marker.exists()


def test_a_changed_object_is_compared_with_unchanged_ones(here: Path, capsys: Capture) -> None:
    """Of two that overlap, the unchanged one is context, wherever its name stands in the alphabet."""
    text = (here / "deploy/two.yaml").read_text(encoding="utf-8")
    write(here, {"deploy/two.yaml": text.replace("name: one\n", "name: one\n  labels: {a: b}\n")})
    findings = report(capsys, "--since", "main")["findings"]
    overlap = [each for each in findings if each["rule"] == "selector-overlap"]
    assert [each["object"]["name"] for each in overlap] == ["one"]
    assert "two" in overlap[0]["message"]
