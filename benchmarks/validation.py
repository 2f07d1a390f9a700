"""How long judging takes, held against parsing, in one run.

    python -m benchmarks.validation [--manifests 300]

Manifests are those of the conformance vectors that are written as YAML. Everything is measured
several times and the best of it kept; figures are per manifest, and ratios to parsing it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import dslint
from dslint.data import data_path
from dslint.kubernetes import fields
from dslint.kubernetes.decode import decode
from dslint.kubernetes.validation import judge
from dslint.kubernetes.versions import NEWEST
from dslint.reader.stream import read_stream
from tests.conformance.vectors import cases

ROUNDS = 7
MANY = 1000
SERVER_LIMIT = 2.5
RUN_LIMIT = 5.0
START = """
import sys, time
start = time.perf_counter()
from dslint.kubernetes.validation import judge
judge({}, "1.37")
print(time.perf_counter() - start, "jsonschema" in sys.modules)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--manifests", type=int, default=300, metavar="N", help="how many manifests to measure"
    )
    number = parser.parse_args().manifests
    written = (case["yaml"] for case in cases("validation.jsonl.gz") if not case["yaml"].startswith("{"))
    texts = list(islice(written, number))
    data = [read_stream(text).documents[0].data for text in texts]
    parsing = best(lambda: [read_stream(text) for text in texts]) / len(texts)
    print(f"{'':34}{'ms':>8}  x parsing")
    shown("parse", parsing, parsing)
    shown("decode, defaults", best(lambda: [decode(item, NEWEST) for item in data]) / len(texts), parsing)
    judging = best(lambda: [judge(item, NEWEST) for item in data]) / len(texts)
    shown("all server checks, decode included", judging, parsing, SERVER_LIMIT)
    many = (texts * (MANY // len(texts) + 1))[:MANY]
    reading = best(lambda: [read_stream(text) for text in many], 3)
    shown(f"parse {MANY} texts", reading, reading)
    shown(f"lint {MANY} texts", best(lambda: [dslint.lint(text) for text in many], 3), reading, RUN_LIMIT)
    joined = "---\n".join(many)
    shown(f"lint {MANY} in one text", best(lambda: dslint.lint(joined), 1), reading, RUN_LIMIT)
    text = table_text()
    print(f"one field table: {1000 * best(lambda: fields.parse(text)):.2f} ms")
    seconds, has_jsonschema = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, check=True
    ).stdout.split()
    print(
        f"import and first judgement: {1000 * float(seconds):.1f} ms; jsonschema imported: {has_jsonschema}"
    )


def best(run: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def shown(what: str, seconds: float, parsing: float, limit: float | None = None) -> None:
    """Print one figure."""
    ratio = seconds / parsing
    verdict = "" if limit is None else f"  (at most {limit})" + ("" if ratio <= limit else "  TOO SLOW")
    print(f"{what:34}{1000 * seconds:8.3f}  {ratio:6.2f}{verdict}")


def table_text() -> str:
    """The newest field table as it lies in its file."""
    with open(data_path("schemas", "kubernetes", f"{NEWEST}.fields"), encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


if __name__ == "__main__":
    main()
