"""What belongs together across files: one kustomization, one configured group, files given as context.

Rules that compare documents compare a file with what stands beside it here, and never with the rest
of a run: a repository holds variants of the same thing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from dslint.cli.configuration.judging import Judging, Loaded
from dslint.cli.inputs.kustomizations import Kustomizations
from dslint.cli.inputs.sources import Source, Unreadable, shown_name, sources
from dslint.cli.lint_call import LintCall
from dslint.cli.opening import is_within, read_found
from dslint.linter.options import Beneath
from dslint.linter.told_apart import is_daemonset
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.patches import why_not_whole
from dslint.reader.prefilter import companions_of_others
from dslint.reader.stream import read_stream

_MOST = 2_000
"""How many files are read because they stand beside one."""


class Together:
    """Finds the objects that stand beside a file; each file is read once in a run.

    Read are only files that the run names, those of `--context`, and with `--since` the whole
    repository (`everywhere`).
    """

    def __init__(
        self, call: LintCall, judging: Judging, kustomizations: Kustomizations, everywhere: str | None
    ) -> None:
        roots = [*(call.paths or (".",)), *call.context, *([everywhere] if everywhere is not None else [])]
        self._roots = tuple(os.path.realpath(root) for root in roots if root != "-")
        self._judging = judging
        self._kustomizations = kustomizations
        self._read: dict[str, tuple[Manifest, ...]] = {}
        self._groups: dict[str, dict[str, tuple[str, ...]]] = {}
        self._context = tuple(
            path for path in call.context if os.path.isfile(path) or not os.path.isdir(path)
        )

    def beside(self, source: Source) -> tuple[Manifest, ...]:
        """The objects that belong with a file, without its own. Named context belongs with every file."""
        paths = dict.fromkeys(self._context)
        if source.path is not None:
            own = os.path.realpath(source.path)
            paths |= dict.fromkeys(
                path
                for path in (*self._kustomizations.listed_with(source.path), *self._grouped(source.path))
                if self._may_be_read(path)
            )
            paths = {path: None for path in paths if os.path.realpath(path) != own}
        return tuple(manifest for path in list(paths)[:_MOST] for manifest in self._objects(path))

    def beneath(self, folder: str) -> tuple[Beneath, ...]:
        """The DaemonSets that the patches of a folder's kustomization are merged into."""
        paths = [path for path in self._kustomizations.files_of(folder) if self._may_be_read(path)]
        return tuple(
            Beneath(shown_name(path), manifest)
            for path in paths[:_MOST]
            for manifest in self._objects(path)
            if is_daemonset(manifest)
        )

    def _may_be_read(self, path: str) -> bool:
        real = os.path.realpath(path)
        return any(is_within(real, root) for root in self._roots)

    def _grouped(self, path: str) -> Iterator[str]:
        """The files of every configured group that a file is in."""
        loaded = self._judging.config_for(path)
        setting = loaded.config.layer.get("groups") if loaded is not None else None
        if loaded is None or setting is None:
            return
        from dslint.linter.config.paths import matches

        for name, place in zip(setting.value, setting.places, strict=False):
            folder = loaded.config.folders[place.file]
            globs = tuple(setting.value[name])
            if globs and matches(globs, folder, path):
                yield from self._files_of_group(loaded, f"{folder}\0{name}", globs, folder)

    def _files_of_group(
        self, loaded: Loaded, key: str, globs: tuple[str, ...], folder: str
    ) -> tuple[str, ...]:
        from dslint.cli.inputs.walking import walk
        from dslint.linter.config.paths import matches

        known = self._groups.setdefault(loaded.config.folder, {})
        if key not in known:
            found = (each.path for each in walk(folder) if not each.why)
            known[key] = tuple(path for path in found if matches(globs, folder, path))
        return known[key]

    def _objects(self, path: str) -> tuple[Manifest, ...]:
        if path not in self._read:
            self._read[path] = tuple(self._objects_of(path))
        return self._read[path]

    def _objects_of(self, path: str) -> Iterator[Manifest]:
        """The objects of one file; patches and what cannot be read stand beside nothing."""
        if self._kustomizations.folder_of_patch(path) is not None:
            return
        for source in self._sources(path):
            if isinstance(source, Unreadable):
                continue
            stream = read_stream(source.content, only=companions_of_others, go_on=True)
            for document in stream.documents:
                for manifest in objects_of(document):
                    if not is_daemonset(manifest) or why_not_whole(manifest.data) is None:
                        yield manifest

    def _sources(self, path: str) -> Iterator[Source | Unreadable]:
        if path in self._context:
            yield from sources((path,))
            return
        try:
            real = os.path.realpath(path)
            yield Source(shown_name(path), read_found(path, real=real), path)
        except OSError:
            return
