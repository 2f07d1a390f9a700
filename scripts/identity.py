"""Gives the project its owner: replaces the name in every address of every tracked file.

python3 scripts/identity.py NAME      # once, when the project is published or moves
"""

from __future__ import annotations

import re
import subprocess
import sys

from environment import ROOT

IDENTITY = ROOT / "dslint" / "identity.py"
EXTENSION = ROOT / "editors" / "vscode" / "package.json"
_OWNER = re.compile(r'^OWNER: Final = "([^"]+)"$', re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")


def owner() -> str:
    """The owner's name as it is now."""
    found = _OWNER.search(IDENTITY.read_text(encoding="utf-8"))
    if found is None:
        sys.exit(f"{IDENTITY}: the line OWNER: Final = ... is missing")
    return found[1]


def forms(name: str) -> tuple[str, ...]:
    """The ways in which an owner's name stands in an address."""
    return (f"github.com/{name}/dslint", f"{name}.github.io/dslint", f"{name}/dslint")


def main(arguments: list[str]) -> None:
    """Replace the old name by the new one."""
    if len(arguments) != 1 or not _NAME.fullmatch(arguments[0]):
        sys.exit("usage: python3 scripts/identity.py NAME (letters, digits and -)")
    old, new = owner(), arguments[0]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        content = path.read_bytes()
        changed = content
        for before, after in zip(forms(old), forms(new), strict=True):
            changed = changed.replace(before.encode(), after.encode())
        if path in (IDENTITY, EXTENSION):
            changed = changed.replace(f'"{old}"'.encode(), f'"{new}"'.encode())
        if changed != content:
            path.write_bytes(changed)
            print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
