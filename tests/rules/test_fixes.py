"""Every fix that a bad example of a rule is offered mends it, in YAML and in JSON, and worsens nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from dslint.data import data_path
from dslint.linter.apply_fixes import apply_edits
from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.rulefiles import load
from dslint.linter.selection import Selection
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding


def lint(text: str) -> tuple[Finding, ...]:
    return lint_text(text, "agent.yaml", Options(selection=Selection("all"))).findings


def bad_examples() -> Iterator[tuple[str, str]]:
    """(rule, manifest) of every example that is linted alone."""
    for page in load(data_path("rules")):
        for example in page.bad:
            if not example.old and not example.nodes:
                yield page.rule.id, example.manifest


def as_json(manifest: str) -> Iterator[tuple[str, str]]:
    """A manifest of one document that can be read as JSON, on many lines and on one."""
    stream = read_stream(manifest)
    if stream.error is None and len(stream.documents) == 1:
        yield "lines", json.dumps(stream.documents[0].data, indent=2, ensure_ascii=False)
        yield "one line", json.dumps(stream.documents[0].data, separators=(",", ":"))


def offered() -> Iterator[object]:
    """A case for every rule, manifest and way of writing it that is offered a fix."""
    for rule, manifest in bad_examples():
        for way, text in (("yaml", manifest), *as_json(manifest)):
            if any(finding.rule == rule and finding.fix is not None for finding in lint(text)):
                yield pytest.param(rule, text, way == "yaml", id=f"{rule} in {way}")


def refusals(findings: tuple[Finding, ...]) -> Counter[str]:
    """How often each rule speaks of a refusal; what a folded finding replaces counts too."""
    said = Counter(finding.rule for finding in findings if finding.refused)
    said.update(
        place.rule for finding in findings if finding.refused for place in finding.related if place.rule
    )
    return said


CASES = list(offered())


def test_many_rules_have_fixes() -> None:
    assert len(CASES) > 70


@pytest.mark.parametrize("rule, text, is_yaml", CASES)
def test_a_fix_mends_what_it_is_offered_for(rule: str, text: str, is_yaml: bool) -> None:  # noqa: FBT001
    before = lint(text)
    for finding in (finding for finding in before if finding.rule == rule):
        if finding.fix is None:
            continue
        mended = apply_edits(text, finding.fix.edits)
        after = lint(mended)
        assert sum(finding.rule == rule for finding in after) < sum(
            finding.rule == rule for finding in before
        )
        assert refusals(after).total() <= refusals(before).total()
        if not is_yaml:
            json.loads(mended)
