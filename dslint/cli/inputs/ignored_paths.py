"""The paths that the `.gitignore` files of a repository exclude, folder by folder."""

from __future__ import annotations

import os

from dslint.cli.opening import read_beside
from dslint.values.ignore_rules import IgnoreRules, rules_of
from dslint.values.limits import IGNORE_WILDCARDS
from dslint.values.typed import NamedTuple

GITIGNORE = ".gitignore"


class Ignores(NamedTuple):
    """The `.gitignore` files that apply in one folder, the deepest first, each with its folder."""

    files: tuple[tuple[str, IgnoreRules], ...] = ()

    def within(self, folder: str, real: str) -> Ignores:
        """Add those of one more folder: `folder` is the prefix of its paths, `real` its real path.

        Raises OSError if a `.gitignore` cannot be read or is not a regular file (git follows no link).
        """
        content = read_beside(real, GITIGNORE)
        if content is None:
            return self
        left = IGNORE_WILDCARDS - sum(rules.wildcards for _, rules in self.files)
        return Ignores(((folder, rules_of(content, max(left, 0))), *self.files))

    @property
    def left_out(self) -> int:
        """Return the lines of the deepest file that a limit excludes."""
        return self.files[0][1].left_out if self.files else 0

    def ignores(self, path: str, *, folder: bool) -> bool:
        """Whether a path is ignored. The deepest file with a matching line decides."""
        for top, rules in self.files:
            below = path[len(top) :].lstrip(os.sep).replace(os.sep, "/")
            verdict = rules.verdict(below, folder=folder)
            if verdict is not None:
                return verdict
        return False


def repository_of(folder: str) -> str:
    """Return the top of the repository of a folder (a real path); the folder itself outside of any."""
    top = folder
    while not os.path.lexists(os.path.join(top, ".git")):
        parent = os.path.dirname(top)
        if parent == top:
            return folder
        top = parent
    return top


def ignores_above(folder: str) -> Ignores:
    """Return the `.gitignore` files of the folders above a real path, up to the top of the repository.

    Unreadable ones are skipped.
    """
    top = repository_of(folder)
    above: list[str] = []
    while folder != top:
        folder = os.path.dirname(folder)
        above.append(folder)
    ignores = Ignores()
    for name in reversed(above):
        try:
            ignores = ignores.within(name, name)
        except OSError:
            continue
    return ignores
