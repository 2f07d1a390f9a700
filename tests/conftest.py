"""What holds for every test: hypothesis' settings, and groups that lack something are named."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.needs import missing

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

_NOT_RUN = pytest.StashKey[dict[str, str]]()


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
