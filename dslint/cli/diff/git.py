"""Files of a git revision, read through git's object store: nothing is checked out, nothing is run."""

from __future__ import annotations

import os
import subprocess
from typing import NamedTuple

from dslint.cli.exits import UsageError

PREFIX = "git:"
SUFFIXES = (".yaml", ".yml", ".json")
_FILE_MODES = (b"100644", b"100755")


class Revision(NamedTuple):
    """A commit as it was named, and the folder or file in it (from the repository's root; empty: all)."""

    name: str
    commit: str
    path: str = ""

    @property
    def label(self) -> str:
        """`9c1f2e7 (origin/main)`, or the commit alone if it was named by its hash."""
        short = self.commit[:7]
        return short if self.commit.startswith(self.name) else f"{short} ({self.name})"


class Blob(NamedTuple):
    """One file of a revision, named so that the name can be typed: `git:REV:PATH`."""

    name: str
    path: str
    content: bytes


def parse_revision(text: str, default_path: str = "") -> Revision:
    """Read `git:REV[:PATH]` and look the commit up; `default_path` is used where there is no PATH.

    Raises UsageError for what git does not know.
    """
    name, colon, path = text.removeprefix(PREFIX).partition(":")
    if not name:
        msg = f"{text!r} names no revision; write git:REV or git:REV:PATH, such as git:main:deploy"
        raise UsageError(msg)
    commit = commit_of(name)
    if commit is None:
        msg = f"git knows no revision {name!r} here (git log {name})"
        raise UsageError(msg)
    return Revision(name, commit, path.strip("/") if colon else default_path)


def commit_of(name: str) -> str | None:
    """The hash of the commit of a revision, or None."""
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.decode().strip() if found else None


def fork_point() -> Revision:
    """The merge base of HEAD with its upstream branch, or with the remote's main branch.

    Raises UsageError where there is no such branch.
    """
    for name in ("@{upstream}", "origin/HEAD", "origin/main", "origin/master"):
        base = _git("merge-base", "HEAD", name)
        if base:
            shown = _git("rev-parse", "--abbrev-ref", name) or name.encode()
            return Revision(shown.decode().strip(), base.decode().strip())
    msg = "this branch has no upstream to compare with; name both sides: dslint diff git:REV PATH"
    raise UsageError(msg)


def path_in_repository(path: str) -> str:
    """A path of the working tree as seen from the root of its repository. Raises UsageError outside one."""
    root = _git("rev-parse", "--show-toplevel")
    if root is None:
        msg = "not inside a git repository; name two files or folders"
        raise UsageError(msg)
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(root.decode().rstrip("\n")))
    if relative.startswith(".."):
        msg = f"{path} lies outside the git repository; write git:REV:PATH"
        raise UsageError(msg)
    return "" if relative == "." else relative.replace(os.sep, "/")


def blobs(revision: Revision) -> tuple[Blob, ...]:
    """The YAML and JSON files under the revision's path, or the one file it names, in order of their paths.

    Raises UsageError if there is nothing at that path.
    """
    listed = (
        _git("ls-tree", "-r", "-z", "--full-tree", revision.commit, "--", *filter(None, [revision.path]))
        or b""
    )
    entries = [_entry(line) for line in listed.split(b"\0") if line]
    if not entries and revision.path:
        msg = f"there is no {revision.path} in {revision.label}"
        raise UsageError(msg)
    wanted = [
        (path, digest)
        for mode, digest, path in entries
        if mode in _FILE_MODES and (path == revision.path or path.endswith(SUFFIXES))
    ]
    contents = _contents([digest for _, digest in wanted])
    return tuple(
        Blob(f"{PREFIX}{revision.name}:{path}", path, content)
        for (path, _), content in zip(wanted, contents, strict=True)
    )


def _entry(line: bytes) -> tuple[bytes, bytes, str]:
    meta, _, path = line.partition(b"\t")
    mode, _, digest = meta.split(b" ")
    return mode, digest, os.fsdecode(path)


def _contents(digests: list[bytes]) -> list[bytes]:
    """The contents of objects, in the order asked for.

    `git cat-file --batch` answers each with a line `HASH TYPE SIZE`, the bytes and a line feed.
    """
    answer = _git("cat-file", "--batch", stdin=b"".join(digest + b"\n" for digest in digests)) or b""
    contents, place = [], 0
    for _ in digests:
        end = answer.index(b"\n", place)
        size = int(answer[place:end].split(b" ")[-1])
        contents.append(answer[end + 1 : end + 1 + size])
        place = end + size + 2
    return contents


def _git(*words: str, stdin: bytes = b"") -> bytes | None:
    """What a git command prints, or None if it fails. Raises UsageError without git."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands; what users typed comes after --end-of-options or --
            ["git", "--literal-pathspecs", *words],  # noqa: S607 - the git of the user's PATH is the right one
            input=stdin,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        msg = "git is not installed; name two files or folders"
        raise UsageError(msg) from None
    return done.stdout if done.returncode == 0 else None
