"""Related files: one kustomization, one configured group, and context files.

Rules that compare documents compare a file only with its related files, never with the rest of a run, because
a repository contains variants of the same thing.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

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
from dslint.values.limits import FILES_BESIDE


class Together:
    """Find the objects related to a file; each file is read once per run.

    Read are only files that the run names, those of `--context`, and with `--since` the whole
    repository (`everywhere`). `judged` are the real paths of files whose DaemonSets are all judged in
    this run: what two files say of each other is told in one of them.
    """

    def __init__(
        self,
        call: LintCall,
        judging: Judging,
        kustomizations: Kustomizations,
        everywhere: str | None,
        judged: Collection[str] = (),
    ) -> None:
        self._judged = judged
        roots = [*(call.paths or (".",)), *call.context, *([everywhere] if everywhere is not None else [])]
        self._roots = tuple(os.path.realpath(root) for root in roots if root != "-")
        self._judging = judging
        self._kustomizations = kustomizations
        self.cut: set[str] = set()
        """The files that stand beside more others than were read."""
        self._read: dict[tuple[str, bool], tuple[Manifest, ...]] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._same: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._real_sets: dict[tuple[str, ...], frozenset[str]] = {}
        self._real_paths: dict[str, str] = {}
        self._groups: dict[str, dict[str, tuple[str, ...]]] = {}
        self._context = tuple(
            path for path in call.context if os.path.isfile(path) or not os.path.isdir(path)
        )

    def beside(self, source: Source) -> tuple[Manifest, ...]:
        """Return the objects related to a file, without its own. Context is related to every file."""
        paths = dict.fromkeys(self._context)
        own = ""
        if source.path is not None:
            own = self._real(source.path)
            paths |= dict.fromkeys(self._listed(source.path))
            paths = {path: None for path in paths if self._real(path) != own}
        if len(paths) > FILES_BESIDE:
            self.cut.add(source.name)
        return tuple(
            manifest
            for path in list(paths)[:FILES_BESIDE]
            for manifest in self._objects(path, judged_there=self._answers(path, own))
        )

    def _answers(self, path: str, own: str) -> bool:
        """Whether this run also judges a file and compares it there with the file `own`."""
        return self._real(path) in self._judged and own in self._reals(self._listed(path))

    def _listed(self, path: str) -> tuple[str, ...]:
        """Return the files that a kustomization or a group lists together with a file, including itself."""
        if path not in self._lists:
            candidates = (*self._kustomizations.listed_with(path), *self._grouped(path))
            listed = tuple(each for each in candidates if self._may_be_read(each))
            self._lists[path] = self._same.setdefault(listed, listed)
        return self._lists[path]

    def _reals(self, paths: tuple[str, ...]) -> frozenset[str]:
        """Return the real paths of a list, which its files share."""
        if paths not in self._real_sets:
            self._real_sets[paths] = frozenset(map(self._real, paths))
        return self._real_sets[paths]

    def _real(self, path: str) -> str:
        if path not in self._real_paths:
            self._real_paths[path] = os.path.realpath(path)
        return self._real_paths[path]

    def beneath(self, folder: str) -> tuple[Beneath, ...]:
        """Return the DaemonSets that the patches of a folder's kustomization are merged into."""
        paths = [path for path in self._kustomizations.files_of(folder) if self._may_be_read(path)]
        return tuple(
            Beneath(shown_name(path), manifest)
            for path in paths[:FILES_BESIDE]
            for manifest in self._objects(path)
            if is_daemonset(manifest)
        )

    def _may_be_read(self, path: str) -> bool:
        real = self._real(path)
        return any(is_within(real, root) for root in self._roots)

    def _grouped(self, path: str) -> Iterator[str]:
        """Return the files of every configured group that contains a file."""
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

    def _objects(self, path: str, *, judged_there: bool = False) -> tuple[Manifest, ...]:
        key = path, judged_there
        if key not in self._read:
            self._read[key] = tuple(
                manifest._replace(judged_there=judged_there) for manifest in self._objects_of(path)
            )
        return self._read[key]

    def _objects_of(self, path: str) -> Iterator[Manifest]:
        """Return the objects of one file; none for patches and unreadable files."""
        if self._kustomizations.folder_of_patch(path) is not None:
            return
        for source in self._sources(path):
            if isinstance(source, Unreadable):
                continue
            stream = read_stream(source.content, only=companions_of_others, go_on=True, sparing=True)
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
