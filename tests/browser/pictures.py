"""The pictures of the documentation: DSLINT_UPDATE_GOLDEN=1 takes them anew.

Fonts differ from machine to machine, so a picture is held against the page by its size and its colours.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from tests.browser.devtools import Tab
from tests.browser.png import Colour, decode
from tests.needs import ROOT

IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1200, 760
_TOLERANCE = 0.05


def differences(tab: Tab, name: str, colours: Iterable[Colour]) -> list[str]:
    """How the picture in the documentation differs from the page as it is now."""
    now = tab.screenshot()
    path = IMAGES / name
    if os.environ.get("DSLINT_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(now)
    shown, taken = decode(path.read_bytes()), decode(now)
    if (shown.width, shown.height) != (taken.width, taken.height):
        return [f"{shown.width}×{shown.height}, now {taken.width}×{taken.height}"]
    return [
        f"{colour}: {shown.share_of(colour):.3f}, now {taken.share_of(colour):.3f}"
        for colour in colours
        if abs(shown.share_of(colour) - taken.share_of(colour)) > _TOLERANCE
    ]
