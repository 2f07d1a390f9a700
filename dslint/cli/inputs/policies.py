"""The admission policies of a run: those of `--policies`, and those among its files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from dslint.cli.exits import UsageError
from dslint.cli.inputs.sources import Source, Unreadable
from dslint.reader.prefilter import bytes_may_hold_daemonset
from dslint.values.finding import Report
from dslint.values.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dslint.linter.options import Options
    from dslint.linter.policies.book import PolicyBook
    from dslint.reader.stream import Stream

_NEEDLE = b"AdmissionPolicy"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_KEPT_BYTES = 1 << 25
"""How many bytes of other files are kept in memory, because a policy may use them as parameters."""


class PolicySources:
    """Collect the policies while a run reads its files.

    `book` is complete after every file without a DaemonSet: see `daemonsets_last`.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths` are those of `--policies`. Raises UsageError for an unreadable one."""
        self._named = _named(paths)
        self._found: list[Source] = []
        self._others: list[Source] = []
        self._kept = 0
        self._book: PolicyBook | None = None

    def notice(self, source: Source) -> None:
        """Remember a file of the run if it can matter to a policy."""
        if _may_hold_policy(source):
            self._found.append(source)
        elif self._kept + len(source.content) <= _KEPT_BYTES:
            self._kept += len(source.content)
            self._others.append(source)

    def daemonsets_last(self, found: Iterable[Source | Unreadable]) -> Iterator[Source | Unreadable]:
        """Yield all sources, those with a possible DaemonSet last: then every policy of the run is known."""
        waiting: list[Source] = []
        for source in found:
            if isinstance(source, Source):
                self.notice(source)
                if bytes_may_hold_daemonset(source.content):
                    waiting.append(source)
                    continue
            yield source
        yield from waiting

    def book(self) -> PolicyBook | None:
        """Return the policies, or None if there are none."""
        if not self._named and not self._found:
            return None
        if self._book is None:
            self._book = self._read()
        return self._book

    def refused(self, judged: Collection[str], options: Options) -> Report:
        """Return the policies that the server rejects, in files that were not judged themselves."""
        book = self.book()
        if book is None:
            return Report()
        from dslint.linter.policies.report import refused_report

        files = {source.name for source in (*self._named, *self._found)}
        return refused_report(book, files - set(judged), options)

    def _read(self) -> PolicyBook:
        from dslint.linter.policies.book import PolicyBook, param_kinds
        from dslint.reader.stream import read_stream

        seen = {source.path for source in self._found if source.path is not None}
        named = [source for source in self._named if source.path not in seen]
        texts = [(each.name, read_stream(each.content, go_on=True)) for each in (*named, *self._found)]
        kinds = tuple(kind.encode() for kind in ("Namespace", *param_kinds(texts)))
        texts += [
            (each.name, read_stream(each.content, go_on=True))
            for each in self._others
            if any(kind in each.content for kind in kinds)
        ]
        return PolicyBook(texts)


def book_of(paths: Iterable[str], texts: Iterable[tuple[str, Stream]]) -> PolicyBook | None:
    """Return the policies of `--policies` and of texts that were already read; None if there are none."""
    from dslint.linter.policies.among import policies_among
    from dslint.reader.stream import read_stream

    named = _named(paths)
    more = [(source.name, read_stream(source.content, go_on=True)) for source in named]
    return policies_among(texts, more)


def _named(paths: Iterable[str]) -> list[Source]:
    """Return the files of `--policies`. Raises UsageError for an unreadable one, or if none has a policy."""
    from dslint.cli.inputs.reading import read_path

    named = tuple(paths)
    sources = [source for path in named for source in read_path(path, strict=True)]
    if named and not any(_may_hold_policy(source) for source in sources):
        msg = f"{', '.join(named)}: no ValidatingAdmissionPolicy or MutatingAdmissionPolicy found"
        raise UsageError(msg)
    return sources


def _may_hold_policy(source: Source) -> bool:
    return _NEEDLE in source.content or source.content[:2] in _UTF_16
