"""Patches that kustomizations apply to DaemonSets, in separate files or in the kustomization."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container, Iterable, Iterator

from dslint.cli.inputs.kustomizations import Kustomizations
from dslint.cli.inputs.sources import Source
from dslint.linter.options import Beneath, Options
from dslint.reader.patches import render_command
from dslint.values.finding import Report


def patch_reports(
    built: Iterable[Source],
    listed: Container[str],
    kustomizations: Kustomizations,
    options_of: Callable[[Source], Options],
    beneath: Callable[[str], tuple[Beneath, ...]],
) -> Iterator[Report]:
    """The reports of JSON patches, and of patches that stand in a kustomization; others are judged as files.

    `listed` are the kustomizations that are named as not built. `beneath` gives the DaemonSets of the
    kustomization of a folder.
    """
    for source in (source for source in built if b"DaemonSet" in source.content):
        from dslint.linter.patching.inline import lint_inline_patches
        from dslint.linter.patching.json_patch import lint_json_patch

        options = options_of(source)
        for name, content, target in kustomizations.json_patches_of(source):
            yield lint_json_patch(content, name, target, options)
        folder = posixpath.dirname(posixpath.normpath(source.name))
        options = options._replace(beneath=beneath(folder))
        report = lint_inline_patches(source.content, source.name, options)
        if report is not None:
            command = render_command(folder)
            told = report.skipped[1:] if source.name in listed else report.skipped
            yield report._replace(skipped=tuple(skipped._replace(command=command) for skipped in told))
