"""DaemonSets of one stream that want the same port of a node."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import islice
from operator import attrgetter

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.node_conditions import can_share_a_node
from dslint.checks.stream.stream_objects import StreamObject
from dslint.kubernetes.access import mapping
from dslint.kubernetes.ports import HostPort, host_ports
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any

_NAMED = 3
"""The maximum number of named rivals; a port that hundreds want is one mistake."""
_TRIED = 50
"""The maximum number of rivals compared per port, which keeps the cost in proportion to the stream."""


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the port, once per port; of two DaemonSets, in the one whose name is later.

    A DaemonSet that is only context reports nothing itself, so its name does not matter.
    """
    seen: set[tuple[str, str, int]] = set()
    for port in host_ports(subject.pod_spec):
        if port[:3] in seen:
            continue
        seen.add(port[:3])
        wanted = subject.companions.daemonsets_at_port(port.port)
        earlier = bisect_left(wanted, subject.name.key, key=attrgetter("key"))
        later = bisect_right(wanted, subject.name.key, key=attrgetter("key"))
        silent = tuple(other for other in wanted[later:] if not other.speaks)
        others_there = (*wanted[:earlier], *silent)
        found = list(islice(_rivals(subject, port, others_there[:_TRIED]), _NAMED))
        if found:
            more = len(others_there) - len(found) if len(found) == _NAMED else 0
            others = ", ".join(found) + (f" and {more} more" if more else "")
            yield Hit((*POD_SPEC, *port.path), {"port": port.port, "others": others})


def _rivals(subject: Subject, port: HostPort, others: tuple[StreamObject, ...]) -> Iterator[str]:
    """Return the keys of those that conflict and could share a node with the pod."""
    last = ""
    for other in others:
        theirs = mapping(other.written, *POD_SPEC)
        conflicts = any(port.conflicts_with(taken) for taken in host_ports(theirs))
        if other.key != last and conflicts and can_share_a_node(subject.pod_spec, theirs):
            yield other.key
        last = other.key
