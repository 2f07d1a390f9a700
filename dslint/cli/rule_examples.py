"""Run the examples of a rule as tests: bad ones are found at their places, good ones are clean."""

from __future__ import annotations

from collections.abc import Iterator

from dslint import api
from dslint.kubernetes.versions import parse_range
from dslint.linter.engine import daemonsets_of, lint_text
from dslint.linter.options import Beneath, Options
from dslint.linter.rule import Rule
from dslint.linter.rulebook import policy_rules
from dslint.linter.rulefiles import BadExample, RulePage
from dslint.linter.selection import Selection
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, Report

FILE = "example.yaml"
BASE = "base.yaml"


def failures(page: RulePage, *, own: bool = False) -> Iterator[str]:
    """Return a text per example that fails.

    A good example of a rule that ships is clean for all rules; one of a user's rule, for that rule.
    """
    if not page.bad or not page.good:
        yield "needs at least one good and one bad example: they are its tests"
    for number, example in enumerate(page.bad, 1):
        yield from _bad(page.rule, example, f"bad example {number}")
    for number, manifest in enumerate(page.good, 1):
        for finding in _lint(page.rule, manifest, Selection("recommended")).findings:
            if own and finding.rule != page.rule.id and not finding.refused:
                continue
            yield f"good example {number}: {_place(finding)} {finding.rule}: {finding.message}"


def _bad(rule: Rule, example: BadExample, title: str) -> Iterator[str]:
    report = _report(rule, example)
    found = [finding for finding in report.findings if finding.rule == rule.id]
    places = tuple(_place(finding) for finding in found)
    if places != example.at:
        seen = ", ".join(places) or f"nowhere (only {_others(report)})"
        yield f"{title}: expected at {', '.join(example.at)}, found at {seen}"
    elif example.message and found[0].message != example.message:
        yield f"{title}: expected the message {example.message!r}, found {found[0].message!r}"
    for crash in report.crashes:
        yield f"{title}: rule {crash.rule} failed: {crash.error}"


def _report(rule: Rule, example: BadExample) -> Report:
    if example.old and example.nodes:
        return api.diff(example.old, example.manifest, example.nodes).report
    if example.old:
        return api.lint_update(example.old, example.manifest).report
    if example.nodes:
        return api.plan(example.manifest, example.nodes).report
    if example.upgrade:
        options = Options(parse_range(example.upgrade), Selection("all"), upgrade=True)
        return lint_text(example.manifest, FILE, options)
    if example.base:
        base = tuple(Beneath(BASE, manifest) for manifest in daemonsets_of(read_stream(example.base)))
        options = Options(selection=Selection("all"), found="patch", beneath=base)
        return lint_text(example.manifest, FILE, options)
    return _lint(rule, example.manifest, Selection("all"))


def _lint(rule: Rule, manifest: str, selection: Selection) -> Report:
    """Lint with dslint's own rules and, if it is not one of them, this rule."""
    others = tuple(other for other in policy_rules() if other.id != rule.id)
    every = (*others, rule) if rule.check is not None else others
    return lint_text(manifest, FILE, Options(selection=selection, rules=every))


def _place(finding: Finding) -> str:
    return f"{finding.span.line}:{finding.span.column}" if finding.span is not None else "no place"


def _others(report: Report) -> str:
    return ", ".join(f"{finding.rule} at {_place(finding)}" for finding in report.findings) or "nothing else"
