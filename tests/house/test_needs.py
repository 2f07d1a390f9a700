"""A group that lacks something is named at the end of a run: never passed over in silence."""

from __future__ import annotations

import subprocess
import sys

from tests.needs import ROOT

WITHOUT_A_BROWSER = """
import sys, pytest
from tests import needs
needs._PROBES["browser"] = lambda: "no Chromium"
sys.exit(pytest.main(["tests/browser", "-p", "no:cacheprovider"]))
"""


def test_a_group_without_what_it_needs_is_named_above_the_summary() -> None:
    command = [sys.executable, "-c", WITHOUT_A_BROWSER]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    *_, named, summary = done.stdout.splitlines()
    assert named == "not run: browser (no Chromium)"
    assert "skipped in" in summary
    assert done.returncode == 0
