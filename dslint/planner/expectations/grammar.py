"""What somebody expects of a plan, as they write it down: `agent runs on pool=edge`, `agent desired=12`.

    [NAME] desired=12                  also runs, pending, blocked; = != < <= > >=
    [NAME] runs on WHERE               every node meant gets a pod, and the pod is scheduled;
                                       also: runs on every node of WHERE, runs on some node of WHERE
    [NAME] never on WHERE              no node meant gets a pod
    [NAME] fits [on WHERE]             no pod stays Pending
    [NAME] at most 5% of cpu [on WHERE]   of what a node offers; together instead of a NAME: all of them

NAME is a DaemonSet's name or namespace/name, `*` stands for anything; without one, every DaemonSet
is meant (beside a manifest: that one). WHERE: see `where`.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from dslint.planner.where import MisreadError, Where, parse_where
from dslint.values.long_numbers import whole_number
from dslint.values.words import closest

Kind = Literal["count", "runs", "some", "never", "fits", "share"]

FORMS = {
    "desired": "desired=12",
    "pending": "pending=0",
    "blocked": "blocked=0",
    "runs": "runs on pool=edge",
    "never": "never on kubernetes.io/os=windows",
    "fits": "fits on pool=edge",
    "at": "at most 5% of cpu",
}
"""first word -> an example of the whole."""

RESOURCES = ("cpu", "memory", "ephemeral-storage", "pods")
TOGETHER = "together"
EVERYWHERE = Where("every node")

_COUNT = re.compile(r"(desired|runs|pending|blocked)\s*(==|!=|<=|>=|=|<|>)\s*(\d+)\s*\Z")
_ON = re.compile(r"(runs|never|fits)\s+on\s+(?:(every|some|no)\s+node\s+of\s+)?(\S.*)\Z")
_FITS = re.compile(r"fits\s*\Z")
_SHARE = re.compile(r"at\s+most\s+(\d+(?:\.\d+)?)\s*%\s+of\s+(\S+?)(?:\s+on\s+(\S.*))?\s*\Z")
_KINDS: dict[tuple[str, str | None], Kind] = {
    ("runs", None): "runs",
    ("runs", "some"): "some",
    ("runs", "no"): "never",
    ("never", None): "never",
    ("fits", None): "fits",
}
_WORD = re.compile(r"\S+\s*")


class Expectation(NamedTuple):
    """One expectation.

    text       as written
    daemonset  a name or namespace/name with `*`, `together`, or empty for every DaemonSet
    where      the nodes meant
    subject    what is counted (`desired`), or the resource of a share
    compare    how a count is compared, and with what (`number`); a share is at most `number` percent
    """

    text: str
    kind: Kind
    daemonset: str = ""
    where: Where = EVERYWHERE
    subject: str = ""
    compare: str = ""
    number: float = 0

    def means(self, daemonset: str) -> bool:
        """Whether a DaemonSet (`namespace/name`) is meant."""
        if self.daemonset in ("", TOGETHER):
            return True
        name = daemonset if "/" in self.daemonset else daemonset.rpartition("/")[2]
        return fnmatchcase(name, self.daemonset)


def parse_expectation(text: str) -> Expectation:
    """Read one expectation. Raises MisreadError with the column and what is accepted there."""
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
        where = parse_where(match[3], column + match.start(3))
        return Expectation(text, _KINDS.get((match[1], match[2]), _KINDS[match[1], None]), daemonset, where)
    if _FITS.match(rest):
        return Expectation(text, "fits", daemonset)
    if match := _SHARE.match(rest):
        _check_resource(match[2], column + match.start(2))
        where = parse_where(match[3], column + match.start(3)) if match[3] else EVERYWHERE
        return Expectation(text, "share", daemonset, where, match[2], "<=", float(match[1]))
    word = _WORD.match(rest)
    if daemonset or word is None:
        return None
    return _clause(text, column + word.end(), word[0].strip())


def _check_resource(name: str, column: int) -> None:
    """Resources without a domain are the kubelet's own; a misspelt one would be asked for by nobody."""
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
        return MisreadError(0, f"nothing is expected here; accepted: {examples}")
    for word in words[:2]:
        first = re.match(r"\w+", word[0])
        if first and first[0] in FORMS:
            place = margin + word.start() + len(word[0].rstrip())
            return MisreadError(place, f"write it like {FORMS[first[0]]!r}")
    place = margin + (words[1].start() if len(words) > 1 else len(text.strip()))
    return MisreadError(place, f"what is expected of {words[0][0].strip()}? accepted: {examples}")
