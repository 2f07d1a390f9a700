"""Make DaemonSets at random and hold the properties of tests/hostile against them, as long as there is time.

    python3 scripts/fuzz.py --minutes 10
    python3 scripts/fuzz.py --minutes 60 --seed 7 --property fixes_mend

A text for which a property does not hold is made as small as removing lines makes it, printed, and kept
in `--finds` (a folder that is made). Move it to tests/hostile/corpus once the fault is fixed: every test
run holds all properties against the files there. The exit code is 1 when anything was found. The same seed
makes the same texts in the same order.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.hostile.generated import made_text  # noqa: E402 - found through the line above
from tests.hostile.plan_properties import EVERY_PROPERTY  # noqa: E402


def main(words: list[str]) -> int:
    """Run until the time is up."""
    options = _options(words)
    end = time.monotonic() + options.minutes * 60
    known: set[tuple[str, str]] = set()
    number = 0
    while time.monotonic() < end and number < options.most:
        text = made_text(Random(f"{options.seed} {number}"))  # noqa: S311 - nothing secret
        number += 1
        for name in options.property or EVERY_PROPERTY:
            said = fault_of(name, text)
            if said and (name, _kind(said)) not in known:
                known.add((name, _kind(said)))
                _keep(options.finds, name, len(known), smallest(name, text), said)
    print(f"{number:,} texts, {len(known)} kinds of faults")
    return 1 if known else 0


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--most", type=int, default=sys.maxsize, help="texts, whatever the time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--property", action="append", choices=list(EVERY_PROPERTY))
    parser.add_argument("--finds", type=Path, default=Path("fuzz-finds"), metavar="FOLDER")
    return parser.parse_args(words)


def fault_of(name: str, text: str) -> str:
    """What is wrong, or nothing where the property holds."""
    try:
        EVERY_PROPERTY[name](text)
    except Exception as error:  # noqa: BLE001 - whatever is raised is what it is looking for
        return f"{type(error).__name__}: {error}"
    return ""


def _kind(said: str) -> str:
    """What two finds of one fault have in common: the beginning of what is said, without figures."""
    first = said.partition("\n")[0][:100]
    return "".join(character for character in first if not character.isdigit())


def smallest(name: str, text: str) -> str:
    """The text without the lines that the fault does not need."""
    kind = _kind(fault_of(name, text))
    lines = text.splitlines(keepends=True)
    size = len(lines)
    while size := size // 2:
        at = 0
        while at < len(lines):
            fewer = lines[:at] + lines[at + size :]
            if _kind(fault_of(name, "".join(fewer))) == kind:
                lines = fewer
            else:
                at += size
    return "".join(lines)


def _keep(folder: Path, name: str, number: int, text: str, said: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{number}.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    print(f"{path}: {said[:1000]}\n{text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
