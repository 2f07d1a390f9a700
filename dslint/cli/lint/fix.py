"""`dslint lint --fix` and `--diff`: fix files, or show what would be fixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.inputs.sources import Source
from dslint.cli.lint_call import LintCall
from dslint.cli.outputs.files import rewrite, why_not_writable
from dslint.cli.outputs.stderr import note
from dslint.cli.outputs.streams import put, put_ready
from dslint.linter.apply_fixes import Fixed, fix_text
from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.reader.encoding import decode, encode
from dslint.reader.objects import Manifest
from dslint.report.findings.unified_diff import unified_diff
from dslint.values.finding import Report
from dslint.values.words import counted


class Mended(NamedTuple):
    """The result of fixing one file: the report on the rest (or, with --diff, on the unchanged file)."""

    report: Report
    fixed: Fixed


def mend(source: Source, call: LintCall, options: Options, beside: Sequence[Manifest] = ()) -> Mended:
    """Fix one file according to the call, write it or print the difference, and report on it.

    `beside` are the related objects of other files.
    """

    def as_it_is() -> Report:
        return lint_text(source.content, source.name, options, beside)

    decoded = decode(source.content)
    if decoded.bad_at is not None:
        note(f"{source.name}: not fixed: a fix would lose its bytes that are not {decoded.encoding}")
        return Mended(
            lint_text(source.content, source.name, options, beside), Fixed(decoded.text, (), (), ())
        )
    fixed = fix_text(
        decoded.text,
        lambda text: lint_text(text, source.name, options, beside).findings,
        unsafe=call.unsafe_fixes,
    )
    if not call.diff and fixed.text != decoded.text and source.path is not None:
        why = why_not_writable(source.path)
        if why:
            note(f"{source.name}: not fixed: {why}")
            return Mended(
                lint_text(source.content, source.name, options, beside), Fixed(decoded.text, (), (), ())
            )
    for kept in fixed.dropped:
        note(f"{source.name}: the fix for {kept.finding.rule} was not applied: {kept.why}")
    if call.diff:
        put(unified_diff(source.name, decoded.text, fixed.text))
        _say_how_many(source, call, fixed, "would be fixed")
        return Mended(as_it_is(), fixed)
    if source.path is None:
        put_ready(fixed.text, utf8=True)
    elif fixed.text != decoded.text:
        _write(source.path, encode(fixed.text, decoded))
    _say_how_many(source, call, fixed, "fixed")
    return Mended(lint_text(fixed.text, source.name, options, beside), fixed)


def _say_how_many(source: Source, call: LintCall, fixed: Fixed, done: str) -> None:
    if fixed.applied:
        note(f"{source.name}: {counted(len(fixed.applied), 'finding')} {done}")
    unsafe = sum(finding.fix is not None and not finding.fix.safe for finding in fixed.left)
    if unsafe and not call.unsafe_fixes:
        have = "has an unsafe fix, which changes" if unsafe == 1 else "have unsafe fixes, which change"
        see = f"dslint lint --diff --unsafe-fixes {source.name}"
        note(f"{source.name}: {counted(unsafe, 'finding')} {have} what the pods are; see: {see}")


def _write(path: str, content: bytes) -> None:
    try:
        for lost in rewrite(path, content):
            note(f"{path}: rewritten without {lost}, which could not be kept")
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror or error}"
        raise UsageError(msg) from None
