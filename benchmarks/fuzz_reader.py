"""Feed the reader broken text until the time is up; whatever it raises, or takes long for, is printed.

    python -m benchmarks.fuzz_reader [--minutes 10] [--seed 1] [FOLDER…]

Starts from the examples, the stream vectors and the YAML files of the folders named, and mends
them for the worse: bytes and tokens put in, taken out, doubled and moved. Each text is read and
linted as a whole. Exit code 1 when anything was found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from dslint.linter.engine import lint_text
from dslint.reader.stream import read_stream
from dslint.reader.templates import classify
from tests.conformance.vectors import cases

EXAMPLES = Path(__file__).parent.parent / "examples"
LONGEST = 20_000
SLOW = 2.0
TOKENS = (
    *("---\n", "...\n", "\r\n", "\r", "\n", "\t", " ", "  ", "- ", "? ", ": ", ":", "#", " #", "\0"),
    *("&a ", "*a", "<<: *a", "<<: [*a]", "!!str ", "!!int ", "!!binary ", "!x ", "! ", "!!null ", '"', "'"),
    *("{", "}", "[", "]", ",", "|", ">", "|+\n", ">-\n", "|2\n", "%YAML 1.1\n", "\ufeff", "\xa0", "\u2028"),
    *("\\", "\x07", "\x85", "é", "😀", "\ud800", "~", "yes", "0o14", "1e999", ".inf", "9" * 400),
    *("{{ x }}", "{% y %}", "${Z}", "```\n", '{"a":1}', '"\\ud83d"', "null", "[]", "{}"),
    *("kind: DaemonSet\n", "apiVersion: apps/v1\n", "spec:\n", "items:\n"),
)


def main() -> int:
    """Run until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", metavar="FOLDER")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - nothing secret
    seeds = list(_seeds([EXAMPLES, *map(Path, options.folders)]))
    end = time.monotonic() + options.minutes * 60
    count = faults = 0
    while time.monotonic() < end:
        content = _broken(chance, seeds)
        count += 1
        fault = _fault_of(content)
        if fault:
            faults += 1
            print(f"{fault}\n  {content[:2000]!r}", flush=True)
    print(f"{count:,} texts in {options.minutes:g} minutes from {len(seeds):,} seeds: {faults} faults")
    return 1 if faults else 0


def _seeds(folders: list[Path]) -> Iterator[bytes]:
    for case in cases("stream.jsonl.gz"):
        yield case["stream"].encode()
    for folder in folders:
        for path in sorted(folder.rglob("*.y*ml")):
            yield path.read_bytes()[:LONGEST]


def _broken(chance: random.Random, seeds: list[bytes]) -> bytes:
    content = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(content) + 1)
        token = chance.choice(TOKENS).encode("utf-8", "surrogatepass")
        way = chance.randrange(7)
        if way == 0:
            content = content[:at] + content[at + chance.randrange(1, 9) :]
        elif way == 1:
            content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        elif way == 2:
            other = chance.choice(seeds)
            content = content[:at] + other[chance.randrange(len(other) + 1) :]
        elif way == 3:
            content = content[:at] + token * chance.choice((2, 30, 300)) + content[at:]
        else:
            content = content[:at] + token + content[at:]
    return content[:LONGEST]


def _fault_of(content: bytes) -> str:
    """What went wrong with a text, or nothing."""
    begin = time.process_time()
    try:
        text = content.decode("utf-8", "surrogatepass" if b"\xed" in content else "replace")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    try:
        for document in read_stream(text, go_on=True).documents:
            document.span(document.node)
        read_stream(content)
        classify(text)
        report = lint_text(content, "fuzz.yaml")
    except Exception:  # noqa: BLE001 - what it is looking for
        return traceback.format_exc()
    if report.crashes:
        return f"a rule crashed: {report.crashes[0]}"
    taken = time.process_time() - begin
    return f"took {taken:.1f} s" if taken > SLOW else ""


if __name__ == "__main__":
    sys.exit(main())
