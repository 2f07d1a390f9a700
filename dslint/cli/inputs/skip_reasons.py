"""Reasons to skip a source before it is judged: templates and patches, with the remedy."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from dslint.cli.inputs.kustomizations import Kustomizations
from dslint.cli.inputs.sources import Source
from dslint.reader import patches
from dslint.reader.encoding import decode
from dslint.reader.prefilter import may_hold_daemonset
from dslint.reader.stream import read_stream
from dslint.values.finding import Report, Skipped
from dslint.values.limits import FILES_BESIDE, LIMIT_MET


def why_not_judged(source: Source) -> Skipped | None:
    """Return why a source as a whole is skipped; None if it should be judged.

    A template is skipped if it cannot be read before rendering. A file that the user named is always judged.
    """
    if source.named:
        return None
    text = decode(source.content).text
    if not may_hold_daemonset(text):
        return None
    from dslint.reader import templates

    template = templates.classify(text, source.name)
    if template is None or (template.line and template.kind in templates.QUOTED and _can_be_read(text)):
        return None
    command = templates.render_command(template.kind, source.name)
    return Skipped(source.name, template.line, f"{template.kind} template", command)


def _can_be_read(text: str) -> bool:
    """Whether braces are only in quoted values: then the rest of the text can be judged."""
    return read_stream(text).error is None


def skipped_patch(source: Source, folder: str) -> Skipped:
    """Return the entry for a file that a kustomization applies as a patch."""
    return Skipped(source.name, 1, patches.OF_KUSTOMIZATION, patches.render_command(folder))


CUT = f"{LIMIT_MET}{FILES_BESIDE:,} files beside it; there are more"
"""The reason why rules about several objects may miss something in a judged file."""

_KUSTOMIZATION = "kustomization: it changes "


def unbuilt(found: Iterable[Source], files: Iterable[str]) -> tuple[Skipped, ...]:
    """Return the kustomizations that change files with DaemonSets that were linted unchanged."""
    names, sources = tuple(files), tuple(found)
    if not names or not sources:
        return ()
    from dslint.reader.kustomize.kustomization import kustomization_of  # few folders hold any

    read = (kustomization_of(source.name, source.content) for source in found)
    return tuple(
        Skipped(
            built.file, 1, f"kustomization: it changes {built.words}", patches.render_command(built.folder)
        )
        for built in read
        if built is not None and built.changes and any(built.concerns(name) for name in names)
    )


def with_commands(report: Report, kustomizations: Kustomizations) -> Report:
    """Add the build command to partial files beside a kustomization, and to unreadable kustomizations."""
    known = {skipped.file for skipped in report.skipped}
    unreadable = [skipped for skipped in kustomizations.unreadable if skipped.file not in known]
    if not report.skipped and not unreadable:
        return report
    skipped_files = tuple(sorted((*report.skipped, *unreadable)))
    return report._replace(skipped=tuple(_with_command(skipped, kustomizations) for skipped in skipped_files))


def _with_command(skipped: Skipped, kustomizations: Kustomizations) -> Skipped:
    folder = posixpath.dirname(skipped.file)
    if skipped.command or not skipped.why.startswith(patches.PATCH) or not kustomizations.exists_in(folder):
        return skipped
    return skipped._replace(command=patches.render_command(folder))
