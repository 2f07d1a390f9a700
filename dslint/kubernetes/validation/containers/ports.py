"""Ports of containers, and conflicts between host ports.

Source: validateContainerPorts, checkHostPortConflicts and validatePodHostNetworkDeps in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.problem_constructors import duplicate, invalid
from dslint.kubernetes.validation.tables import CONTAINER_PORT
from dslint.kubernetes.validation.value_checks import check_fields
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "container-ports"


def port_problems(ports: Sequence[Data], path: FieldPath) -> Iterator[Problem]:
    """Judge the ports of one container on their own, and duplicate names among them."""
    seen: dict[str, int] = {}
    for index, port in enumerate(ports):
        place = (*path, index)
        yield from check_fields(port, CONTAINER_PORT, place)
        name = port.get("name")
        if not name:
            continue
        first = seen.setdefault(name, index)
        # The server looks up the name only if its format is valid.
        if first != index and not names.port_name(name):
            yield duplicate(
                RULE,
                (*place, "name"),
                f"two ports of this container are named `{name}`",
                write="a different name for one of them",
                related=(Related((*path, first, "name"), f"the first port named `{name}`"),),
            )


def host_port_problems(
    containers: Mapping[int, Data], path: FieldPath, server: FieldPath | None = None
) -> Iterator[Problem]:
    """Find duplicate host ports among containers, given by index in the list at `path`.

    `server` is what the API server calls the container, where that differs.
    """
    seen: dict[tuple[str, str, int], FieldPath] = {}
    for index, container in containers.items():
        for number, port in enumerate(container.get("ports") or ()):
            host_port = port.get("hostPort")
            if not host_port:
                continue
            place = (*path, index, "ports", number, "hostPort")
            claim = (port.get("protocol", ""), port.get("hostIP", ""), host_port)
            first = seen.setdefault(claim, place)
            if first is not place:
                yield duplicate(
                    RULE,
                    place,
                    f"the host port {host_port}/{claim[0]} is used twice by this pod",
                    field=field_text((*server, "ports", number, "hostPort")) if server else None,
                    write="a different hostPort for one of them, or remove one",
                    related=(Related(first, "the first use"),),
                )


def host_network_problems(containers: Sequence[Data], path: FieldPath, pod: FieldPath) -> Iterator[Problem]:
    """Check that hostPort equals containerPort under hostNetwork."""
    for index, container in enumerate(containers):
        for number, port in enumerate(container.get("ports") or ()):
            host_port, container_port = port.get("hostPort"), port.get("containerPort", 0)
            if host_port and host_port != container_port:
                place = (*path, index, "ports", number)
                change = Change("replace", (*place, "hostPort"), str(container_port))
                yield invalid(
                    "host-port-mismatch",
                    (*place, "hostPort"),
                    f"`hostPort: {host_port}` differs from `containerPort: {container_port}`,"
                    " but with hostNetwork they must be equal",
                    write=f"hostPort: {container_port}, or remove hostPort",
                    related=(
                        Related((*place, "containerPort"), "the port the container listens on"),
                        Related((*pod, "hostNetwork"), "hostNetwork is on"),
                    ),
                    changes=() if names.port_number(container_port) else (change,),
                )
