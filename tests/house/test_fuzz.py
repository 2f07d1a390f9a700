"""`scripts/fuzz.py` finds a fault, makes its text small, and keeps it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.hostile import plan_properties
from tests.needs import ROOT


@pytest.fixture(name="fuzz")
def _fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", ROOT / "scripts" / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module
    spec.loader.exec_module(module)
    return module


def test_without_a_fault_it_says_so(
    fuzz: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--most", "3", "--property", "spans_lie_in_the_text", "--finds", str(tmp_path / "finds")]
    assert fuzz.main(words) == 0
    assert capsys.readouterr().out == "3 texts, 0 kinds of faults\n"
    assert not (tmp_path / "finds").exists()


def test_a_fault_is_made_small_and_kept(
    fuzz: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(text: str) -> None:
        assert "kind" not in text, "it speaks of a kind"

    monkeypatch.setitem(plan_properties.EVERY_PROPERTY, "spans_lie_in_the_text", fails)
    words = ["--most", "5", "--seed", "3", "--property", "spans_lie_in_the_text", "--finds", str(tmp_path)]
    assert fuzz.main(words) == 1
    kept = (tmp_path / "spans_lie_in_the_text-1.yaml").read_text("utf-8")
    assert "kind" in kept
    assert kept.count("\n") <= 1
    assert "AssertionError: it speaks of a kind" in capsys.readouterr().out
