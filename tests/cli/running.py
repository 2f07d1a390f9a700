"""Run the command line in the test's own process."""

from __future__ import annotations

import pytest

from dslint.cli.main import main


def run(*words: str) -> int:
    """Run dslint with these arguments; the exit code comes back."""
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    assert isinstance(stopped.value.code, int)
    return stopped.value.code
