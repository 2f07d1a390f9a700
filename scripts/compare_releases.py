"""Show what differs between two Kubernetes releases that a DaemonSet can meet.

    python scripts/compare_releases.py 1.37.2 1.38.0-rc.0

Prints the fields that come and go, the feature gates whose default changed and that code about pods asks for,
and the source files to read, with the command that shows their differences. Needs the command `go`.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from derive_fields import downloaded, staged, table_text

KUBERNETES = "k8s.io/kubernetes"
FEATURES = "pkg/features/kube_features.go"
READ = (
    "pkg/api/pod/util.go",
    "pkg/api/pod/warnings.go",
    "pkg/apis/apps/v1/defaults.go",
    "pkg/apis/apps/v1/zz_generated.defaults.go",
    "pkg/apis/apps/validation/validation.go",
    "pkg/apis/core/v1/defaults.go",
    "pkg/apis/core/validation/names.go",
    "pkg/apis/core/validation/validation.go",
    "pkg/registry/apps/daemonset/strategy.go",
)
"""Files of Kubernetes that dslint follows."""
READ_STAGED = {
    "k8s.io/apimachinery": (
        "pkg/api/validation/objectmeta.go",
        "pkg/apis/meta/v1/validation/validation.go",
        "pkg/util/validation/ip.go",
        "pkg/util/validation/validation.go",
    )
}
_GATES = re.compile(r"\n\t(?:\w+\.)?(\w+): \{(?:\n(?:\t\t[^\n]*\n)*\t\}|[^\n]*\}),")
_DEFAULT = re.compile(r"Default: (true|false)")
_ASKED = re.compile(r"features\.(\w+)")


def main() -> int:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("old", help="a release such as 1.37.2")
    parser.add_argument("new", help="a release such as 1.38.0-rc.0")
    options = parser.parse_args()
    before, after = (downloaded(KUBERNETES, f"v{release}") for release in (options.old, options.new))
    print("Fields (schemas/kubernetes/, derived by scripts/derive_fields.py)")
    print("".join(f"  {line}\n" for line in fields(options.old, options.new)) or "  none\n")
    print("Gates (dslint/kubernetes/releases/gates.py)")
    print("".join(f"  {line}\n" for line in gates(before, after)) or "  none\n")
    print("Files to read")
    for line in files(before, after, READ):
        print(f"  {line}")
    for module, paths in READ_STAGED.items():
        old, new = (downloaded(module, staged(release)) for release in (options.old, options.new))
        for line in files(old, new, paths):
            print(f"  {line}")
    return 0


def fields(old: str, new: str) -> Iterator[str]:
    """The lines of the field tables that differ, each under the object it belongs to."""
    before, after = (table_text("", release).splitlines()[3:] for release in (old, new))
    owner = ""
    for line in difflib.ndiff(before, after):
        sign, text = line[0], line[2:]
        if sign == "?":
            continue
        if text and not text.startswith(" "):
            owner = text
        if sign in "+-":
            yield f"{sign} {text}" if text == owner else f"{sign} {owner}.{text.strip()}"


def gates(old: Path, new: Path) -> Iterator[str]:
    """The gates that pod code of either side asks for and whose default is another one now."""
    before, after = (dict(defaults((side / FEATURES).read_text(encoding="utf-8"))) for side in (old, new))
    asked = {
        gate
        for side in (old, new)
        for path in READ
        if (side / path).is_file()
        for gate in _ASKED.findall((side / path).read_text(encoding="utf-8"))
    }
    for gate in sorted(asked):
        was, now = before.get(gate, "absent"), after.get(gate, "absent")
        if was != now:
            yield f"{gate}: {was} -> {now}"


def defaults(text: str) -> Iterator[tuple[str, str]]:
    """Each gate with its newest default: `on` or `off`."""
    for match in _GATES.finditer(text):
        found = _DEFAULT.findall(match[0])
        if found:
            yield match[1], "on" if found[-1] == "true" else "off"


def files(old: Path, new: Path, paths: tuple[str, ...]) -> Iterator[str]:
    """The files that differ: by how many lines, and the command that shows it."""
    for path in paths:
        before, after = (
            (side / path).read_text(encoding="utf-8").splitlines() if (side / path).is_file() else []
            for side in (old, new)
        )
        changed = sum(line[0] in "+-" for line in difflib.unified_diff(before, after, n=0, lineterm=""))
        if changed:
            yield f"{path}: {max(0, changed - 2)} lines; diff {old / path} {new / path}"


if __name__ == "__main__":
    sys.exit(main())
