"""`dslint config init`: a commented configuration that fits a folder."""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from dslint.cli.inputs.sources import Source, sources
from dslint.kubernetes.versions import NEWEST
from dslint.linter.engine import daemonsets_of
from dslint.reader.encoding import decode
from dslint.reader.prefilter import may_hold_daemonset
from dslint.reader.stream import read_stream

_MOST_CHARTS = 20


class Around(NamedTuple):
    """The content of a folder: namespaces of DaemonSets, folders of charts, inventories, rule folders."""

    namespaces: tuple[str, ...]
    charts: tuple[str, ...]
    inventories: tuple[str, ...]


def look_around(folder: str) -> Around:
    """Inspect the YAML and JSON files of a folder; unreadable ones are skipped."""
    namespaces: set[str] = set()
    charts: set[str] = set()
    inventories: list[str] = []
    for source in sources((folder,)):
        if not isinstance(source, Source) or source.path is None:
            continue
        relative = os.path.relpath(source.path, folder).replace(os.sep, "/")
        parent, _, name = relative.rpartition("/")
        if name == "Chart.yaml":
            charts.add(parent or ".")
        elif _is_inventory(source.content):
            inventories.append(relative)
        elif may_hold_daemonset(decode(source.content).text):
            found = daemonsets_of(read_stream(source.content, go_on=True))
            namespaces |= {manifest.name.namespace or "default" for manifest in found}
    return Around(tuple(sorted(namespaces)), tuple(sorted(charts))[:_MOST_CHARTS], tuple(sorted(inventories)))


_SNIFFED = 4096


def _is_inventory(content: bytes) -> bool:
    """Whether a file looks like nodes: the compact form, or the output of kubectl."""
    head = content[:_SNIFFED]
    if head.startswith((b"nodes:", b"pools:")) or b"\nnodes:" in head or b"\npools:" in head:
        return b"apiVersion" not in head
    return b'"kind": "Node"' in head or b"kind: Node\n" in head


def first_config(around: Around) -> str:
    """Return the text of the configuration."""
    parts = [_HEAD.format(newest=NEWEST)]
    parts.append(_nodes(around.inventories))
    parts.append(_charts(around.charts))
    parts.append(_namespaces(around.namespaces))
    parts.append(_TAIL)
    return "\n".join(parts)


_HEAD = """\
# Configuration of dslint for the files in this folder and below. All settings: docs/configuration.md,
# or `dslint config schema`. What applies to a file: `dslint config show FILE`.

# The version of your clusters, or a range. Without it, the newest version that dslint knows.
# kubernetes: "{newest}"

# server: API server errors and warnings only. recommended: also dslint's own warnings (default).
# all: also info-level rules.
profile: recommended

# Rules that your team does not want, and rules of profile `all` that it does want.
# ignore: [image-tag-floating]
# extend-select: [requests-missing]

# Another severity for a rule: error, warning, info or off.
# severity:
#   tolerates-everything: error

# A suppression without a reason hides nothing.
# require-reasons: true

# Findings that are already there: write the file with `dslint lint --update-baseline`.
# baseline: .dslint-baseline.json

# Rules of your own, without code: docs/own-rules.md.
# rule-dirs: [dslint-rules]
"""
_TAIL = """\
# Files that belong together, beyond one file and one kustomization: rules that compare documents
# (host ports, selectors, named objects) compare those of one group.
# groups:
#   monitoring: [deploy/monitoring/**]
"""


def _nodes(inventories: tuple[str, ...]) -> str:
    if not inventories:
        return (
            "# Your nodes, as `kubectl get nodes -o json` prints them: sharper rules in lint, and plan.\n"
            "# nodes: nodes.json\n"
        )
    listed = ", ".join(json.dumps(name) for name in inventories)
    return f"# Your nodes: sharper rules in lint, and what plan and diff are about.\nnodes: [{listed}]\n"


def _charts(charts: tuple[str, ...]) -> str:
    if not charts:
        return "# Files and folders to leave out, in the syntax of .gitignore.\n# exclude: [vendor/]\n"
    lines = "".join(f"#   helm template {chart} | dslint lint -\n" for chart in charts)
    return (
        f"# Charts are templates: lint what they render.\n{lines}"
        "# Files and folders to leave out, in the syntax of .gitignore.\n"
        f"# exclude: [{', '.join(json.dumps(f'{chart}/') for chart in charts)}]\n"
    )


def _namespaces(namespaces: tuple[str, ...]) -> str:
    if not namespaces:
        return "# Other settings for some files or DaemonSets.\n# overrides:\n#   - paths: [legacy/**]\n"
    lines = ["# Other settings for some files or DaemonSets. Namespaces found here:", "# overrides:"]
    for namespace in namespaces:
        lines += [
            f"#   - namespaces: [{json.dumps(namespace)}]",
            "#     ignore:",
            "#       - {rule: tolerates-everything, reason: these agents run on every node}",
        ]
    return "\n".join(lines) + "\n"
