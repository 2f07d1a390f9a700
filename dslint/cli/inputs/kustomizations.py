"""Files that a kustomization near them applies as patches: they are partial, and not judged as manifests."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator

from dslint.cli.inputs.sources import Source, shown_name
from dslint.cli.opening import read_inside, reason
from dslint.reader.nodes import Document
from dslint.reader.patches import (
    files_patched_with,
    generated_by,
    json_patches_in,
    namespace_set_by,
    resources_listed,
)
from dslint.reader.stream import read_stream
from dslint.values.around import Around
from dslint.values.file_names import KUSTOMIZATION_NAMES
from dslint.values.finding import Skipped

_LEVELS = 3
"""How many folders up a kustomization is searched: patches are beside it or a folder or two below."""

_MOST_FOLDERS = 100
"""The maximum number of other kustomization folders in one kustomization."""


class Kustomizations:
    """The patches of the kustomizations in a run's folders; each folder is read once."""

    def __init__(self, read: Callable[[str], bytes | None] | None = None) -> None:
        """`read` returns the content of a path, or None if there is no file; by default from the disk."""
        self._read = read or self._from_disk
        self._patched: dict[str, frozenset[str]] = {}
        self._listed: dict[str, dict[str, None]] = {}
        self._judged: set[str] = set()
        self._around: dict[tuple[str, ...], Around] = {}
        self.unreadable: list[Skipped] = []
        """The kustomizations that are there and cannot, or must not, be read."""

    def folder_of_patch(self, path: str) -> str | None:
        """Return the folder of the kustomization that applies a file as a patch, or None."""
        name = posixpath.normpath(shown_name(path))
        folder = posixpath.dirname(name)
        for _ in range(_LEVELS):
            if name in self._in(folder):
                return folder or "."
            if not folder or folder == posixpath.dirname(folder):
                return None
            folder = posixpath.dirname(folder)
        return None

    def json_patches_of(self, source: Source) -> Iterator[tuple[str, bytes, str]]:
        """Yield the JSON patch files for DaemonSets that a kustomization names: (name, content, target).

        Each is returned once per run. Patches in the kustomization itself are judged with it.
        """
        folder = posixpath.dirname(posixpath.normpath(source.name))
        for document in read_stream(source.content).documents:
            for patch in json_patches_in(document.data, folder):
                content = self._read(patch.file) if patch.file not in self._judged else None
                if content is not None:
                    self._judged.add(patch.file)
                    yield patch.file, content, patch.target

    def exists_in(self, folder: str) -> bool:
        """Whether a folder contains a kustomization."""
        return any(os.path.isfile(os.path.join(folder or ".", name)) for name in KUSTOMIZATION_NAMES)

    def files_of(self, folder: str) -> dict[str, None]:
        """Yield the files of a kustomization in order, including those of the folders that it lists."""
        if folder not in self._listed:
            self._listed[folder] = {}
            waiting, seen = [folder], {folder}
            found: dict[str, None] = {}
            while waiting and len(seen) < _MOST_FOLDERS:
                for listed in self._resources(waiting.pop()):
                    if _is_file(listed):
                        found[listed] = None
                    elif listed not in seen and not listed.startswith("../"):
                        seen.add(listed)
                        waiting.append(listed)
            self._listed[folder] = found
        return self._listed[folder]

    def listed_with(self, path: str) -> Iterator[str]:
        """Yield the files of every kustomization near a file that lists it as a resource."""
        for folder in self._listing(path):
            yield from self.files_of(folder)

    def around(self, path: str) -> Around:
        """Return the effect of the kustomizations near a file that list it; the outermost namespace wins."""
        folders = tuple(self._listing(path))
        if folders not in self._around:
            data = [document.data for folder in folders for document in self._documents(folder)]
            namespaces = [namespace for each in data if (namespace := namespace_set_by(each))]
            generated = frozenset(made for each in data for made in generated_by(each))
            self._around[folders] = Around(namespaces[-1] if namespaces else "", generated)
        return self._around[folders]

    def _listing(self, path: str) -> Iterator[str]:
        """Yield the folders of the kustomizations near a file that list it, from the inside out."""
        name = posixpath.normpath(shown_name(path))
        folder = posixpath.dirname(name)
        for _ in range(_LEVELS):
            if name in self.files_of(folder):
                yield folder
            if not folder or folder == posixpath.dirname(folder):
                return
            folder = posixpath.dirname(folder)

    def _resources(self, folder: str) -> Iterator[str]:
        for document in self._documents(folder):
            yield from resources_listed(document.data, folder)

    def _documents(self, folder: str) -> Iterator[Document]:
        for name in KUSTOMIZATION_NAMES:
            content = self._read(posixpath.join(folder, name))
            yield from read_stream(content).documents if content is not None else ()

    def _in(self, folder: str) -> frozenset[str]:
        if folder not in self._patched:
            self._patched[folder] = frozenset(self._patched_in(folder))
        return self._patched[folder]

    def _patched_in(self, folder: str) -> Iterator[str]:
        for document in self._documents(folder):
            yield from files_patched_with(document.data, folder)

    def _from_disk(self, path: str) -> bytes | None:
        if not os.path.lexists(path):
            return None
        from dslint.cli.inputs.ignored_paths import repository_of

        try:
            return read_inside(path, repository_of(os.path.realpath(os.path.dirname(path) or ".")))
        except OSError as error:
            self.unreadable.append(Skipped(shown_name(path), 0, reason(error)))
            return None


def _is_file(listed: str) -> bool:
    """Whether a kustomization entry is a file and not a folder, judged by its name."""
    from dslint.cli.inputs.walking import SUFFIXES

    return listed.endswith(SUFFIXES)
