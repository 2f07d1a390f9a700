"""The binding of libyaml alone reads what it reads with all of PyYAML around it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.needs import ROOT

_ALONE = """
import sys
from dslint import reader
reader.ALONE = True
from dslint.reader import libyaml
"""
_AGREEMENT = """
assert "yaml.resolver" not in sys.modules
from tests.conformance.kinds import KINDS
kind = KINDS["stream"]
cases = list(kind.cases())
wrong = [case["id"] for case in cases if list(kind.compare(case))]
print(len(cases), wrong)
"""
_UNKNOWN_VERSION = """
libyaml._NEEDED = ("error", "of_another_version")
for name in [name for name in sys.modules if name.startswith("yaml")]:
    del sys.modules[name]
libyaml._load_binding_alone()
print([name for name in sys.modules if name.startswith("yaml")])
"""
_AS_LIBRARY = """
import sys
import dslint
dslint.lint("a: [b")
import yaml
print(yaml.safe_load("a: 1"), sys.modules["yaml"].scanner.ScannerError.__module__)
"""


def _run(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_it_reads_every_recorded_stream_as_kubectl_does() -> None:
    assert _run(_ALONE + _AGREEMENT) == "5000 []\n"


def test_the_parser_of_pyyaml_stays_out() -> None:
    loaded = _run(_ALONE + "print(*(name for name in sys.modules if name.startswith('yaml')))").split()
    assert sorted(loaded) == ["yaml", "yaml._yaml", "yaml.error", "yaml.events", "yaml.nodes", "yaml.tokens"]


def test_characters_that_yaml_cannot_hold_are_told_as_ever() -> None:
    code = "import dslint\nprint(dslint.lint('kind: DaemonSet\\na: \\x07').findings[0].message)"
    said = _run(_ALONE + code)
    assert said == _run(code)
    assert "control character" in said


def test_another_version_of_pyyaml_is_imported_as_a_whole() -> None:
    assert _run(_ALONE + _UNKNOWN_VERSION) == "[]\n"


def test_a_program_that_imports_dslint_has_all_of_pyyaml() -> None:
    assert _run(_AS_LIBRARY) == "{'a': 1} yaml.scanner\n"
