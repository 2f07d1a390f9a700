"""Write `docs/fidelity.md`: how far dslint agrees with the real thing, kind by kind and version by version.

python scripts/fidelity.py            compare every case and write the page
python scripts/fidelity.py KIND ...   compare only these kinds, and keep the other rows
python scripts/fidelity.py --check    only say whether the page is up to date
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dslint.kubernetes.versions import KNOWN  # noqa: E402 - found through the line above
from tests.conformance.kinds import KINDS, Kind  # noqa: E402 - as above
from tests.conformance.vectors import DATED, RECORDED, RELEASES  # noqa: E402 - as above

PAGE = ROOT / "docs" / "fidelity.md"
ASKED_OF = dict.fromkeys(
    ("validation", "validation-old", "validation-steps", "update", "update-steps"), KNOWN
)
"""Kinds with an answer for each known version; their differences begin with the version."""
HEAD = f"""\
# Fidelity

Questions put to the real Kubernetes code and to a real control plane, and how many of the answers
dslint gives alike. A case agrees when all of its answer does: verdict, causes and places, down to
the last field. `tests/conformance/` holds the cases and compares them; the figures may only grow.
Written by `scripts/fidelity.py`; do not edit.

The cases are of {DATED}, from Kubernetes {", ".join(RELEASES)}.

| kind | cases | {" | ".join(KNOWN)} |
| --- | ---: | {" | ".join("---:" for _ in KNOWN)} |
"""
TAIL = """
`validation-old` is made from the fields of 1.28, `validation-steps` and `update-steps` are aimed at what
changed from one version to the next. `stream` and `nesting` do not depend on a Kubernetes version; the
others without a figure were asked of one version alone. `nesting` is no question to Kubernetes:
manifests with their indentation taken away, and how many come back whole; never does one come back with
another meaning, and for the rest the key that stands in the way is named.

`nodepool` asks Karpenter's own scheduling code whether a node of a NodePool could run a DaemonSet.
Where the DaemonSet contradicts itself (`nodeSelector` wants `tier=2`, affinity wants `tier` below 1),
Karpenter takes the two requirements together for "has no label `tier`" and says yes. The DaemonSet
controller finds no node that meets both, and so does dslint: these are the cases that differ. `karpenter`
asks the same cases for what Karpenter itself expects; dslint reports where it counts in vain.

`cel` are expressions in Kubernetes' own environment: whether they compile, where they do not, their
types and values. Go walks maps in random order; where a value depends on that order, dslint says so
instead of choosing one, and that counts as agreement. `policies` are admission policies with bindings
and parameters: what the server refuses to store, denies with which message, and warns of.

## Cases believed wrong

None.
"""


def main() -> int:
    """Write or check the page; 1 when a check finds it out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when the page is out of date"
    )
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="compare only these")
    options = parser.parse_args()
    if unknown := sorted(set(options.kinds) - KINDS.keys()):
        parser.error(f"unknown kind {unknown[0]}; there are {', '.join(sorted(KINDS))}")
    check = options.check
    text = page(options.kinds or sorted(KINDS))
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        print(f"{PAGE.name} is up to date")
        return 0
    if check:
        print(f"{PAGE.name} is out of date: run python scripts/fidelity.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"wrote {PAGE.name}")
    return 0


def page(compared: Collection[str]) -> str:
    """The whole page, with the rows of the kinds that are not compared as they stand."""
    rows = (row(name, kind) if name in compared else row_so_far(name) for name, kind in sorted(KINDS.items()))
    return HEAD + "".join(rows) + TAIL


def row_so_far(name: str) -> str:
    """The row of a kind as the page has it, or exit where it has none."""
    for line in PAGE.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith(f"| {name} |"):
            return line
    sys.exit(f"{PAGE.name} has no row for {name} yet: name it, too")


def row(name: str, kind: Kind) -> str:
    """One kind: the number of cases, and for each version how many of them agree."""
    versions = ASKED_OF.get(name, (RECORDED,))
    agreed = dict.fromkeys(versions, 0)
    total = 0
    for case in kind.cases():
        total += 1
        differences = list(kind.compare(case))
        for version in versions:
            agreed[version] += not any(concerns(text, version) for text in differences)
    figures = (share(agreed[version], total) if version in agreed else "" for version in KNOWN)
    return f"| {name} | {total:,} | {' | '.join(figures)} |\n"


def concerns(difference: str, version: str) -> bool:
    """Whether a difference is about this version; one that names none is about all."""
    named = next((known for known in KNOWN if difference.startswith(known)), version)
    return named == version


def share(agreed: int, total: int) -> str:
    """`100 %`, or how many disagree."""
    return "100 %" if agreed == total else f"{100 * agreed / total:.2f} % ({total - agreed} differ)"


if __name__ == "__main__":
    sys.exit(main())
