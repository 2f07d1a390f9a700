"""Suppressions in a manifest's own file: hide the findings they name, complain of those that hide nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from dslint.linter.options import JudgedText, Options
from dslint.linter.rule import Rule
from dslint.linter.rulebook import rules
from dslint.linter.suppressing.annotations import annotation_suppressions, template_annotations
from dslint.linter.suppressing.comments import Suppression, suppressions_of
from dslint.linter.suppressing.complaint import REASONLESS, UNUSED, complaint
from dslint.values.finding import Finding, ObjectName, Suppressed
from dslint.values.typed import NamedTuple
from dslint.values.words import closest

UNKNOWN = "unknown-suppression"
IN_TEMPLATE = "suppression-in-template"

FindRule = Callable[[str], Rule | None]
"""An id, or an older name, -> its rule."""


class Applied(NamedTuple):
    """What is left of the findings, what was hidden, and what is wrong with the suppressions themselves."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    complaints: tuple[Finding, ...]


class Judged(NamedTuple):
    """How suppressions are held against findings.

    `looked_for` says whether this run can find a rule at all; suppressions of other rules are left
    in peace.
    """

    find: FindRule
    looked_for: Callable[[str], bool]
    require_reasons: bool = False


def hide(
    findings: Iterable[Finding],
    source: JudgedText,
    options: Options,
    finds: Callable[[Rule], bool] | None = None,
) -> Applied:
    """Apply every suppression that is written in a file.

    `finds` says which rules the findings are of; the default is every rule of lint.
    """
    command = "upgrade" if options.upgrade else "lint"

    def looked_for(name: str) -> bool:
        rule = options.rule(name)
        return rule is not None and (command in rule.commands if finds is None else finds(rule))

    suppressions = suppressions_of(source.text, source.documents)
    suppressions += annotation_suppressions(source.daemonsets)
    judged = Judged(options.rule, looked_for, options.require_reasons)
    applied = apply(findings, suppressions, source.file, judged)
    in_template = tuple(
        complaint(IN_TEMPLATE, source.file, span, *_in_template(name))
        for span, name in template_annotations(source.daemonsets)
    )
    return applied._replace(complaints=(*applied.complaints, *in_template))


def _in_template(name: str) -> tuple[str, str, str]:
    return (
        f"{name} belongs on the DaemonSet's own metadata, not on the pod template's",
        "It hides nothing here, and every edit of it restarts the pods on all nodes.",
        f"{name} under metadata.annotations",
    )


Key = tuple[object, str]
"""The scope of a suppression (a line, an object, or None for the whole file) and a rule's id."""


def apply(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], file: str, judged: Judged
) -> Applied:
    """Hide what the suppressions of one file name. Give all findings, before any selection by profile."""
    covered: dict[Key, Suppression] = {}
    for suppression in suppressions:
        for name in suppression.names:
            known = _id(name.written, judged.find)
            if suppression.verb in _VERBS and known is not None:
                covered.setdefault((_scope(suppression), known), suppression)
    kept: list[Finding] = []
    hidden: list[Suppressed] = []
    used: set[Key] = set()
    found: list[tuple[int, str]] = []
    for finding in findings:
        line = finding.span.line if finding.span is not None else 0
        found.append((line, finding.rule))
        keys: tuple[Key, ...] = ((line, finding.rule), (finding.object, finding.rule), (None, finding.rule))
        key = next((each for each in keys if each[0] != 0 and each in covered), None)
        if key is None:
            kept.append(finding)
            continue
        used.add(key)
        suppression = covered[key]
        if not suppression.reason and (finding.refused or judged.require_reasons):
            kept.append(finding)
        else:
            where = f"{file}:{suppression.span.line}"
            hidden.append(Suppressed(finding, suppression.reason, suppression.kind, where))
    state = _State(frozenset(used), tuple(found), judged)
    complaints = tuple(complaint for each in suppressions for complaint in _complaints(each, file, state))
    return Applied(tuple(kept), tuple(hidden), complaints)


_VERBS = frozenset({"ignore", "ignore-file"})


