"""Compare verdicts on a folder of real manifests with what an API server said of them.

    python scripts/compare_corpus.py FOLDER

FOLDER has an `index.jsonl`: a line for every file, with `file` (its path in the folder) and `server`,
a list with one answer for every DaemonSet of the file, in order: `line` (where its document starts),
`verdict` (`accepted`, `refused`), and where it was read, `errors` as pairs of cause and field and
`unknown` fields. Prints every DaemonSet on which dslint differs; nothing is written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import dslint  # noqa: E402 - found through the line above
from dslint.values.finding import Finding  # noqa: E402 - as above

Answer = dict[str, Any]


def main() -> int:
    """Print what differs; 1 when anything does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    folder = parser.parse_args().folder
    asked = differing = 0
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        answers = entry.get("server", [])
        asked += len(answers)
        text = (folder / entry["file"]).read_bytes() if answers else b""
        for difference in differences(text, answers):
            differing += 1
            print(f"{entry['file']}:{difference}")
    print(f"{asked - differing} of {asked} DaemonSets agree")
    return 1 if differing else 0


def differences(text: bytes, answers: list[Answer]) -> Iterator[str]:
    """One text for every DaemonSet of a file on which dslint differs."""
    if not answers:
        return
    findings = dslint.lint(text, config={"profile": "server"}).findings
    ends = [answer["line"] for answer in answers[1:]]
    for answer, end in zip(answers, [*ends, sys.maxsize], strict=True):
        own = [finding for finding in findings if lies_between(finding, answer["line"], end)]
        found = sorted(difference(own, answer))
        if found:
            yield f"{answer['line']}: {'; '.join(found)}"


def lies_between(finding: Finding, start: int, end: int) -> bool:
    """Whether a finding is about the DaemonSet that starts at a line."""
    return start <= (finding.span.line if finding.span is not None else 1) < end


def difference(findings: list[Finding], answer: Answer) -> Iterator[str]:
    """What differs on one DaemonSet."""
    refused = any(finding.refused for finding in findings)
    if refused != (answer["verdict"] == "refused"):
        said = [
            f"{finding.source} {finding.field}: {finding.message}" for finding in findings if finding.refused
        ]
        yield f"want {answer['verdict']}, got {said or 'nothing'}"
    if "read" in answer:
        return
    causes = {(finding.reason, finding.field) for finding in findings if finding.source == "api"}
    causes |= {("unknown", finding.field) for finding in findings if finding.source == "strict"}
    wanted = {tuple(pair) for pair in answer.get("errors", ())}
    wanted |= {("unknown", field) for field in answer.get("unknown", ())}
    yield from (f"missing {reason} {field}" for reason, field in wanted - causes)
    yield from (f"unwanted {reason} {field}" for reason, field in causes - wanted)


if __name__ == "__main__":
    sys.exit(main())
