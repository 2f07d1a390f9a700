"""Server warnings about containers: duplicate variables and ports, fractions of a byte.

Source: warningsForPodSpecAndMeta in pkg/api/pod/warnings.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats.quantity_form import is_whole
from dslint.kubernetes.validation.containers.every_container import containers_of
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import warning
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, MapKey
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any, NamedTuple

Data = Mapping[str, Any]

BYTES = ("memory", "ephemeral-storage")


class Port(NamedTuple):
    """A port and its place. `ends` says that its container ends before the next one starts."""

    path: FieldPath
    data: Data
    ends: bool = False


def container_warnings(pod: Data, context: Context) -> Iterator[Problem]:
    """Warn about all containers of a pod: each on its own, and their ports together."""
    ports: list[Port] = []
    for path, container in containers_of(pod):
        resources = container.get("resources") or {}
        for side in ("limits", "requests"):
            if resources.get(side):
                yield from fraction_warnings(resources[side], (*path, "resources", side))
        if "env" in container:
            yield from _env_warnings(container["env"], (*path, "env"))
        ends = "initContainers" in path and container.get("restartPolicy") != "Always"
        for index, port in enumerate(container.get("ports") or ()):
            ports.append(Port((*path, "ports", index), port, ends))
    if ports:
        yield from _host_ip_warnings(ports)
    if len(ports) > 1:
        yield from _port_warnings(ports)
        yield from _port_name_warnings(ports, context)


def fraction_warnings(amounts: Data, path: FieldPath) -> Iterator[Problem]:
    """Warn about memory and storage in fractions of a byte: `128m` is an eighth of a byte, not 128 MB."""
    for name in BYTES:
        amount = amounts.get(name)
        if amount is None or is_whole(amount):
            continue
        written = str(amount)
        meant = f"{written[:-1]}Mi" if written.endswith("m") and written[:-1].isdecimal() else ""
        yield warning(
            "fractional-bytes",
            (*path, MapKey(name)),
            f"`{name}: {shown(amount)}` is not a whole number of bytes",
            result="The suffix m means thousandths, so the container gets almost nothing."
            if meant
            else "Kubernetes rounds it up to whole bytes.",
            write=f"{name}: {meant or '128Mi'}",
            changes=(Change("replace", (*path, MapKey(name)), meant),) if meant else (),
        )


def _env_warnings(variables: Sequence[Data], path: FieldPath) -> Iterator[Problem]:
    if len(variables) == 1:
        return
    seen: dict[str, int] = {}
    for index, variable in enumerate(variables):
        name = variable.get("name", "")
        first = seen.setdefault(name, index)
        if first != index and not _builds_on_itself(variable, name):
            yield warning(
                "duplicate-entry",
                (*path, index),
                f"the variable `{shown(name)}` is set twice; this entry overrides the earlier one",
                result="The last one wins. Server-side apply (Helm 4) rejects the manifest; client-side "
                "apply (Helm 3) removes both once one of them is deleted.",
                write="one of the two; if it was applied before, check the live object afterwards",
                related=(Related((*path, first), f"the first `{shown(name)}`"),),
            )


def _builds_on_itself(variable: Data, name: str) -> bool:
    """Whether the value adds to the earlier one: `PATH=$(PATH):/opt/bin`."""
    value, reference = variable.get("value", ""), f"$({name})"
    return "valueFrom" not in variable and value != reference and reference in value


def _host_ip_warnings(ports: Sequence[Port]) -> Iterator[Problem]:
    for path, port, _ in ports:
        if port.get("hostIP") and not port.get("hostPort"):
            yield warning(
                "suspicious-value",
                path,
                f"`hostIP: {shown(port['hostIP'])}` without `hostPort` has no effect",
                result="Without a host port, no port is opened on the node.",
                write="add hostPort, or remove hostIP",
                related=(Related((*path, "hostIP"), "the address of the node", "key"),),
            )


def _port_warnings(ports: Sequence[Port]) -> Iterator[Problem]:
    """Compare the ports of one number and protocol, across all containers."""
    groups: dict[tuple[int, str], _Earlier] = {}
    for place in ports:
        key = (place.data.get("containerPort", 0), place.data.get("protocol", ""))
        earlier = groups.setdefault(key, _Earlier())
        for other in earlier.rivals(place.data):
            clash = _clash(place.data, other.data)
            if clash:
                message, result = clash
                apart = place.path[:-2] != other.path[:-2]
                together = not (place.ends or other.ends)
                yield warning(
                    "duplicate-entry",
                    place.path,
                    f"the port {key[0]}/{key[1]} {_TWO_CONTAINERS if apart else message}",
                    result=(_ONE_LISTENS if together else _ONE_AFTER_THE_OTHER) if apart else result,
                    write=_OTHER_PORT[together] if apart else "one of the two",
                    related=(Related(other.path, "the other port"),),
                )
        earlier.add(place)


class _Earlier:
    """The earlier ports of one number and protocol: the first few of each kind that can clash.

    Comparing every pair would need quadratic time and output.
    """

    def __init__(self) -> None:
        self._places: dict[tuple[object, ...], list[tuple[int, Port]]] = {}
        self._count = 0

    def add(self, place: Port) -> None:
        """Add one port."""
        host, address = place.data.get("hostPort", 0), place.data.get("hostIP", "")
        for kind in ((host, address), ("host", bool(host)), (host, "address", bool(address))):
            kept = self._places.setdefault(kind, [])
            if len(kept) < _MOST_RIVALS:
                kept.append((self._count, place))
        self._count += 1

    def rivals(self, port: Data) -> list[Port]:
        """Return the first ports that may clash with one, in written order."""
        host, address = port.get("hostPort", 0), port.get("hostIP", "")
        kinds = ((host, address), ("host", not host), (host, "address", not address))
        found = {number: place for kind in kinds for number, place in self._places.get(kind, ())}
        return [found[number] for number in sorted(found)][:_MOST_RIVALS]


_MOST_RIVALS = 3
"""The maximum number of earlier ports named at each clashing port."""
_TWO_CONTAINERS = "is declared by two containers of this pod"
_ONE_AFTER_THE_OTHER = (
    "The server warns of it. Both can listen, because the init container ends before the other one starts."
)
_OTHER_PORT = {
    True: "another port for one of the containers",
    False: "no port in the init container, if nobody connects to it",
}
"""What to write, by whether the two containers run at the same time."""
_ONE_LISTENS = "The containers share the address of the pod: the second one to listen on the port fails."


def _clash(port: Data, other: Data) -> tuple[str, str] | None:
    here, there = port.get("hostPort", 0), other.get("hostPort", 0)
    address, other_address = port.get("hostIP", ""), other.get("hostIP", "")
    if here == there and address == other_address:
        return (
            "is declared twice in this pod",
            "The containers of a pod share their ports: only one of them can listen on it.",
        )
    if not here or not there:
        return "is declared with a host port and without one", "One of the two is redundant."
    if here == there and bool(address) != bool(other_address):
        message = f"has the host port {here} on one address of the node and on all of them"
        return message, "Which of them gets the traffic is undefined."
    return None


def _port_name_warnings(ports: Sequence[Port], context: Context) -> Iterator[Problem]:
    seen: dict[str, FieldPath] = {}
    for path, port, _ in ports:
        name = port.get("name")
        if not name:
            continue
        first = seen.setdefault(name, path)
        # Within one container, the server rejects it.
        if first[:-2] != path[:-2] and context.holds("port names of other containers are warned of"):
            yield warning(
                "duplicate-entry",
                path,
                f"two ports of this pod are named `{shown(name)}`",
                result="A Service that names it uses the first one; a probe uses its own container's port.",
                write="a different name for one of them",
                related=(Related((*first, "name"), "the first port of this name"),),
            )
