"""Python's cyclic garbage collector, out of the way while a command runs.

Nothing of a manifest, an inventory or a plan is cyclic; walking over it again and again doubles the time that
large ones take, and while modules are loaded it costs a tenth of a start.
"""

from __future__ import annotations

import gc


class NoCollecting:
    """Collect nothing meanwhile, and afterwards as before."""

    def __enter__(self) -> None:
        """Stop."""
        self._was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        """Go on, if it ran before."""
        if self._was_enabled:
            gc.enable()
