"""What is generated from the rule files says what they say, and the generator notices what does not."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from dslint.data import data_path
from dslint.linter.rulebook import rules
from dslint.linter.rulefiles import load


@pytest.fixture
def generator() -> ModuleType:
    """The generating script as a module."""
    spec = spec_from_file_location("generate_rules", data_path("scripts", "generate_rules.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_index_says_what_the_files_say() -> None:
    assert dict(rules()) == {page.rule.id: page.rule for page in load(data_path("rules"))}


def test_the_generator_writes_what_is_stale_and_removes_what_is_gone(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (first, *_) = load(data_path("rules"))
    (tmp_path / "gone.md").write_text("a page whose rule is gone", "utf-8")
    monkeypatch.setattr(generator, "ROOT", tmp_path)
    monkeypatch.setattr(generator, "PAGES", tmp_path)
    monkeypatch.setattr(generator, "INDEX", tmp_path / "index.py")
    monkeypatch.setattr(generator, "load", lambda _: (first,))
    assert generator.main(["--check"]) == 1
    assert sorted(line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()) == sorted(
        ["README.md", "gone.md", "index.py", f"{first.rule.id}.md"]
    )
    assert generator.main([]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {"README.md", "index.py", f"{first.rule.id}.md"}
    assert generator.main(["--check"]) == 0
