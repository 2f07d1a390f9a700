"""Host paths of files and of Docker, and the effect if they are missing.

Parameter: `fault`, one of `untyped-file` (a file without `type`, which becomes a directory where it
is missing) and `docker` (a path of Docker, which nodes with another runtime do not have). The
parameter `endings` lists how names of files end; `everywhere` lists files that every node has, for
which a missing type is an info.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import text
from dslint.kubernetes.access import items, mapping
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Severity
from dslint.values.typed import Any

_SOCKETS = ("/var/run/docker.sock", "/run/docker.sock")
_DOCKER_LOGS = ("/var/lib/docker", "/var/lib/docker/containers")
_ELSEWHERE = "On a node with containerd or CRI-O"
_CHECKED = ("Socket", "File", "Directory", "CharDevice", "BlockDevice")
_POD_LOGS = ("/var/log", "/var/log/pods", "/var/log/containers", "/var", "/")


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the path."""
    if any("hostPath" in volume for _, volume in subject.volumes):
        yield from _FAULTS[params["fault"]](subject, params)


def _host_paths(subject: Subject) -> Iterator[tuple[FieldPath, Mapping[str, Any], str, str]]:
    for path, volume in subject.volumes:
        source = mapping(volume, "hostPath")
        host_path = text(source, ("path",))
        if host_path:
            yield (*path, "hostPath"), source, host_path.rstrip("/") or "/", text(volume, ("name",))


def _untyped_file(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    for path, source, host_path, volume in _host_paths(subject):
        everywhere = host_path in params["everywhere"]
        is_file = everywhere or host_path.endswith(tuple(params["endings"]))
        if source.get("type") or not is_file or host_path in _SOCKETS:
            continue
        is_socket = host_path.endswith(".sock")
        kind = "Socket" if is_socket else "FileOrCreate" if host_path.endswith(".lock") else "File"
        yield Hit(
            (*path, "path"),
            {"path": host_path, "volume": volume, "type": kind, "what": "socket" if is_socket else "file"},
            changes=(Change("insert", path, f"type: {kind}"),),
            severity="info" if everywhere else None,
        )


def _docker(subject: Subject, _: Mapping[str, Any]) -> Iterator[Hit]:
    """Whether it is a Docker path, except the logs directory beside the logs of every runtime."""
    found = list(_host_paths(subject))
    paths = {host_path for _, _, host_path, _ in found}
    for path, source, host_path, volume in found:
        if host_path in _SOCKETS:
            must_exist = source.get("type") in _CHECKED
            result = (
                f"{_ELSEWHERE} the pod stays in ContainerCreating: there is no such file."
                if must_exist
                else f"{_ELSEWHERE} an empty directory is created there, and nothing answers."
            )
            yield _hit(path, host_path, volume, result)
        elif host_path in _DOCKER_LOGS:
            result = f"{_ELSEWHERE} this directory is empty: those runtimes log below /var/log/pods."
            severity: Severity | None = "info" if paths & set(_POD_LOGS) or _reads_all(subject) else None
            yield _hit(path, host_path, volume, result)._replace(severity=severity)


def _reads_all(subject: Subject) -> bool:
    """Whether a container also mounts the sockets of other runtimes: it supports all of them."""
    return any(
        "containerd" in text(mapping(volume), ("hostPath", "path"))
        for volume in items(subject.pod_spec, "volumes")
    )


def _hit(path: FieldPath, host_path: str, volume: str, result: str) -> Hit:
    return Hit((*path, "path"), {"path": host_path, "volume": volume, "result": result})


_FAULTS: dict[str, Callable[[Subject, Mapping[str, Any]], Iterator[Hit]]] = {
    "untyped-file": _untyped_file,
    "docker": _docker,
}
