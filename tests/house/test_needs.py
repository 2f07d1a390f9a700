"""A group that lacks something is named at the end of a run: never passed over in silence."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.needs import ROOT


def test_a_group_without_what_it_needs_is_named_above_the_summary() -> None:
    if os.name == "nt":
        expected = "not run: browser (it is driven over a POSIX pipe)"
    else:
        expected = "not run: browser (no Chromium)"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/browser", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    *_, named, summary = done.stdout.splitlines()
    assert named == expected
    assert "skipped in" in summary
    assert done.returncode == 0
