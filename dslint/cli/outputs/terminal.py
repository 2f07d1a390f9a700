"""The width of the terminal: text for people fills it from 80 columns on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def laid_out() -> Iterator[None]:
    """Lay out the enclosed rendering for the terminal; for 100 columns without one.

    `COLUMNS` in the environment overrides the terminal, as in other programs.
    """
    if sys.stdout is None or not sys.stdout.isatty():
        yield
        return
    from dslint.report.layout import WIDTH, page_of

    with page_of(shutil.get_terminal_size((WIDTH, 24)).columns):
        yield
