"""What the files of the repository must not hold, and must."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.needs import ROOT

_ANY = r"(?i)"

FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.])/(?:home|Users|root|work)/\w",
    "a package registry's host": _ANY + r"\b(?:pypi|pythonhosted|npmjs|crates|rubygems)\.(?:org|io|com)\b",
    "a Windows path of somebody's machine": r"\b[A-Z]:\\Users\\",
    "a left-over merge": r"^(?:<{7}|>{7}) ",
}
"""What it would be: the pattern that finds it."""

DATA = {".gz", ".jsonl", ".png", ".fields"}
"""Suffixes of what is recorded or derived, not written."""


def files() -> list[Path]:
    """Every file that git knows of, but this one: it holds the patterns."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    return [path for path in paths if path.is_file() and path != Path(__file__)]


@pytest.mark.needs("git")
@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()!r}"
        for path in files()
        if path.suffix not in DATA
        for match in pattern.finditer(path.read_bytes().decode("utf-8", "replace"))
    ]
    assert not found, f"{what}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text, what",
    [
        ("see /home/ann/notes", "a path of somebody's machine"),
        (r"C:\Users\ann", "a Windows path of somebody's machine"),
        ("https://PyPI.org/x", "a package registry's host"),
        ("a\n>>>>>>> other", "a left-over merge"),
    ],
)
def test_the_patterns_find(text: str, what: str) -> None:
    assert re.search(FORBIDDEN[what], text, re.MULTILINE)


@pytest.mark.needs("git")
def test_text_files_end_lines_as_unix_does() -> None:
    """Fixtures with CRLF are written by tests; a file with it would change with a checkout's settings."""
    kept = [path for path in files() if path.suffix in {".py", ".yaml", ".md", ".toml", ".json"}]
    assert kept
    assert [str(path.relative_to(ROOT)) for path in kept if b"\r\n" in path.read_bytes()] == []


@pytest.mark.needs("git")
def test_no_module_is_so_large_that_it_needs_a_table_of_contents() -> None:
    """Tests may be longer: a table of cases is read one row at a time."""
    code = [path for path in files() if path.suffix == ".py" and "tests" not in path.relative_to(ROOT).parts]
    assert code
    long = [path for path in code if len(path.read_bytes().splitlines()) > 400]
    assert [str(path.relative_to(ROOT)) for path in long] == []


def test_data_and_code_of_the_package_are_where_the_build_takes_them_from() -> None:
    for name in (
        "dslint/py.typed",
        "LICENSE",
        "NOTICE",
        "README.md",
        "CHANGELOG.md",
        "rules",
        "schemas/kubernetes",
    ):
        assert (ROOT / name).exists(), name
