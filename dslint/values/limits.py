"""Limits on the input of one run. Code that reaches a limit reports it and never drops input silently.

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
"""A control file: `.gitignore`, a kustomization, a configuration."""

IGNORE_WILDCARDS: Final = 1_000
"""Lines with wildcards of all `.gitignore` files at one place; others are looked up in tables."""

IGNORE_LINE: Final = 4_096
"""Characters of one line with wildcards in a `.gitignore`."""

DOCUMENTS: Final = 20_000
"""Documents of one stream."""

DOCUMENT_CHARACTERS: Final = 16_000_000
"""Characters of one document."""

DOCUMENT_VALUES: Final = 400_000
"""Mappings, lists and scalars of one document."""

DEPTH: Final = 200
"""Levels of nested mappings and lists."""

PATCH_OPERATIONS: Final = 1_000
"""Operations of one JSON patch that are judged."""

FILES_BESIDE: Final = 2_000
"""Files of one kustomization or group that are read beside a file."""

EXPECTATION_CHECKS: Final = 20_000
"""Expectations in the comments of one List, times its DaemonSets: each applies to each."""

NODES: Final = 1_000_000
"""Nodes that the pools of an inventory represent."""

FAULTS: Final = 100
"""Errors of a configuration, baseline or rule file that are named; it says so when there are more."""

LIMIT_MET: Final = "limit met: "
"""The beginning of the reason why something was checked only in part."""

PACKED_FROM: Final = 1_000_000
"""Characters of a text; the trees of a longer one are not kept in memory."""
