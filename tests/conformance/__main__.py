"""`python -m tests.conformance [KIND …] [--show N] [--about TEXT]`: agreement, and where it ends."""

from __future__ import annotations

import argparse
import json
import time

from tests.conformance.kinds import KINDS


def main() -> None:
    """Compare the kinds asked for and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of: {', '.join(KINDS)}; none means all")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N disagreements")
    parser.add_argument("--case", help="only the case with this id, in full")
    parser.add_argument(
        "--about", default="", metavar="TEXT", help="count and print only disagreements with this in them"
    )
    options = parser.parse_args()
    for name in options.kinds or KINDS:
        _compare(name, options.show, options.case, options.about)


def _compare(name: str, show: int, only: str | None, about: str) -> None:
    kind = KINDS[name]
    agreed = total = 0
    start = time.perf_counter()
    for case in kind.cases():
        if only and case["id"] != only:
            continue
        differences = [text for text in kind.compare(case) if about in text]
        total += 1
        agreed += not differences
        if differences and (show > 0 or only):
            show -= 1
            print(f"{name} {case['id']}")
            print(*(f"  {difference}" for difference in differences), sep="\n")
            if only:
                print(json.dumps(case, indent=1))
    print(f"{name}: {agreed} of {total} agree, {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
