"""What holds for every test: groups that lack something are said, and golden files can be renewed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.needs import missing

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

_NOT_RUN = pytest.StashKey[dict[str, str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what is printed now into the golden files"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_NOT_RUN] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for group in marker.args:
            lacking = missing(group)
            if lacking is not None:
                item.config.stash[_NOT_RUN][group] = lacking
                pytest.skip(f"{group} ({lacking})")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for group, lacking in sorted(config.stash[_NOT_RUN].items()):
        terminalreporter.write_line(f"not run: {group} ({lacking})")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file that holds what it should be; `--update-golden` writes the file instead."""
    update = request.config.getoption("--update-golden")

    def compare(file: Path, text: str) -> None:
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))
        assert file.is_file(), f"{file} is missing; pytest --update-golden writes it"
        assert text == file.read_bytes().decode("utf-8")

    return compare
