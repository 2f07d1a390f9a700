"""Keeps the documentation true, and builds it as a site.

python3 scripts/docs.py            # write the outputs in docs/*.md and the command reference
python3 scripts/docs.py --check    # exit code 1 when anything of that is out of date
python3 scripts/docs.py --build    # build the site, strict and offline; the playground where npm can
python3 scripts/docs.py --build --playground      # the same, and exit code 1 without the playground
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
SITE = ROOT / "site"
CONSOLE = re.compile(r"^```console\n\$ (dslint [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECONDS = re.compile(r", \d+\.\d\d s\b")


def pages() -> list[Path]:
    """Every page a person wrote; those of the rules are generated from the rules."""
    return sorted(path for path in DOCS.rglob("*.md") if "rules" not in path.relative_to(DOCS).parts)


def with_outputs(text: str) -> str:
    """A page whose console blocks show what is printed now; a line `...` stands for any lines."""
    return CONSOLE.sub(lambda block: f"```console\n$ {block[1]}\n{_shown(block[1], block[2])}```", text)


def _shown(command: str, before: str) -> str:
    now = printed(command)
    parts = map(re.escape, f"\n{before}".split("\n...\n"))
    return before if re.fullmatch("\n(?:.*\n)*?".join(parts), f"\n{now}") else now


def printed(command: str) -> str:
    """What a command prints in the checkout, without the time it took."""
    words = [sys.executable, "-m", *shlex.split(command)]
    variables = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=variables, check=False
    )
    return _SECONDS.sub("", done.stdout + done.stderr)


def generated() -> dict[Path, str]:
    """Every file that follows from the program, and what must be in it."""
    import reference_pages

    made = {REFERENCE / name: text for name, text in reference_pages.pages().items()}
    written = {path: with_outputs(path.read_text(encoding="utf-8")) for path in pages() if path not in made}
    return {**written, **made}


def build(*, playground_too: bool = False) -> int:
    """Build the site with the schemas and, where npm and pip can, the playground; the exit code."""
    import build_playground

    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        return code
    schemas = SITE / "schemas"
    schemas.mkdir(exist_ok=True)
    for schema in (ROOT / "schemas").glob("*.schema.json"):  # editors fetch them from here
        shutil.copy(schema, schemas)
    built = build_playground.main([str(SITE)])
    return built if playground_too else 0


def main(arguments: list[str]) -> int:
    """Write, check or build."""
    if "--build" in arguments:
        return build(playground_too="--playground" in arguments)
    stale = [
        (path, text)
        for path, text in generated().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        print(path.relative_to(ROOT))
        if arguments != ["--check"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return int(bool(stale) and arguments == ["--check"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
