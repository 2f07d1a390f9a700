"""Server warnings about volumes: removed types, files that hide each other.

Source: warningsForPodSpecAndMeta and warningsForOverlappingVirtualPaths in pkg/api/pod/warnings.go,
GetWarningsForPersistentVolumeClaimSpec in pkg/api/persistentvolumeclaim/util.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats.quantity_form import is_whole
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import warning
from dslint.kubernetes.validation.tables import CERTIFICATE_PATHS, PROJECTED_SOURCES
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any, NamedTuple

Data = Mapping[str, Any]
File = tuple[str, FieldPath]
"""A file's path inside the volume, and the field that names it."""


class Gone(NamedTuple):
    """A deprecated volume type: since when, and when it was removed ("" if it still works)."""

    deprecated: str
    gone: str = ""
    field: str = ""


GONE_SOURCES = {
    "photonPersistentDisk": Gone("1.11", "1.16"),
    "gitRepo": Gone("1.11", "1.33"),
    "scaleIO": Gone("1.16", "1.22"),
    "flocker": Gone("1.22", "1.25"),
    "storageos": Gone("1.22", "1.25", "storageOS"),
    "quobyte": Gone("1.22", "1.25"),
    "glusterfs": Gone("1.25", "1.26"),
    "cephfs": Gone("1.28", "1.31"),
    "rbd": Gone("1.28", "1.31"),
}
"""`field` is the server's spelling, if it differs from the field's name."""


