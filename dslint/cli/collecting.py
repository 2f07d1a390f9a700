"""Python's cyclic garbage collector, out of the way while a command reads and plans.

Nothing of an inventory or a plan is cyclic; walking over it again and again doubles the time large ones take.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Collect nothing meanwhile, and afterwards as before."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
