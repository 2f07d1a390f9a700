"""Many clusters as JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dslint.report.clusters.view import ClustersView, Shared
from dslint.report.csv_rows import csv_text
from dslint.report.findings.finding_json import finding_record


def render_csv(view: ClustersView) -> str:
    """Return a line per DaemonSet and cluster."""
    headings, *rows = view.rows
    return csv_text(([heading.lower().replace(" ", "_") for heading in headings], *rows))


def _shared(sentences: Iterable[Shared]) -> list[dict[str, object]]:
    return [{"words": sentence.words, "clusters": list(sentence.clusters)} for sentence in sentences]


def render_json(view: ClustersView) -> str:
    """Return everything as JSON; its schema is `schemas/clusters.schema.json`."""
    by_name: dict[tuple[str, str], dict[str, object]] = {}
    for line in view.lines:
        by_name.setdefault(line.name, {})[line.cluster] = line.numbers
    value = {
        "version": 1,
        "kubernetes": view.report.kubernetes,
        "clusters": view.clusters,
        "highlights": [
            {
                "kind": cause.kind,
                "words": cause.words,
                "daemonsets": list(cause.keys),
                "clusters": list(cause.clusters),
            }
            for cause in view.causes
        ],
        "daemonsets": [
            {"namespace": namespace, "name": name, "clusters": found}
            for (namespace, name), found in by_name.items()
        ],
        "findings": [finding_record(finding) for finding in view.report.findings],
        "assumed": _shared(view.assumed),
        **({"what_if": _shared(view.steps)} if view.steps else {}),
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
