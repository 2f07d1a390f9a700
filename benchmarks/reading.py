"""Measure reading against libyaml's events alone, all ratios in one run.

    python -m benchmarks.reading [--rounds 9] [--megabytes 100]

Prints how much longer than the bare events it takes to build nodes with positions and to read a long
list of Nodes as an inventory, what the latter needs in memory above its input, and how much of the
time for a tree of files the filter before parsing leaves. Processor time; the best of
all rounds. The texts are made up from the examples.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.inventory import make_node
from dslint.planner.inventory.reading import read_inventory
from dslint.reader.builder import build
from dslint.reader.chunks import chunks
from dslint.reader.libyaml import CParser
from dslint.reader.prefilter import daemonsets_and_companions
from dslint.reader.stream import read_stream

EXAMPLES = Path(__file__).parent.parent / "examples"
FILES = 3000
_PLAIN = re.compile(r"[A-Za-z][A-Za-z./_-]*[A-Za-z]\Z")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--megabytes", type=int, default=100, help="size of the list of Nodes")
    options = parser.parse_args()
    _list(options.megabytes, min(options.rounds, 3))  # first: nothing before it may raise the peak of memory
    _nodes(options.rounds)
    _filter(options.rounds)


def _nodes(rounds: int) -> None:
    texts = [chunk.text for text in _manifests() for chunk in chunks(text)] * 5
    events, nodes = _best(rounds, lambda: _all(events_alone, texts), lambda: _all(build, texts))
    size = sum(map(len, texts))
    print(f"nodes with positions: {nodes / events:.2f} x events alone ({size / nodes / 1e6:.1f} MB/s)")


def _filter(rounds: int) -> None:
    """A tenth of the files hold a DaemonSet, some of them beside other documents."""
    daemonsets = _manifests()
    others = [_without_daemonsets(number) for number in range(FILES)]
    tree = [
        daemonsets[number % len(daemonsets)] if number % 10 == 0 else others[number]
        for number in range(FILES)
    ]

    def everything() -> None:
        _all(read_stream, tree)

    def filtered() -> None:
        for text in tree:
            read_stream(text, only=daemonsets_and_companions)

    full, less = _best(min(rounds, 5), everything, filtered)
    print(f"tree of {FILES:,} files: {less / full:.2f} x parsing everything ({less * 1000:.0f} ms)")


def _list(megabytes: int, rounds: int) -> None:
    item = _as_yaml_item(json.loads(json.dumps(make_node(1))))
    count = megabytes * 1_000_000 // len(item)
    source = b"apiVersion: v1\nkind: NodeList\nitems:\n" + b"".join(
        item.replace("node-1", f"node-{number}").encode() for number in range(count)
    )
    del item
    before = _peak_memory()
    assert len(read_inventory(source).nodes) == count
    above = _peak_memory() - before
    events, read = _best(rounds, lambda: events_alone(source), lambda: read_inventory(source))
    print(
        f"{len(source) / 1e6:.0f} MB list of {count:,} Nodes: {read / events:.2f} x events alone "
        f"({read:.1f} s), {above:.0f} MB above the input"
    )


def events_alone(text: str | bytes) -> None:
    """What everything is measured against: every event made, none looked at."""
    next_event = CParser(text).get_event
    while next_event() is not None:
        pass


def _manifests() -> list[str]:
    """The examples that can be read."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.yaml"))]
    return [text for text in texts if read_stream(text).error is None and "kind: DaemonSet" in text]


def _without_daemonsets(number: int) -> str:
    labels = "".join(f"    label-{index}: value-{number}-{index}\n" for index in range(10))
    data = "".join(f"  key-{index}: 'some value of {number}'\n" for index in range(20))
    settings = (
        f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c{number}\n  labels:\n{labels}data:\n{data}"
    )
    return settings + f"---\napiVersion: v1\nkind: Service\nmetadata:\n  name: s{number}\n  labels:\n{labels}"


def _as_yaml_item(value: object, indent: int = 2) -> str:
    """An object as kubectl prints it inside a list."""
    lines = _yaml_lines(value)
    return "".join(f"{'- ' if not number else ' ' * indent}{line}\n" for number, line in enumerate(lines))


def _yaml_lines(value: object) -> Iterable[str]:
    if isinstance(value, dict) and value:
        for key, child in value.items():
            if isinstance(child, dict | list) and child:
                yield f"{key}:"
                yield from (f"{'' if isinstance(child, list) else '  '}{line}" for line in _yaml_lines(child))
            else:
                yield f"{key}: {_scalar(child)}"
    elif isinstance(value, list) and value:
        for child in value:
            for number, line in enumerate(_yaml_lines(child)):
                yield f"{'  ' if number else '- '}{line}"
    else:
        yield _scalar(value)


def _scalar(value: object) -> str:
    """A scalar, or an empty collection; words without quotes, as kubectl prints them."""
    return value if isinstance(value, str) and _PLAIN.match(value) else json.dumps(value)


def _all(read: Callable[[str], object], texts: Iterable[str]) -> None:
    for text in texts:
        read(text)


def _best(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The best processor time of each, taken in turns so that a busy moment hits all."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            begin = time.process_time()
            work()
            taken.append(time.process_time() - begin)
    return [min(taken) for taken in times]


def _peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
