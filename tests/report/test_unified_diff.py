"""The difference of two texts, byte for byte, in the form that `git apply` takes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dslint.report.findings.unified_diff import unified_diff

OLD = "".join(f"line {number}\n" for number in range(1, 12))


def test_it_looks_as_people_know_it() -> None:
    new = OLD.replace("line 6\n", "line six\n")
    assert unified_diff("deploy/agent.yaml", OLD, new) == (
        "--- a/deploy/agent.yaml\n"
        "+++ b/deploy/agent.yaml\n"
        "@@ -3,7 +3,7 @@\n"
        " line 3\n line 4\n line 5\n-line 6\n+line six\n line 7\n line 8\n line 9\n"
    )


def test_nothing_changed_is_nothing_said() -> None:
    assert unified_diff("x.yaml", OLD, OLD) == ""


@pytest.mark.parametrize(
    "old, new",
    [
        pytest.param(OLD, OLD.replace("line 6\n", ""), id="a line less"),
        pytest.param("", OLD, id="from nothing"),
        pytest.param(OLD, OLD.rstrip("\n"), id="no line feed at the end"),
        pytest.param(OLD.rstrip("\n"), OLD, id="a line feed at the end"),
        pytest.param(OLD.rstrip("\n"), OLD.replace("5", "five").rstrip("\n"), id="none at the end of both"),
        pytest.param(OLD.replace("\n", "\r\n"), OLD.replace("\n", "\r\n").replace("6", "six"), id="CRLF"),
        pytest.param(OLD.replace("\n", "\r\n"), OLD, id="CRLF to LF"),
        pytest.param("a\x0cb\rc\u2028d\x85e\n", "a\x0cB\rc\u2028d\x85e\n", id="other line breaks"),
        pytest.param("\u00a0\u00a0x: \u00fc\n", "  x: \u00fc\n", id="not ASCII"),
    ],
)
@pytest.mark.parametrize("name", ["agent.yaml", "a folder/an agent.yaml"])
def test_git_makes_the_new_text_of_the_old_one(tmp_path: Path, old: str, new: str, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(old.encode())
    command = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    patch = unified_diff(name, old, new).encode()
    done = subprocess.run(command, input=patch, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, (done.stderr, patch)
    assert file.read_bytes() == new.encode()
