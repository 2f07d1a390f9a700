"""The collector is as it was once a command is done."""

from __future__ import annotations

import gc

import pytest

from dslint.cli.collecting import NoCollecting


@pytest.mark.parametrize("enabled", [True, False])
def test_what_was_switched_off_is_switched_on_again(*, enabled: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        with NoCollecting():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
        with pytest.raises(ValueError, match="fault"), NoCollecting():
            raise ValueError("fault")
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()