def volume_warnings(volumes: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Warn about the volumes at `path`."""
    for index, volume in enumerate(volumes):
        place = (*path, index)
        for name in volume:
            if name in GONE_SOURCES:
                yield _gone(name, place)
        if "ephemeral" in volume:
            yield from _claim_warnings(volume["ephemeral"], (*place, "ephemeral"))
        overlaps = [
            problem for files in _file_groups(volume, place) for problem in _overlap_warnings(files, place)
        ]
        if overlaps and context.holds("overlapping files in volumes are warned of"):
            yield from overlaps
        if "projected" in volume:
            yield from _repeated_file_warnings(volume["projected"], place, context)
            yield from _empty_source_warnings(volume["projected"], place, context)


def _gone(name: str, place: FieldPath) -> Problem:
    deprecated, gone, field = GONE_SOURCES[name]
    return warning(
        "deprecated-volume",
        (*place, name),
        (
            f"volumes of type `{name}` have been deprecated since "
            f"Kubernetes {deprecated} and were removed in {gone}"
        ),
        field=field_text((*place, field)) if field else None,
        anchor="key",
        result="The pods are created and wait forever for the volume.",
        write="a volume of a CSI driver, or of another type",
    )


def _claim_warnings(source: Data, path: FieldPath) -> Iterator[Problem]:
    spec = (source.get("volumeClaimTemplate") or {}).get("spec") or {}
    size = ((spec.get("resources") or {}).get("requests") or {}).get("storage")
    if size is not None and not is_whole(size):
        yield warning(
            "fractional-bytes",
            (*path, "volumeClaimTemplate", "spec", "resources", "requests", MapKey("storage")),
            f"`storage: {shown(size)}` is not a whole number of bytes",
            write="storage: 1Gi",
        )


def _file_groups(volume: Data, place: FieldPath) -> Iterator[list[File]]:
    """Yield the files that one volume writes, per source."""
    for name in ("configMap", "secret", "downwardAPI"):
        if name in volume:
            yield list(_items(volume[name], (*place, name)))
    if "projected" in volume:
        sources = enumerate(volume["projected"].get("sources") or ())
        yield [
            file
            for index, source in sources
            for file in _source_files(source, (*place, "projected", "sources", index))
        ]


def _source_files(source: Data, place: FieldPath) -> Iterator[File]:
    """Return the files of one projected source; of several, the server uses the first known one."""
    for name in ("configMap", "secret", "downwardAPI"):
        if "items" in source.get(name, ()):
            yield from _items(source[name], (*place, name))
            return
    for name in ("serviceAccountToken", "clusterTrustBundle"):
        if name in source:
            yield source[name].get("path", ""), (*place, name, "path")
            return
    certificate = source.get("podCertificate") or {}
    for field in CERTIFICATE_PATHS:
        if certificate.get(field):
            yield certificate[field], (*place, "podCertificate", field)


def _items(content: Data, path: FieldPath) -> Iterator[File]:
    for index, entry in enumerate(content.get("items") or ()):
        yield entry.get("path", ""), (*path, "items", index, "path")


def _overlap_warnings(files: Sequence[File], place: FieldPath) -> Iterator[Problem]:
    earlier = _Earlier()
    for written, path in files:
        name = written.rstrip("/")
        if not name or len(name) > _LONGEST_PATH:
            continue
        for other, other_path in earlier.overlapping(name):
            same = "have the same path" if name == other else "overlap: one path is inside the other"
            yield warning(
                "overlapping-paths",
                path,
                f"the files `{shown(other)}` and `{shown(name)}` of this volume {same}",
                field=field_text(place),
                result="Only one of them will exist, or the volume cannot be set up.",
                write="a different path for one of them",
                related=(Related(other_path, "the other file"),),
            )
        earlier.add(name, path)


_LONGEST_PATH = 4096
"""In characters; no file system has longer paths."""
_MOST_RIVALS = 3
"""The maximum number of earlier files named at each overlapping file."""


class _Earlier:
    """The earlier files: the first few at each path, and below each folder."""

    def __init__(self) -> None:
        self._at: dict[str, list[tuple[int, File]]] = {}
        self._below: dict[str, list[tuple[int, File]]] = {}
        self._count = 0

    def add(self, name: str, path: FieldPath) -> None:
        """Add one file."""
        entry = (self._count, (name, path))
        self._count += 1
        for places, key in ((self._at, name), *((self._below, folder) for folder in _folders(name))):
            kept = places.setdefault(key, [])
            if len(kept) < _MOST_RIVALS:
                kept.append(entry)

    def overlapping(self, name: str) -> list[File]:
        """Return the first files with the same path, above or below one, in written order."""
        places = [*self._at.get(name, ()), *self._below.get(name, ())]
        for folder in _folders(name):
            places += self._at.get(folder, ())
        return [file for _, file in sorted(places, key=lambda entry: entry[0])[:_MOST_RIVALS]]


def _folders(name: str) -> Iterator[str]:
    """Return the folders of a file: `a` and `a/b` for `a/b/c`."""
    place = name.find("/")
    while place >= 0:
        yield name[:place]
        place = name.find("/", place + 1)


def _repeated_file_warnings(projected: Data, place: FieldPath, context: Context) -> Iterator[Problem]:
    """Report a false warning of two versions, which compare a source without paths with the one before it."""
    before: list[File] = []
    for index, source in enumerate(projected.get("sources") or ()):
        here = (*place, "projected", "sources", index)
        files = list(_source_files(source, here))
        if any(name in source for name in PROJECTED_SOURCES) and not _lists_files(source):
            if any(name.rstrip("/") for name, _ in before) and context.holds(
                "projected sources without paths are compared with the paths before them again"
            ):
                yield warning(
                    "overlapping-paths",
                    here,
                    "the server takes this source for the one before it, and says that its files overlap",
                    field=field_text(place),
                    result="Nothing overlaps: Kubernetes 1.32 and 1.33 warn of this by mistake.",
                    write="the source before the others, or nothing",
                )
        elif _lists_files(source):
            before = files


def _lists_files(source: Data) -> bool:
    """Whether the server finds paths in a source, even an empty list."""
    return any("items" in source.get(name, ()) for name in ("configMap", "secret", "downwardAPI")) or any(
        name in source for name in ("serviceAccountToken", "clusterTrustBundle", "podCertificate")
    )


def _empty_source_warnings(projected: Data, place: FieldPath, context: Context) -> Iterator[Problem]:
    for index, source in enumerate(projected.get("sources") or ()):
        if not any(name in source for name in PROJECTED_SOURCES) and context.holds(
            "projected sources that name no source are warned of"
        ):
            yield warning(
                "suspicious-value",
                (*place, "projected", "sources", index),
                "an entry of `sources` names no source",
                field=field_text(place),
                result="It adds nothing to the volume.",
                write="a source, or no entry",
            )
