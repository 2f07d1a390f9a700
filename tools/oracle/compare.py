"""Ask an oracle about cases of your own, and print where dslint answers otherwise.

    python tools/oracle/compare.py 1.38 /tmp/oracles/oracle-1.38.0 cases.jsonl

`cases.jsonl` holds one question per line, as the oracle reads them: `id`, `yaml`, and `old` for an update.
Prints the answer of the oracle to every case that differs; the exit code is 1 where one does.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPOSITORY))

from record import ask  # noqa: E402 - lies beside this file

import dslint  # noqa: E402 - found through the line above
from dslint.kubernetes.versions import UnknownVersion, parse_range  # noqa: E402 - as above
from dslint.linter.updates import lint_update_each  # noqa: E402 - as above
from tests.conformance.update import update_differences  # noqa: E402 - as above
from tests.conformance.validation import differences  # noqa: E402 - as above


def main() -> int:
    """Ask, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("version", help="the version of the oracle, such as 1.38")
    parser.add_argument("oracle", help="the program")
    parser.add_argument("file", type=Path, help="the cases, one JSON object per line")
    options = parser.parse_args()
    try:
        (version,) = parse_range(options.version)
    except (UnknownVersion, ValueError) as error:
        parser.error(str(error))
    cases = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line]
    answers = ask(options.oracle, cases)
    if len(answers) != len(cases):
        print(f"{len(answers)} answers to {len(cases)} cases")
        return 1
    agreed = 0
    for case, answer in zip(cases, answers, strict=True):
        found = list(differing(case, answer, version))
        agreed += not found
        if found:
            print(case["id"], *found, f"the oracle: {json.dumps(answer)}", sep="\n  ")
    print(f"{agreed} of {len(cases)} agree")
    return 0 if agreed == len(cases) else 1


def differing(case: dict[str, Any], answer: dict[str, Any], version: str) -> Iterator[str]:
    """What dslint says otherwise than the oracle of one version."""
    if "old" in case:
        ((_, update),) = lint_update_each(case["old"], case["yaml"], "<new>", (version,))
        yield from update_differences(update, answer)
    else:
        report = dslint.lint(case["yaml"], kubernetes=version, config={"profile": "server"})
        yield from differences(report.findings, answer)


if __name__ == "__main__":
    sys.exit(main())
