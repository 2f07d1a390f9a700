"""The content of a repository at the merge base of a revision and HEAD, for `--since`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.git_program import git
from dslint.cli.outputs.stderr import note

_SHALLOW = (
    "this is a shallow clone: run `git fetch --unshallow` first (GitHub: actions/checkout with "
    "fetch-depth: 0; GitLab: GIT_DEPTH: 0)"
)


class Blob(NamedTuple):
    """A file of the old state: its repository (possibly a submodule), and its object."""

    repository: str
    digest: str


class OldState(NamedTuple):
    """Every file of the repository at the merge base, by its path from the top of the repository."""

    top: str
    base: str
    blobs: dict[str, Blob]

    def of(self, path: str) -> Blob | None:
        """Return the old state of a file of the working tree; None for a new one."""
        return self.blobs.get(self.relative(path))

    def relative(self, path: str) -> str:
        """Return a path relative to the top of the repository."""
        return os.path.relpath(os.path.realpath(path), self.top).replace(os.sep, "/")

    def is_unchanged(self, path: str, content: bytes) -> bool:
        """Whether a file has exactly its old content."""
        blob = self.of(path)
        return blob is not None and digest_of(content, blob.digest) == blob.digest

    def vanished(self) -> Iterator[Blob]:
        """Return files that no longer exist: a new file may be one of them, renamed."""
        for path, blob in self.blobs.items():
            if path.endswith((".yaml", ".yml", ".json")) and not os.path.lexists(
                os.path.join(self.top, path)
            ):
                yield blob


def old_state(revision: str) -> OldState:
    """Return the files at the merge base of a revision and HEAD. Raises UsageError with the remedy."""
    top = _top()
    commit = _commit(revision)
    base = git("merge-base", commit, "HEAD").text
    if base is None:
        if _is_shallow():
            raise UsageError(f"--since {revision}: no merge base with HEAD is known; {_SHALLOW}")
        raise UsageError(f"--since {revision}: it has no history in common with HEAD; name another revision")
    return OldState(os.path.realpath(top), base, dict(_tree(top, base, "")))


def _top() -> str:
    answer = git("rev-parse", "--show-toplevel")
    if answer.text:
        return answer.text
    if "dubious ownership" in answer.why:
        raise UsageError(
            "--since: git does not read this repository because another user owns it; if you trust it: "
            f"git config --global --add safe.directory {os.getcwd()}"
        )
    raise UsageError("--since needs a git repository, and the current folder is in none")


def _commit(revision: str) -> str:
    if "\0" in revision or not revision:
        raise UsageError(f"--since {revision!r}: this is not a revision")
    found = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").text
    if found:
        return found
    hint = _SHALLOW if _is_shallow() else "`git branch --all` and `git tag` list what there is"
    raise UsageError(f"--since {revision}: git does not know this revision; {hint}")


def _is_shallow() -> bool:
    return git("rev-parse", "--is-shallow-repository").text == "true"


def _tree(repository: str, commit: str, prefix: str) -> Iterator[tuple[str, Blob]]:
    """Return the files of a commit and of its submodules, as far as their objects exist."""
    listed = git("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, folder=repository).output
    if listed is None:
        note(f"--since: commit {commit[:7]} of {prefix or repository} is missing; all of it counts as new")
        return
    for line in listed.split(b"\0"):
        if not line:
            continue
        meta, _, name = line.partition(b"\t")
        mode, _, digest = meta.split(b" ")
        path = os.fsdecode(name)
        if mode == b"160000":
            folder = os.path.join(repository, path)
            if os.path.lexists(os.path.join(folder, ".git")):
                yield from _tree(folder, digest.decode(), f"{prefix}{path}/")
        elif mode in (b"100644", b"100755"):
            yield f"{prefix}{path}", Blob(repository, digest.decode())


def contents(blobs: Iterable[Blob]) -> Iterator[bytes]:
    """Return the contents of files without those whose object is missing; everything in these is new."""
    by_repository: dict[str, list[str]] = {}
    for blob in blobs:
        by_repository.setdefault(blob.repository, []).append(blob.digest)
    for repository, digests in by_repository.items():
        asked = "".join(f"{digest}\n" for digest in digests).encode()
        answer = git("cat-file", "--batch", folder=repository, stdin=asked).output or b""
        yield from _parts(answer)


def _parts(answer: bytes) -> Iterator[bytes]:
    """Parse the output of `git cat-file --batch`: `HASH TYPE SIZE`, the bytes, a line feed."""
    at = 0
    while at < len(answer):
        end = answer.find(b"\n", at)
        if end < 0:
            return
        words = answer[at:end].split(b" ")
        at = end + 1
        if len(words) == 3 and words[1] == b"blob":  # noqa: PLR2004 - hash, type, size
            size = int(words[2])
            yield answer[at : at + size]
            at += size + 1


def digest_of(content: bytes, like: str) -> str:
    """Return git's name for a content, computed with the same hash as another name."""
    sha256_length = 64
    maker = hashlib.sha256 if len(like) == sha256_length else hashlib.sha1
    return maker(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
