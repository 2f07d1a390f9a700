"""Results for an earlier version of a text, for editors: most documents stay unchanged.

The places in a document's tree count from the start of its chunk, and findings refer to fields, so both stay
valid if the document moves. Rules about other objects or lines run every time.
"""

from __future__ import annotations

from dslint.checks.base import Subject
from dslint.kubernetes.judgement import Judgement
from dslint.kubernetes.validation import judge_each
from dslint.linter.rule import Rule
from dslint.linter.run_checks import advise, parts_of
from dslint.reader.builder import build
from dslint.reader.nodes import Node
from dslint.reader.objects import Manifest
from dslint.reader.problems import Limits, Unreadable
from dslint.values.finding import Crash, ObjectName
from dslint.values.problem import Problem
from dslint.values.typed import NamedTuple

Judgements = list[tuple[tuple[str, ...], Judgement]]


class _Built(NamedTuple):
    """The result of reading a chunk: its tree, or why it has none."""

    limits: Limits
    node: Node | None
    error: Unreadable | None = None


class _Known:
    """The results for one DaemonSet: those of the server, and those of checks that look at nothing else."""

    def __init__(self, manifest: Manifest, versions: tuple[str, ...], judgements: Judgements) -> None:
        self.node = manifest.node
        self.inherited = manifest.inherited
        self.versions = versions
        self.judgements = judgements
        self.subject: Subject | None = None
        self.name: ObjectName | None = None
        self.rules: tuple[Rule, ...] = ()
        self.advice: tuple[Problem | Crash, ...] = ()


class Memory:
    """The documents of one text, kept between its versions.

    `read` and `judged` count the documents that had to be read and the DaemonSets that had to be judged
    since `next_version`.
    """

    def __init__(self) -> None:
        self.read = 0
        self.judged = 0
        self._built: dict[str, _Built] = {}
        self._built_before: dict[str, _Built] = {}
        self._known: dict[int, _Known] = {}
        self._known_before: dict[int, _Known] = {}

    def next_version(self) -> None:
        """Start with another version of the text; drop what the last version did not use."""
        self.read = self.judged = 0
        self._built_before, self._built = self._built, {}
        self._known_before, self._known = self._known, {}

    def build(self, text: str, limits: Limits) -> Node | None:
        """Return the tree of a chunk, as `builder.build` does. Raises Unreadable."""
        built = self._built.get(text) or self._built_before.get(text)
        if built is None or built.limits != limits:
            built = self._read(text, limits)
        self._built[text] = built
        if built.error is not None:
            raise built.error.with_traceback(None)
        return built.node

    def _read(self, text: str, limits: Limits) -> _Built:
        self.read += 1
        try:
            return _Built(limits, build(text, limits))
        except Unreadable as error:
            return _Built(limits, None, error)

    def judgements(self, manifest: Manifest, versions: tuple[str, ...]) -> Judgements:
        """Return the server's answers of some versions for a DaemonSet, as `judge_each` does."""
        key = id(manifest.node)
        known = self._known.get(key) or self._known_before.get(key)
        if (
            known is None
            or known.node is not manifest.node
            or (known.versions, known.inherited) != (versions, manifest.inherited)
        ):
            self.judged += 1
            known = _Known(manifest, versions, list(judge_each(manifest.data, versions)))
        self._known[key] = known
        return known.judgements

    def advice(self, subject: Subject, rules: tuple[Rule, ...], file: str) -> list[Problem | Crash]:
        """Return the findings of dslint's own checks for the last judged DaemonSet."""
        known = self._known[id(subject.node)]
        parts = parts_of(rules)
        if known.subject is None or known.name != subject.name or known.rules != rules:
            known.name, known.rules, known.subject = subject.name, rules, subject
            known.advice = tuple(advise(subject, parts.own, file))
        else:
            subject = known.subject.moved(subject.document, subject.companions)
        found = [*known.advice, *advise(subject, parts.beyond, file)]
        found.sort(key=lambda found: parts.places[found.rule])
        return found
