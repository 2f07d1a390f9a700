"""The admission policies among texts that are planned: what they make of DaemonSets, and what they deny.

Nothing that evaluates policies is imported where there is no policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dslint.linter.options import Options
from dslint.linter.reports import merged
from dslint.reader.stream import Stream
from dslint.values.finding import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from dslint.linter.policies.book import PolicyBook
    from dslint.reader.objects import Manifest

_NEEDLE = "AdmissionPolicy"


def policies_among(
    texts: Iterable[tuple[str, Stream]], named: Iterable[tuple[str, Stream]] = ()
) -> PolicyBook | None:
    """The policies of texts (file name, what was read), and of others that were named for their policies.

    None where nothing was named and no text has a policy.
    """
    read, more = list(texts), list(named)
    if not more and not any(_NEEDLE in stream.text for _, stream in read):
        return None
    from dslint.linter.policies.book import PolicyBook  # noqa: PLC0415 - most plans have no policy

    files = {file for file, _ in read}
    return PolicyBook([*((file, stream) for file, stream in more if file not in files), *read])


def mutation_by(book: PolicyBook | None, version: str) -> Callable[[Manifest], Manifest] | None:
    """What the mutating policies do to a manifest; None where there are none."""
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
    """The report and the findings of policies.

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
