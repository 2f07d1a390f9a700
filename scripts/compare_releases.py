"""Show what differs between two Kubernetes releases that a DaemonSet can meet.

    python scripts/compare_releases.py 1.37.2 1.38.0-rc.0

Prints the fields that come and go, the rules that are declared beside the types of fields, the feature gates
whose default changed and that code about pods asks for, and the source files to read, with the command that
shows their differences. Needs the command `go`.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from derive_fields import (
    FIELD,
    NAMED,
    SOURCES,
    STRUCT,
    Types,
    downloaded,
    fields_of,
    reachable,
    staged,
    table_text,
    types_of,
)

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
_DEFAULT = re.compile(r"Default: (true|false)(?![^\n]*MinCompatibilityVersion)")
"""A default that asks for a newer minimum of compatibility is not that of a server as it is installed."""
_DECLARED = re.compile(r"// \+(k8s:(?!\S*-gen|supportsSubresource|alpha\(|beta\()\S.*)")
"""A rule that validation is generated from, such as `+k8s:maxBytes=256`.

Those marked alpha or beta are written by hand as well.
"""
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
    print("Declared rules (+k8s: in types.go; validation is generated from them)")
    print("".join(f"  {line}\n" for line in declared_rules(options.old, options.new)) or "  none\n")
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


def declared_rules(old: str, new: str) -> Iterator[str]:
    """The rules that come and go beside types a DaemonSet can hold; a release is written like `1.37.2`."""
    before, after = (set(_declared_in(release)) for release in (old, new))
    for rule in sorted(before ^ after):
        yield f"{'-' if rule in before else '+'} {rule}"


def _declared_in(release: str) -> Iterator[str]:
    types = types_of(release)
    names = _names_in_use(types)
    for module, file in SOURCES.values():
        text = (downloaded(module, staged(release)) / file).read_text(encoding="utf-8")
        yield from (rule for rule in declared(text) if rule.partition(":")[0].partition(".")[0] in names)


def _names_in_use(types: Types) -> set[str]:
    """The names of all types in a DaemonSet: structs, and what their fields are declared with."""
    structs = reachable(types)
    fields = (field for name in structs for _, field in fields_of(name, types))
    return {name for _, name in structs} | {field.type.strip("[]*").rpartition(".")[2] for field in fields}


def declared(text: str) -> Iterator[str]:
    """`Type: rule` and `Type.field: rule` for every rule in a file of Go types."""
    owner, rules = "", list[str]()
    for line in text.splitlines():
        if rule := _DECLARED.match(line.strip()):
            rules.append(rule[1])
            continue
        if not line.strip() or line.lstrip().startswith("//"):
            continue
        struct, field = STRUCT.match(line), FIELD.match(line)
        named = struct or NAMED.match(line)
        if named:
            yield from (f"{named[1]}: {rule}" for rule in rules)
            owner = named[1] if struct else ""
        elif field:
            yield from (f"{owner}.{field[3]}: {rule}" for rule in rules)
        rules = []


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
