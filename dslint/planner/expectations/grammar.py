"""Parse expectations of a plan: `agent runs on pool=edge`, `agent desired=12`.

    [NAME] desired=12                  also runs, pending, blocked; = != < <= > >=
    [NAME] runs on WHERE               every node meant gets a pod, and the pod is scheduled;
                                       also: runs on every node of WHERE, runs on some node of WHERE
    [NAME] never on WHERE              no node meant gets a pod
    [NAME] fits [on WHERE]             no pod stays Pending
    [NAME] at most 5% of cpu [on WHERE]   of what a node offers; together instead of a NAME: all of them
    [NAME] at most 300m of cpu [on WHERE]
    exactly one of (NAME, NAME) on WHERE   every node meant runs a pod of one of them, and of one only
    [NAME] requests set                every container asks for cpu and memory
    [NAME] tolerates KEY[=VALUE][:EFFECT]
    [NAME] restarts at most 10 pods    in a difference; a plan alone restarts none

Everywhere WHERE may be `healthy nodes` or `healthy nodes of WHERE`: those that are Ready and under no
pressure. NAME is a DaemonSet's name or namespace/name, `*` stands for anything; without one, every DaemonSet
is meant (beside a manifest: that one). WHERE: see `where`.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from dslint.kubernetes.amounts import amount
from dslint.kubernetes.formats.names import qualified_name
from dslint.kubernetes.taints import EFFECTS, Taint
from dslint.planner.where import MisreadError, Where, parse_where
from dslint.values.long_numbers import whole_number
from dslint.values.words import closest

Kind = Literal[
    "count", "runs", "some", "never", "fits", "share", "amount", "one", "requests", "tolerates", "restarts"
]

FORMS = {
    "desired": "desired=12",
    "pending": "pending=0",
    "blocked": "blocked=0",
    "runs": "runs on pool=edge",
    "never": "never on kubernetes.io/os=windows",
    "fits": "fits on pool=edge",
    "at": "at most 5% of cpu",
    "exactly": "exactly one of (fluent-bit, vector) on pool=edge",
    "requests": "requests set",
    "tolerates": "tolerates nvidia.com/gpu:NoSchedule",
    "restarts": "restarts at most 10 pods",
}
"""first word -> an example."""

RESOURCES = ("cpu", "memory", "ephemeral-storage", "pods")
TOGETHER = "together"
EVERYWHERE = Where("every node")

_COUNT = re.compile(r"(desired|runs|pending|blocked)\s*(==|!=|<=|>=|=|<|>)\s*(\d+)\s*\Z")
_ON = re.compile(r"(runs|never|fits)\s+on\s+(?:(every|some|no)\s+node\s+of\s+)?(\S.*)\Z")
_FITS = re.compile(r"fits\s*\Z")
_SHARE = re.compile(r"at\s+most\s+(\d+(?:\.\d+)?)\s*%\s+of\s+(\S+?)(?:\s+on\s+(\S.*))?\s*\Z")
_AMOUNT = re.compile(r"at\s+most\s+([^\s%]+)\s+of\s+(\S+?)(?:\s+on\s+(\S.*))?\s*\Z")
_ONE = re.compile(r"exactly\s+one\s+of\s*\(([^()]*)\)(?:\s+on\s+(\S.*))?\s*\Z")
_REQUESTS = re.compile(r"requests\s+set\s*\Z")
_TOLERATES = re.compile(r"tolerates\s+(\S+)\s*\Z")
_RESTARTS = re.compile(r"restarts\s+at\s+most\s+(\d+)\s+pods?\s*\Z")
_HEALTHY = re.compile(r"healthy\s+nodes(?:\s+of\s+(\S.*))?\s*\Z")
_KINDS: dict[tuple[str, str | None], Kind] = {
    ("runs", None): "runs",
    ("runs", "some"): "some",
    ("runs", "no"): "never",
    ("never", None): "never",
    ("fits", None): "fits",
}
_LEAST_NAMES = 2
_WORD = re.compile(r"\S+\s*")


class Expectation(NamedTuple):
    """One expectation.

    text       as written
    daemonset  a name or namespace/name with `*`, `together`, or empty for every DaemonSet
    where      the nodes meant
    subject    what is counted (`desired`), or the resource of a share
    compare    how a count is compared, and with what (`number`); a share is at most `number` percent
    healthy    of the nodes meant, only those that are Ready and under no pressure
    names      of `exactly one of`: the DaemonSets
    taint      what is to be tolerated; without an effect, both that keep pods away
    """

    text: str
    kind: Kind
    daemonset: str = ""
    where: Where = EVERYWHERE
    subject: str = ""
    compare: str = ""
    number: float = 0
    healthy: bool = False
    names: tuple[str, ...] = ()
    taint: Taint | None = None

    def means(self, daemonset: str) -> bool:
        """Whether the expectation is about a DaemonSet (`namespace/name`)."""
        if self.names:
            return any(_is_called(daemonset, name) for name in self.names)
        return self.daemonset in ("", TOGETHER) or _is_called(daemonset, self.daemonset)


def _is_called(daemonset: str, pattern: str) -> bool:
    name = daemonset if "/" in pattern else daemonset.rpartition("/")[2]
    return fnmatchcase(name, pattern)


def parse_expectation(text: str) -> Expectation:
    """Parse one expectation. Raises MisreadError with the column and the accepted forms."""
    found = _clause(text, len(text) - len(text.lstrip()), "")
    if found is None:
        raise _misread(text)
    return found


def _clause(text: str, column: int, daemonset: str) -> Expectation | None:
    rest = text[column:]
    if match := _COUNT.match(rest):
        subject, compare, number = match.groups()
        return Expectation(text, "count", daemonset, EVERYWHERE, subject, compare, whole_number(number))
    if match := _ON.match(rest):
        where, healthy = _nodes(match[3], column + match.start(3))
        kind = _KINDS.get((match[1], match[2]), _KINDS[match[1], None])
        return Expectation(text, kind, daemonset, where, healthy=healthy)
    found = _of_amounts(text, column, daemonset)
    if found is not None:
        return found
    word = _WORD.match(rest)
    if daemonset or word is None:
        return None
    return _clause(text, column + word.end(), word[0].strip())


def _of_amounts(text: str, column: int, daemonset: str) -> Expectation | None:
    """Parse room, shares and amounts."""
    rest = text[column:]
    if _FITS.match(rest):
        return Expectation(text, "fits", daemonset)
    if match := _SHARE.match(rest):
        _check_resource(match[2], column + match.start(2))
        where, healthy = _nodes(match[3], column + match.start(3))
        return Expectation(text, "share", daemonset, where, match[2], "<=", float(match[1]), healthy=healthy)
    if match := _AMOUNT.match(rest):
        _check_resource(match[2], column + match.start(2))
        number = amount(match[2], match[1])
        if number is None or number < 0:
            raise MisreadError(
                column + match.start(1), f"{match[1]!r} is not an amount of {match[2]}; expected 5% or 300m"
            )
        where, healthy = _nodes(match[3], column + match.start(3))
        return Expectation(text, "amount", daemonset, where, match[2], "<=", number, healthy=healthy)
    return _of_manifests(text, column, daemonset)


def _of_manifests(text: str, column: int, daemonset: str) -> Expectation | None:
    """Parse expectations of groups of DaemonSets, of a manifest or of a change."""
    rest = text[column:]
    if (match := _ONE.match(rest)) and not daemonset:
        names = tuple(name.strip() for name in match[1].split(",") if name.strip())
        if len(names) < _LEAST_NAMES:
            raise MisreadError(column + match.start(1), "name two DaemonSets or more, with commas between")
        where, healthy = _nodes(match[2], column + match.start(2))
        return Expectation(text, "one", where=where, healthy=healthy, names=names)
    if _REQUESTS.match(rest):
        return Expectation(text, "requests", daemonset)
    if match := _TOLERATES.match(rest):
        return Expectation(text, "tolerates", daemonset, taint=_taint(match[1], column + match.start(1)))
    if match := _RESTARTS.match(rest):
        return Expectation(text, "restarts", daemonset, compare="<=", number=whole_number(match[1]))
    return None


def _nodes(written: str | None, column: int) -> tuple[Where, bool]:
    """Return the selected nodes, and whether only healthy ones count."""
    if written is None:
        return EVERYWHERE, False
    match = _HEALTHY.match(written)
    if match is None:
        return parse_where(written, column), False
    return (parse_where(match[1], column + match.start(1)) if match[1] else EVERYWHERE), True


def _taint(written: str, column: int) -> Taint:
    """Parse `key=value:Effect`, where value and effect are optional."""
    front, colon, effect = written.rpartition(":")
    if not colon:
        front, effect = written, ""
    elif effect not in EFFECTS:
        near = closest(effect, EFFECTS)
        meant = f" (did you mean {near}?)" if near else ""
        place = column + len(front) + 1
        raise MisreadError(place, f"unknown effect {effect!r}{meant}; accepted: {', '.join(EFFECTS)}")
    key, _, value = front.partition("=")
    fault = qualified_name(key)
    if fault:
        raise MisreadError(column, f"{key!r} is not a taint's key: it {fault}")
    return Taint(key, value, effect)


def _check_resource(name: str, column: int) -> None:
    """Check that a resource without a domain is one of the kubelet's own."""
    if name in RESOURCES or "/" in name or name.startswith("hugepages-"):
        return
    near = closest(name, RESOURCES)
    meant = f" (did you mean {near}?)" if near else ""
    accepted = f"{', '.join(RESOURCES)}, hugepages-SIZE and names with a domain such as nvidia.com/gpu"
    raise MisreadError(column, f"unknown resource {name!r}{meant}; accepted: {accepted}")


def _misread(text: str) -> MisreadError:
    words = list(_WORD.finditer(text.lstrip()))
    margin = len(text) - len(text.lstrip())
    examples = "; ".join(FORMS.values())
    if not words:
        return MisreadError(0, f"the expectation is empty; accepted: {examples}")
    for word in words[:2]:
        first = re.match(r"\w+", word[0])
        if first and first[0] in FORMS:
            place = margin + word.start() + len(word[0].rstrip())
            return MisreadError(place, f"write it like {FORMS[first[0]]!r}")
    place = margin + (words[1].start() if len(words) > 1 else len(text.strip()))
    return MisreadError(place, f"the expectation of {words[0][0].strip()} is missing; accepted: {examples}")
