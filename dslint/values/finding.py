"""Findings and the report: the return value of `lint` and the input of every format."""

from __future__ import annotations

from dslint.values.problem import REFUSALS, Severity, Source
from dslint.values.span import Span
from dslint.values.typed import Literal, NamedTuple


class ObjectName(NamedTuple):
    """The object that a finding is about, as written in the file; missing fields are empty."""

    api_version: str
    kind: str
    namespace: str
    name: str

    @property
    def key(self) -> str:
        """Return `namespace/name`, which identifies a DaemonSet. Without a namespace, it is in `default`."""
        key = f"{self.namespace or 'default'}/{self.name}"
        return key if key.isprintable() else key.replace("\n", "\\n").replace("\r", "\\r")


class Edit(NamedTuple):
    """Replace the code points `start` to `end` (offsets into the file's text, end exclusive) by `text`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """Edits that fix a finding, applied together or not at all. Unsafe ones may change the meaning."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


class RelatedPlace(NamedTuple):
    """Another place that a finding mentions, or a finding that it replaces, with the `rule` of that one."""

    file: str
    span: Span | None
    message: str
    rule: str = ""


class Finding(NamedTuple):
    """One mistake at one place.

    `result` says what the cluster does about it, `write` what to write instead; both may be empty. `versions`
    lists the Kubernetes versions that it applies to. `origin` is the chart template of a rendered document.
    `note` is written under the excerpt.
    """

    rule: str
    severity: Severity
    message: str
    file: str
    span: Span | None
    field: str | None
    source: Source
    reason: str | None
    object: ObjectName | None
    related: tuple[RelatedPlace, ...] = ()
    fix: Fix | None = None
    result: str = ""
    write: str = ""
    versions: tuple[str, ...] = ()
    origin: str = ""
    note: str = ""

    @property
    def refused(self) -> bool:
        """Whether the server (or kubectl, reading the file) rejects the manifest for this."""
        return self.source in REFUSALS


SuppressionKind = Literal["comment", "file-comment", "annotation", "configuration", "baseline"]
"""The place of a suppression; the first three are in the manifest's own file."""


class Suppressed(NamedTuple):
    """A finding that a suppression hides, with the reason and the place (`file:line`) of the suppression."""

    finding: Finding
    why: str
    kind: SuppressionKind = "comment"
    where: str = ""


IGNORED = "ignored by .gitignore"
EXCLUDED = "excluded by the configuration"
LEFT_OUT = frozenset({IGNORED, EXCLUDED})
"""Reasons for skipping a file that the repository itself excludes: counted, and named only on request."""


class Skipped(NamedTuple):
    """A file or document that was not judged, the reason, and a command after which it can be judged."""

    file: str
    line: int
    why: str
    command: str = ""


class Crash(NamedTuple):
    """A rule that failed on a file. It never counts as a pass and is always reported."""

    rule: str
    file: str
    error: str


class OwnRule(NamedTuple):
    """The parts of a user's own rule that reports need."""

    id: str
    severity: Severity
    summary: str


class Report(NamedTuple):
    """All findings of one run, sorted by place."""

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    kubernetes: str = ""
    files: int = 0
    daemonsets: int = 0
    texts: tuple[tuple[str, str], ...] = ()
    """(file, text) of every file with a finding, for excerpts."""
    crashes: tuple[Crash, ...] = ()
    left_out: tuple[str, ...] = ()
    """`namespace/name` of the DaemonSets that the options exclude."""
    errors: tuple[str, ...] = ()
    """Why the run could not do what was requested; then the exit code is 2."""
    profile: str = ""
    used: frozenset[tuple[str, int, int]] = frozenset()
    """The places of configuration entries that hid something: file, line, column."""
    own_rules: tuple[OwnRule, ...] = ()


class Update(NamedTuple):
    """The answer of the API server when one manifest replaces another."""

    report: Report
    template_changed: bool
