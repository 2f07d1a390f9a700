"""How much of one run's input is looked at. Whoever meets a limit says so; nothing is dropped silently.

The figures are far above what people write: an object in etcd has at most 1.5 MB, a file path of Linux
4,096 bytes. They keep the cost of hostile input in proportion to its size.
"""

from __future__ import annotations

from dslint.values.typed import Final

MEGABYTE: Final = 1 << 20

FOUND_FILE_BYTES: Final = 256 * MEGABYTE
"""A manifest, inventory or kustomization that was found in a folder."""

NAMED_FILE_BYTES: Final = 1024 * MEGABYTE
"""A file that was named, and standard input."""

SMALL_FILE_BYTES: Final = MEGABYTE
"""A file that only steers a run: `.gitignore`, a kustomization, configuration."""

IGNORE_WILDCARDS: Final = 1_000
"""Lines with wildcards, of all `.gitignore` files in force at one place; others are looked up in tables."""

IGNORE_LINE: Final = 4_096
"""Characters of one line with wildcards in a `.gitignore`."""
