"""`scripts/mutate.py` names modules and tests that exist, and leaves out changes that change nothing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dslint.data import data_path

ROOT = Path(data_path())


@pytest.fixture(name="mutate", scope="module")
def _mutate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutate", ROOT / "scripts" / "mutate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutate"] = module
    spec.loader.exec_module(module)
    return module


def test_every_module_and_test_of_the_table_exists(mutate: ModuleType) -> None:
    named = {*mutate.TESTS, *(test for tests in mutate.TESTS.values() for test in tests)}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_room_that_decides_has_modules_in_the_table(mutate: ModuleType) -> None:
    assert {module.split("/")[1] for module in mutate.TESTS} == {"kubernetes", "planner", "reader", "repair"}


def test_annotations_do_not_count(mutate: ModuleType) -> None:
    def same(one: str, other: str) -> bool:
        return bool(mutate._without_annotations(one) == mutate._without_annotations(other))

    assert same("def f(a: int | None) -> str:\n  return a", "def f(a: int & None) -> int:\n  return a")
    assert same("a: int | None = 1", "a: int + None = 1")
    assert not same("a: int = 1", "a: int = 2")
    assert mutate._without_annotations("a b") == ""
