"""What admission policies say of what `plan` and `diff` have read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dslint.cli.inputs.policies import book_of
from dslint.linter.options import Options
from dslint.linter.reports import merged
from dslint.reader.stream import Stream
from dslint.values.finding import Report


def with_denials(
    report: Report,
    texts: Iterable[tuple[str, Stream]],
    paths: Iterable[str],
    options: Options,
    old: Mapping[str, Mapping[str, Any]] | None = None,
) -> Report:
    """The report and the findings of policies; `paths` are those of `--policies`.

    `old` are the objects that the DaemonSets replace, by `namespace/name`.
    """
    read = list(texts)
    book = book_of(paths, read)
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
