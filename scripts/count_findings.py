"""Count what each rule finds in a folder of real manifests, and write the table of docs/rules-in-the-wild.md.

    python3 scripts/count_findings.py FOLDER            # print the table
    python3 scripts/count_findings.py FOLDER --write    # put it into the page

Files that only a renderer understands are left out, as `dslint lint FOLDER` leaves them out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dslint.linter.rulebook import rules  # noqa: E402 - found through the line above

PAGE = ROOT / "docs" / "rules-in-the-wild.md"
BEGIN = "<!-- counts: written by scripts/count_findings.py -->"
END = "<!-- end of counts -->"
NOTHING = "-"


class Counts(NamedTuple):
    """Findings and DaemonSets of one rule, by severity, and how much was looked at."""

    findings: dict[str, Counter[str]]
    daemonsets: dict[str, set[tuple[str, str]]]
    files: int
    looked_at: int


def main(arguments: list[str]) -> int:
    """Print the table or write it into the page. Returns the exit code."""
    folders = [argument for argument in arguments if not argument.startswith("--")]
    if len(folders) != 1:
        print(__doc__)
        return 2
    table = table_of(counted(folders[0]))
    if "--write" not in arguments:
        print(table)
        return 0
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", "utf-8", newline="\n")
    return 0


def counted(folder: str) -> Counts:
    """Lint a folder with every rule, in a process of its own as a user would."""
    words = [sys.executable, "-m", "dslint", "lint", "--isolated", "--profile", "all", "-o", "json", folder]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    report: dict[str, Any] = json.loads(done.stdout)
    findings: dict[str, Counter[str]] = defaultdict(Counter)
    daemonsets: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for finding in report["findings"]:
        findings[finding["rule"]][finding["severity"]] += 1
        name = json.dumps(finding.get("object"), sort_keys=True)
        daemonsets[finding["rule"]].add((finding["file"], name))
    return Counts(findings, daemonsets, report["summary"]["files"], report["summary"]["daemonsets"])


def table_of(counts: Counts) -> str:
    """The table as Markdown: every rule of dslint's own, most frequent first."""
    rows = [
        f"{counts.looked_at} DaemonSets in {counts.files} files.",
        "",
        "| rule | DaemonSets | errors | warnings | info |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    own = [rule for rule in rules().values() if rule.check is not None]
    for rule in sorted(own, key=lambda rule: (-len(counts.daemonsets[rule.id]), rule.id)):
        found = counts.findings[rule.id]
        cells = [str(found[severity] or NOTHING) for severity in ("error", "warning", "info")]
        number = len(counts.daemonsets[rule.id]) or NOTHING
        rows.append(f"| [{rule.id}](rules/{rule.id}.md) | {number} | {' | '.join(cells)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
