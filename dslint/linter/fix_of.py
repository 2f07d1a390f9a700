"""Turn the symbolic changes of a problem into one fix of the text."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.reader.edits import edits_of
from dslint.reader.objects import Manifest
from dslint.values.finding import Edit, Fix
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Problem
from dslint.values.typed import Final


def fix_of(problem: Problem, manifest: Manifest) -> Fix | None:
    """Return all changes of a problem as edits of the file; None if one of them is impossible."""
    edits: list[Edit] = []
    for change in problem.changes:
        made = edits_of(manifest.document, manifest.node, change)
        if made is None:
            return None
        edits += made
    joined = _joined(edits)
    return Fix(title_of(problem.changes), joined, problem.safe) if joined else None


def _joined(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits in the order of the text, insertions at one place merged; None if they overlap."""
    joined: list[Edit] = []
    for edit in sorted(edits, key=lambda item: item[:2]):
        last = joined[-1] if joined else None
        if last is not None and last[:2] == edit[:2] and edit.start == edit.end:
            joined[-1] = edit._replace(text=last.text + edit.text)
        elif last is not None and edit.start < last.end:
            return ()
        else:
            joined.append(edit)
    return tuple(joined)


def title_of(changes: Iterable[Change]) -> str:
    """Describe the changes in a few words: `set apiVersion to apps/v1, add selector`."""
    return ", ".join(map(_words, changes))


_WORDS: Final = {
    "replace": "set {name} to {text}",
    "rename": "rename {name} to {text}",
    "remove": "remove {name}",
    "quote": "quote {name}",
    "insert": "add {key} to {name}",
}


def _words(change: Change) -> str:
    key = change.text.removeprefix("- ").partition(":")[0]
    return _WORDS[change.action].format(name=_name(change.path), text=change.text, key=key)


def _name(path: FieldPath) -> str:
    """Return `hostNetwork`, or `item 2 of tolerations`."""
    if not path:
        return "the manifest"
    last = path[-1]
    if isinstance(last, str):
        return last
    holder = next((step for step in reversed(path) if isinstance(step, str)), "the list")
    return f"item {last + 1} of {holder}"
