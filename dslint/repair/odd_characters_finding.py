"""The finding for a file with characters that a paste left behind, and the fix that replaces them."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import name

from dslint.reader.lines import Lines
from dslint.repair.odd_characters import NAMES, Pasted
from dslint.repair.replaced import as_related, gravest
from dslint.values.finding import Edit, Finding, Fix
from dslint.values.span import Span
from dslint.values.typed import Final

RULE: Final = "pasted-characters"
_PLAIN: Final = {
    "blank": "spaces",
    "nothing": "nothing",
    "quote": "straight quotes",
    "colon": "a colon and a space",
    "dash": "hyphens",
}


def explained_by(found: Sequence[Pasted], findings: Sequence[Finding], lines: Lines) -> list[Finding]:
    """Return the findings of one document that its pasted characters cause.

    If whole lines are misread, these are all of them; otherwise those on the same lines.
    """
    refused = [finding for finding in findings if finding.refused]
    if refused and any(character.breaks_nesting for character in found):
        return list(findings)
    rows = {lines.place(character.start)[0] for character in found}
    return [finding for finding in refused if finding.span is not None and finding.span.line in rows]


def matters(found: Sequence[Pasted], explained: Sequence[Finding]) -> list[Pasted]:
    """Return the characters that deserve a finding. A harmless space or colon may be intended."""
    return [character for character in found if explained or character.what in ("quote", "nothing")]


def pasted_characters(
    found: Sequence[Pasted], explained: Sequence[Finding], lines: Lines, file: str
) -> Finding:
    """Report once, at the first place, what all of them do to a file."""
    worst = gravest(explained)
    kinds = dict.fromkeys(NAMES[character.what] for character in found)
    count = "one character is" if len(found) == 1 else f"{len(found)} characters are"
    return Finding(
        rule=RULE,
        severity="error",
        message=f"{count} not what they seem: {' and '.join(kinds)}, left over from a copy and paste",
        file=file,
        span=_first_run(found, lines),
        field=worst.field if worst is not None else None,
        source=worst.source if worst is not None else "policy",
        reason=worst.reason if worst is not None else None,
        object=next((finding.object for finding in explained if finding.object is not None), None),
        related=as_related(explained),
        fix=Fix("replace them with plain characters", tuple(map(_edit, found)), safe=False),
        result=_result(worst),
        write=_write(found, lines),
        note=_named(lines.text[found[0].start]),
    )


def _edit(character: Pasted) -> Edit:
    return Edit(character.start, character.end, character.text)


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {name(character, '')}".rstrip()


def _first_run(found: Sequence[Pasted], lines: Lines) -> Span:
    """Return the first place, with the characters directly after it."""
    start = end = found[0].start
    for character in found:
        if character.start != end:
            break
        end = character.end
    return lines.span(start, end)


def _write(found: Sequence[Pasted], lines: Lines) -> str:
    rows = len({lines.place(character.start)[0] for character in found})
    plain = " and ".join(dict.fromkeys(_PLAIN[character.what] for character in found))
    return f"{plain} instead, in {'this line' if rows == 1 else f'{rows} lines'}"


def _result(worst: Finding | None) -> str:
    if worst is None:
        return "They silently become part of the value."
    if worst.source == "yaml":
        return "kubectl cannot read the file and applies nothing from here on."
    return "The API server rejects it: to YAML they are ordinary letters."
