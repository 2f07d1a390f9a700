"""`--since REV`: judge changed files, and report on the objects in them whose text changed."""

from __future__ import annotations

from functools import cached_property

from dslint.cli.inputs.sources import Source
from dslint.cli.lint.revision import OldState, contents, old_state
from dslint.linter.changed import Unchanged, unchanged_in


class Since:
    """The changes since the merge base of a revision and HEAD, including untracked files."""

    def __init__(self, revision: str) -> None:
        self._state: OldState = old_state(revision)

    def is_unchanged(self, source: Source) -> bool:
        """Whether a file is unchanged byte for byte; standard input is always new."""
        return source.path is not None and self._state.is_unchanged(source.path, source.content)

    def unchanged(self, source: Source) -> Unchanged:
        """Return the unchanged objects of a file."""
        if source.path is None:
            return Unchanged(())
        blob = self._state.of(source.path)
        old = list(contents([blob])) if blob is not None else self._vanished
        return unchanged_in(source.content, old)

    @property
    def top(self) -> str:
        """Return the top of the repository: all related files in it are read."""
        return self._state.top

    @cached_property
    def _vanished(self) -> list[bytes]:
        """Return the old files that a new file may be, renamed."""
        return list(contents(self._state.vanished()))
