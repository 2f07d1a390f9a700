"""The short way into `dslint lint` reads arguments exactly as click does, or leaves them to click."""

from __future__ import annotations

import pytest

from dslint.cli.lint import command as lint
from dslint.cli.lint.fast_path import plain_lint_call
from dslint.cli.lint_call import LintCall

BOTH = [
    ["lint"],
    ["lint", "a.yaml", "b"],
    ["lint", "-", "a.yaml"],
    ["lint", "a", "--quiet"],
    ["lint", "-q", "a"],
    ["lint", "--kubernetes", "1.36", "a"],
    ["lint", "--kubernetes=1.34..1.37", "a"],
    ["lint", "-o", "json", "a"],
    ["lint", "-o", "json=x=y.json", "--output=compact", "a"],
    ["lint", "--format", "sarif", "a"],
    ["lint", "--fail-on", "never", "a"],
    ["lint", "--exclude", "x/*", "--exclude=*.json", "a"],
    ["lint", "--", "-o", "--quiet"],
    ["lint", "--kubernetes", "-", "a"],
    ["lint", "--config", "c.yaml", "--isolated", "--context", ".", "--context=x", "--since", "main", "a"],
]
LEFT_TO_CLICK = [
    [],
    ["plan", "a"],
    ["lint", "--fix", "a"],
    ["lint", "-qo", "json"],
    ["lint", "-ojson"],
    ["lint", "--kubernetes"],
    ["lint", "--fail-on", "sometimes"],
    ["lint", "--profile", "all"],
    ["lint", "-f", "a"],
    ["lint", "--help"],
    ["--version"],
]


@pytest.mark.parametrize("words", BOTH, ids=" ".join)
def test_both_ways_read_the_same_call(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[LintCall] = []
    monkeypatch.setattr(lint, "run", calls.append)
    lint.command.main(args=words[1:], standalone_mode=False)
    assert [plain_lint_call(words)] == calls


@pytest.mark.parametrize("words", LEFT_TO_CLICK, ids=" ".join)
def test_everything_else_is_left_to_click(words: list[str]) -> None:
    assert plain_lint_call(words) is None
