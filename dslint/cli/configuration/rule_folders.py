"""The user's own rules: the files of `--rules` and `rule-dirs:`."""

from __future__ import annotations

import os

from dslint.cli.exits import UsageError
from dslint.cli.opening import read_inside, reason
from dslint.linter.config.user_files import UserFileError
from dslint.linter.rule import Rule
from dslint.linter.rulebook import rule
from dslint.linter.rulefiles import RulePage, parse

_SUFFIXES = (".yaml", ".yml")


def own_rules(folders: tuple[str, ...], inside: str | None = None) -> tuple[Rule, ...]:
    """Return the rules of some folders, sorted by id. Raises UsageError for an invalid rule file."""
    return tuple(page.rule for page in own_pages(folders, inside))


def own_pages(folders: tuple[str, ...], inside: str | None = None) -> tuple[RulePage, ...]:
    """Yield the pages of the rules. `inside`: files must not be links that lead out of this folder."""
    pages: dict[str, tuple[RulePage, str]] = {}
    for folder in folders:
        for file in _files(folder):
            page = _page(file, inside if inside is not None else folder)
            name = page.rule.id
            if rule(name) is not None:
                raise UsageError(f"{file}: dslint has a rule {name} itself; give yours another name")
            if name in pages:
                raise UsageError(f"{file}: duplicate rule {name}; it is in {pages[name][1]} too")
            pages[name] = page, file
    return tuple(pages[name][0] for name in sorted(pages))


def _files(folder: str) -> list[str]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_SUFFIXES))
    except OSError as error:
        raise UsageError(f"cannot read the rule folder {folder}: {reason(error)}") from None
    if not names:
        raise UsageError(f"{folder}: no rule files (*.yaml) in this folder")
    return [os.path.join(folder, name) for name in names if not name.startswith(".")]


def _page(file: str, inside: str) -> RulePage:
    try:
        content = read_inside(file, inside)
        return parse(os.path.splitext(os.path.basename(file))[0], content, file, own=True)
    except OSError as error:
        raise UsageError(f"cannot read {file}: {reason(error)}") from None
    except UserFileError as error:
        raise UsageError(str(error)) from None
