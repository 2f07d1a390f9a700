"""What admission policies say of what `plan` and `diff` have read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dslint.linter.options import Options
from dslint.linter.reports import merged
from dslint.reader.stream import Stream
from dslint.values.finding import Report

if TYPE_CHECKING:
    from dslint.linter.policies.book import PolicyBook
    from dslint.planner.inventory.contents import Sourced


def as_stored(objects: Iterable[Sourced], book: PolicyBook | None, version: str) -> tuple[Sourced, ...]:
    """The objects with what the mutating policies of the cluster make of the DaemonSets among them."""
    if book is None or not book.objects.mutating:
        return tuple(objects)
    from dslint.linter.policies.report import as_stored_by_cluster

    return tuple(
        each._replace(manifest=as_stored_by_cluster(each.manifest, book, version)) for each in objects
    )


def with_denials(
    report: Report,
    texts: Iterable[tuple[str, Stream]],
    book: PolicyBook | None,
    options: Options,
    old: Mapping[str, Mapping[str, Any]] | None = None,
) -> Report:
    """The report and the findings of policies.

    `old` are the objects that the DaemonSets replace, by `namespace/name`.
    """
    read = list(texts)
    if book is None:
        return report
    from dslint.linter.policies.report import policy_report, refused_report

    judged = policy_report(read, book, lambda _: options, old)
    elsewhere = refused_report(book, book.files - {file for file, _ in read}, options)
    together = merged([report, judged, elsewhere], options.versions)
    return together._replace(
        files=report.files,
        daemonsets=report.daemonsets,
        texts=tuple(sorted(dict(together.texts).items())),
    )
