"""The location of the files that ship with dslint: rules and schemas."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def data_path(*parts: str) -> str:
    """Return the path of a shipped file or folder: `data_path("rules", "update-on-delete.yaml")`.

    An installed package carries its data in `dslint/_data`; in a checkout, and in an editable
    install made from one, it lies at the top of the repository.
    """
    shipped = os.path.join(_PACKAGE, "_data")
    root = shipped if os.path.isdir(shipped) else os.path.dirname(_PACKAGE)
    return os.path.join(root, *parts)
