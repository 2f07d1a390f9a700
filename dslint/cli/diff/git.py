"""Read files of a git revision from git's object store: nothing is checked out or run."""

from __future__ import annotations

import os
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.git_program import git

PREFIX = "git:"
SUFFIXES = (".yaml", ".yml", ".json")
_FILE_MODES = (b"100644", b"100755")


class Revision(NamedTuple):
    """A commit as named, and a folder or file in it (from the repository's root; empty: everything)."""

    name: str
    commit: str
    path: str = ""

    @property
    def label(self) -> str:
        """`9c1f2e7 (origin/main)`, or the commit alone if it was named by its hash."""
        short = self.commit[:7]
        return short if self.commit.startswith(self.name) else f"{short} ({self.name})"


class Blob(NamedTuple):
    """One file of a revision, with a name that can be typed: `git:REV:PATH`."""

    name: str
    path: str
    content: bytes


def parse_revision(text: str, default_path: str = "") -> Revision:
    """Parse `git:REV[:PATH]` and look up the commit; `default_path` replaces a missing PATH.

    Raises UsageError for what git does not know.
    """
    name, colon, path = text.removeprefix(PREFIX).partition(":")
    if not name:
        msg = f"{text!r} has no revision; write git:REV or git:REV:PATH, such as git:main:deploy"
        raise UsageError(msg)
    answer = git("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    commit = answer.text
    if commit is None:
        why = "" if "Needed a single revision" in answer.why else _in_its_words(answer.why)
        msg = f"git does not know the revision {name!r} (git log {name}){why}"
        raise UsageError(msg)
    return Revision(name, commit, path.strip("/") if colon else default_path)


def commit_of(name: str) -> str | None:
    """Return the hash of the commit of a revision, or None."""
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return found.decode().strip() if found else None


def fork_point() -> Revision:
    """Return the merge base of HEAD with its upstream branch, or with the remote's main branch.

    Raises UsageError if there is no such branch.
    """
    for name in ("@{upstream}", "origin/HEAD", "origin/main", "origin/master"):
        base = _git("merge-base", "HEAD", name)
        if base:
            shown = _git("rev-parse", "--abbrev-ref", name) or name.encode()
            return Revision(shown.decode().strip(), base.decode().strip())
    msg = "this branch has no upstream to compare with; name both sides: dslint diff git:REV PATH"
    raise UsageError(msg)


def path_in_repository(path: str) -> str:
    """Return a path of the working tree relative to its repository. Raises UsageError outside one."""
    answer = git("rev-parse", "--show-toplevel")
    if answer.text is None:
        msg = f"not inside a git repository; name two files or folders{_in_its_words(answer.why)}"
        raise UsageError(msg)
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(answer.text))
    if relative.startswith(".."):
        msg = f"{path} lies outside the git repository; write git:REV:PATH"
        raise UsageError(msg)
    return "" if relative == "." else relative.replace(os.sep, "/")


def blobs(revision: Revision) -> tuple[Blob, ...]:
    """Yield the YAML and JSON files under the revision's path, or the one file that it names, sorted by path.

    Raises UsageError if there is nothing at that path.
    """
    words = ("ls-tree", "-r", "-z", "--full-tree", revision.commit, "--", *filter(None, [revision.path]))
    listed = _must("list the files", *words)
    entries = [_entry(line) for line in listed.split(b"\0") if line]
    if not entries and revision.path:
        msg = f"{revision.path} does not exist in {revision.label}"
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
    """Return the contents of objects, in the given order.

    `git cat-file --batch` answers each with a line `HASH TYPE SIZE`, the bytes and a line feed.
    """
    if not digests:
        return []
    asked = b"".join(digest + b"\n" for digest in digests)
    answer = _must("read the files", "cat-file", "--batch", stdin=asked)
    contents, place = [], 0
    for digest in digests:
        end = answer.find(b"\n", place)
        kind = answer[place:end].split(b" ")[1:]
        if end < 0 or len(kind) != _KIND_AND_SIZE:
            raise UsageError(
                f"git does not have the object {digest.decode()}: it was not fetched, or is lost"
            )
        size = int(kind[1])
        contents.append(answer[end + 1 : end + 1 + size])
        place = end + size + 2
    return contents


def _git(*words: str, stdin: bytes = b"") -> bytes | None:
    """Return the output of a git command, or None if it fails. Raises UsageError without git."""
    return git(*words, stdin=stdin).output


def _must(what: str, *words: str, stdin: bytes = b"") -> bytes:
    """Return the output of a git command. Raises UsageError, with git's message, if it fails."""
    answer = git(*words, stdin=stdin)
    if answer.output is None:
        raise UsageError(f"git cannot {what}{_in_its_words(answer.why)}")
    return answer.output


def _in_its_words(why: str) -> str:
    """Return git's own message: for example, that the folder belongs to another user (safe.directory)."""
    first = why.removeprefix("fatal: ").strip()
    return f" (git: {first})" if first and "not a git repository" not in first else ""


_KIND_AND_SIZE = 2