def _scope(suppression: Suppression) -> int | ObjectName | None:
    """What a suppression covers; a comment that covers a whole file covers None."""
    if suppression.object is not None:
        return suppression.object
    return None if suppression.kind == "file-comment" else suppression.line


def _id(written: str, find: FindRule) -> str | None:
    """The rule's id today, or None where there is no such rule."""
    known = find(written)
    return None if known is None else known.id


class _State(NamedTuple):
    """What the suppressions of a file are held against; places are (line, rule)."""

    used: frozenset[Key]
    found: tuple[tuple[int, str], ...]
    judged: Judged

    def is_unused(self, suppression: Suppression, known: str) -> bool:
        return (_scope(suppression), known) not in self.used and self.judged.looked_for(known)

    def elsewhere(self, line: int, known: str) -> str:
        """The nearest line that the comment would have something to hide on."""
        near = min((at for at, rule in self.found if rule == known), key=lambda at: abs(at - line), default=0)
        return f"; it reports something on line {near}" if near else ""


def _complaints(suppression: Suppression, file: str, state: _State) -> Iterator[Finding]:
    if suppression.verb not in _VERBS or not suppression.names:
        yield complaint(UNKNOWN, file, suppression.span, *_names_nothing(suppression))
        return
    if suppression.verb == "ignore-file" and suppression.kind != "file-comment":
        yield complaint(UNKNOWN, file, suppression.span, *_TOO_LATE)
        return
    for name in suppression.names:
        known = _id(name.written, state.judged.find)
        if known is None:
            message, write = f"unknown rule {name.written!r}", _nearest(name.written, suppression)
            result = f"The {_noun(suppression)} hides nothing."
            yield complaint(UNKNOWN, file, name.span, message, result, write)
        elif state.is_unused(suppression, known):
            yield complaint(UNUSED, file, name.span, *_nothing_to_hide(suppression, known, state))
    if not suppression.reason and any(
        (known := _id(name.written, state.judged.find)) and not state.is_unused(suppression, known)
        for name in suppression.names
    ):
        result = (
            "It hides nothing: the configuration has require-reasons."
            if state.judged.require_reasons
            else _WITHOUT_REASON
        )
        yield complaint(
            REASONLESS,
            file,
            suppression.span,
            "suppression without a reason",
            result,
            _written(suppression, ", ".join(name.written for name in suppression.names)),
        )


def _nothing_to_hide(suppression: Suppression, known: str, state: _State) -> tuple[str, str, str]:
    result = f"The {_noun(suppression)} hides nothing now; later it might hide a new problem."
    if suppression.object is not None:
        where = f"in {suppression.object.key}"
    elif suppression.kind == "file-comment":
        where = "in this file"
    else:
        near = state.elsewhere(suppression.line, known)
        message = f"unused suppression: {known} reports nothing on line {suppression.line}{near}"
        return message, result, "the comment at the end of that line" if near else "no comment"
    return f"unused suppression: {known} reports nothing {where}", result, f"no {_noun(suppression)}"


_WITHOUT_REASON = (
    "Later nobody can tell whether it is still needed. API server errors are only suppressed with a reason."
)
_TOO_LATE = (
    "ignore-file must stand before the first document",
    "The comment hides nothing.",
    "the comment in the first lines of the file",
)


def _noun(suppression: Suppression) -> str:
    return "annotation" if suppression.kind == "annotation" else "comment"


def _written(suppression: Suppression, names: str) -> str:
    if suppression.kind == "annotation":
        return f"dslint/ignore.{names}: <why>"
    return f"# dslint: {suppression.verb}[{names}] <why>"


def _names_nothing(suppression: Suppression) -> tuple[str, str, str]:
    said = suppression.verb or "nothing"
    message = "suppression without a rule" if suppression.verb in _VERBS else f"unknown directive {said!r}"
    return (
        message,
        "The comment hides nothing; there is no way to suppress all rules.",
        "# dslint: ignore[<rule>] <why>",
    )


def _nearest(written: str, suppression: Suppression) -> str:
    near = closest(written, rules())
    if not near:
        return "an id that `dslint rules` lists"
    return f"dslint/ignore.{near}" if suppression.kind == "annotation" else f"ignore[{near}]"
