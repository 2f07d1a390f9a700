"""Add the answers of one oracle to vector files.

    python tools/oracle/record.py 1.38 /tmp/oracles/oracle-1.38.0 tests/conformance/vectors/update.jsonl.gz

Each case keeps its answers of other versions. The answer of the newest version is always written; that of
another one only where it differs from the newest. Files of other kinds than validation and update are left
alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPOSITORY))

from dslint.kubernetes.versions import KNOWN, minor_number  # noqa: E402 - found through the line above

ASKED = ("id", "yaml", "old")
KEPT = ("verdict", "read", "field", "unknown", "errors", "warnings", "templateChanged")
KINDS = ("validation", "update")

Case = dict[str, Any]


def main() -> int:
    """Ask and write; the exit code is 1 where the oracle did not answer every case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("version", help="the version of the oracle, such as 1.38")
    parser.add_argument("oracle", help="the program")
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    options = parser.parse_args()
    for path in options.files:
        if not path.name.startswith(KINDS) or path.parent.name == "cluster":
            continue
        cases = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
        answers = ask(options.oracle, cases)
        if len(answers) != len(cases):
            print(f"{path.name}: {len(answers)} answers to {len(cases)} cases")
            return 1
        for case, answer in zip(cases, answers, strict=True):
            case["expect"] = with_answer(case["expect"], options.version, answer)
        text = "".join(f"{json.dumps(case, ensure_ascii=False, separators=(',', ':'))}\n" for case in cases)
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
        differing = sum(options.version in case["expect"] for case in cases)
        print(
            f"{path.name}: {len(cases)} cases, {differing} with an answer of their own for {options.version}"
        )
    return 0


def ask(oracle: str, cases: list[Case]) -> list[Case]:
    """The answers, reduced to what vectors keep."""
    questions = "".join(json.dumps({key: case[key] for key in ASKED if key in case}) + "\n" for case in cases)
    done = subprocess.run([oracle], input=questions, capture_output=True, text=True, check=False)
    return [
        {key: answer[key] for key in KEPT if key in answer}
        for answer in map(json.loads, done.stdout.splitlines())
    ]


def with_answer(expect: Case, version: str, answer: Case) -> Case:
    """The answers of all versions, as sparse as the files have them; the newest version comes first."""
    newest = max(expect, key=minor_number)
    answers = {known: expect.get(known, expect[newest]) for known in {*KNOWN, *expect}}
    answers[version] = answer
    newest = max(newest, version, key=minor_number)
    asked = sorted(
        (known for known in answers if minor_number(known) <= minor_number(newest)), key=minor_number
    )
    others = (known for known in reversed(asked[:-1]) if answers[known] != answers[newest])
    return {newest: answers[newest], **{known: answers[known] for known in others}}


if __name__ == "__main__":
    sys.exit(main())
