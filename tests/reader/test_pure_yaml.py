"""The pure-Python parser reads what the compiled one reads, and puts everything at the same places."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dslint.reader import libyaml
from tests.needs import ROOT

_WITHOUT_BINDING = """
import sys
sys.modules["yaml._yaml"] = None
from dslint.reader.libyaml import BACK_END
assert BACK_END == "ruamel.yaml (pure Python)", BACK_END
"""
_AGREEMENT = """
from tests.conformance.kinds import KINDS
kind = KINDS["stream"]
cases = list(kind.cases())
wrong = [case["id"] for case in cases if list(kind.compare(case))]
print(len(cases), wrong)
"""
_TESTS = """
import pytest
sys.exit(pytest.main(["-p", "no:cacheprovider", "-m", "not slow", *sys.argv[1:]]))
"""


def _run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _WITHOUT_BINDING + code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_compiled_binding_serves_where_it_can_be_had() -> None:
    assert libyaml.BACK_END == "libyaml (PyYAML)"


@pytest.mark.slow
def test_it_reads_every_recorded_stream_as_kubectl_does() -> None:
    done = _run(_AGREEMENT)
    assert (done.stdout, done.stderr) == ("5000 []\n", "")


@pytest.mark.slow
def test_it_passes_the_tests_of_reading_and_of_positions() -> None:
    done = _run(_TESTS, "tests/reader/test_stream.py", "tests/reader/test_positions.py")
    assert done.returncode == 0, done.stdout + done.stderr
