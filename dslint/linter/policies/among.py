"""Admission policies among planned texts: their effect on DaemonSets, and their denials.

Nothing that evaluates policies is imported if there are no policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dslint.linter.options import Options
from dslint.linter.reports import merged
from dslint.reader.stream import Stream
from dslint.values.finding import Report
from dslint.values.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from dslint.linter.policies.book import PolicyBook
    from dslint.reader.objects import Manifest

_NEEDLE = "AdmissionPolicy"


def policies_among(
    texts: Iterable[tuple[str, Stream]], named: Iterable[tuple[str, Stream]] = ()
) -> PolicyBook | None:
    """Return the policies of texts (file name, stream), and of files that were named for their policies.

    None if no file was named and no text has a policy.
    """
    read, more = list(texts), list(named)
    if not more and not any(_NEEDLE in stream.text for _, stream in read):
        return None
    from dslint.linter.policies.book import PolicyBook  # noqa: PLC0415 - most plans have no policy

    files = {file for file, _ in read}
    return PolicyBook([*((file, stream) for file, stream in more if file not in files), *read])


def mutation_by(book: PolicyBook | None, version: str) -> Callable[[Manifest], Manifest] | None:
    """Return the effect of the mutating policies on a manifest; None if there are none."""
    if book is None or not book.objects.mutating:
        return None
    from dslint.linter.policies.report import as_stored_by_cluster  # noqa: PLC0415 - as above

    return lambda manifest: as_stored_by_cluster(manifest, book, version)


def with_denials(
    report: Report,
    texts: Iterable[tuple[str, Stream]],
    book: PolicyBook | None,
    options: Options,
    old: Mapping[str, Mapping[str, Any]] | None = None,
) -> Report:
    """Return the report with the findings of policies.

    `old` are the objects that the DaemonSets replace, by `namespace/name`.
    """
    read = list(texts)
    if book is None:
        return report
    from dslint.linter.policies.report import policy_report, refused_report  # noqa: PLC0415 - as above

    judged = policy_report(read, book, lambda _: options, old)
    elsewhere = refused_report(book, book.files - {file for file, _ in read}, options)
    together = merged([report, judged, elsewhere], options.versions)
    return together._replace(
        files=report.files,
        daemonsets=report.daemonsets,
        texts=tuple(sorted(dict(together.texts).items())),
    )
