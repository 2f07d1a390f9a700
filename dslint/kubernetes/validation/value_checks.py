"""The parts of a table of fields: checks of one value, and the check of an object.

A table names a Kubernetes type, the rule of its faults, and a check for each field that the server checks on
its own. Rules that need a second field are functions in the other modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dslint.kubernetes.spelling import nearest
from dslint.kubernetes.validation.problem_constructors import Constructor, invalid, not_supported, required
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Change, Problem
from dslint.values.typed import Any, NamedTuple
from dslint.values.words import either

SHOWN = 60
"""The maximum length of a value in a message."""
MODE_LIMIT = 0o777


class Fault(NamedTuple):
    """The error in one value: `says` completes "`field: value` …".

    `meant` is the value to write instead, if it is known; `sure` if it is not a guess.
    """

    build: Constructor
    says: str
    meant: str = ""
    sure: bool = False


Check = Callable[[Any], Fault | None]
"""value -> the fault, or None. A check is only called for existing values."""


class Needed(NamedTuple):
    """A required field, which must not be empty; `check` judges its value."""

    check: Check | None
    write: str


class Table(NamedTuple):
    """The fields of one type that are checked on their own."""

    rule: str
    needed: Mapping[str, str]
    checks: Mapping[str, Check]


def table(rule: str, **fields: Check | Needed) -> Table:
    """Build a table: a field is a check, or `needed(check)`."""
    return Table(
        rule,
        {name: field.write for name, field in fields.items() if isinstance(field, Needed)},
        {
            name: check
            for name, field in fields.items()
            if (check := field.check if isinstance(field, Needed) else field) is not None
        },
    )


def needed(check: Check | None = None, write: str = "") -> Needed:
    """Require a field that must not be empty (or 0); `write` says how to write it."""
    return Needed(optional(check) if check else None, write)


def one_of(*values: str) -> Check:
    """Accept one of these words, in this spelling."""
    allowed = frozenset(values)

    def check(value: Any) -> Fault | None:
        return None if value in allowed else _unknown(str(value), values)

    return check


def _unknown(value: str, known: Sequence[str]) -> Fault:
    meant = nearest(value, known)
    return Fault(not_supported, f"is not a known value; it must be {either(known)}", meant, sure=bool(meant))


def word(*values: str) -> Check:
    """Like `one_of`, for fields where the server treats an empty string as missing."""
    known = one_of(*values)

    def check(value: Any) -> Fault | None:
        if value:
            return known(value)
        return Fault(required, f"is empty; it must be {either(values)}")

    return check


def between(low: int, high: int) -> Check:
    """Accept an integer in this range, both ends included."""

    def check(value: Any) -> Fault | None:
        if low <= value <= high:
            return None
        return Fault(invalid, f"is out of range: it must be between {low} and {high}")

    return check


def at_least(low: int) -> Check:
    """Accept an integer that is not below this one."""

    def check(value: Any) -> Fault | None:
        return None if value >= low else Fault(invalid, f"is too small: it must be at least {low}")

    return check


def spelt(judge: Callable[[str], str]) -> Check:
    """Accept a text in a format of `kubernetes.names`."""

    def check(value: Any) -> Fault | None:
        fault = judge(value)
        return Fault(invalid, fault, respelt(value, judge)) if fault else None

    return check


def respelt(value: str, judge: Callable[[str], str]) -> str:
    """Return a name without its capitals, spaces or underscores, if that makes it valid."""
    meant = value.strip().lower().replace("_", "-").replace(" ", "-").strip("-")
    return meant if meant and not judge(meant) else ""


def optional(check: Check) -> Check:
    """Return the check for a field where empty (or 0) counts as missing."""

    def checked(value: Any) -> Fault | None:
        return check(value) if value else None

    return checked


def file_mode(value: Any) -> Fault | None:
    """Check the mode of a file. People write it in octal; `644` without a leading zero is another number."""
    if 0 <= value <= MODE_LIMIT:
        return None
    meant = str(value)
    octal = meant.isdecimal() and set(meant) <= set("01234567") and int(meant, 8) <= MODE_LIMIT
    says = "is out of range: it must be between 0 and 0777 (octal; 511 in decimal)"
    return Fault(invalid, says, f"0{meant}" if octal else "")


_LOWER_SECURITY = frozenset({"Unconfined", "Unmasked"})
"""Values that remove protection: a safe fix must not let a rejected manifest run with them."""


def check_fields(
    data: Mapping[str, Any], fields: Table, path: FieldPath, *, server: FieldPath | None = None
) -> Iterator[Problem]:
    """Judge one object by its table. `server` is the API server's name of `path`, if it differs."""
    for name, write in fields.needed.items():
        if not data.get(name):
            yield missing(fields.rule, data, (*path, name), write, server=server)
    for name, value in data.items():
        check = fields.checks.get(name)
        if check is not None:
            fault = check(value)
            if fault is not None:
                yield faulty(fields.rule, (*path, name), value, fault, server=server)


def missing(
    rule: str, data: Mapping[str, Any], path: FieldPath, write: str = "", *, server: FieldPath | None = None
) -> Problem:
    """Report a required field that is missing or empty."""
    name = path[-1]
    return required(
        rule,
        path,
        f"`{name}` is empty" if name in data else f"`{name}` is missing",
        write=write,
        field=_server_field(server, name),
    )


def faulty(
    rule: str, path: FieldPath, value: object, fault: Fault, *, server: FieldPath | None = None
) -> Problem:
    """Return the problem for a value with a fault."""
    name = next(str(step) for step in reversed(path) if isinstance(step, str))
    return fault.build(
        rule,
        path,
        f"`{name}: {shown(value)}` {fault.says}",
        write=f"{name}: {fault.meant}" if fault.meant else "",
        field=_server_field(server, path[-1]),
        changes=(Change("replace", path, fault.meant),) if fault.sure else (),
        safe=fault.meant.lower() == str(value).lower() and fault.meant not in _LOWER_SECURITY,
    )


def unknown_word(
    rule: str,
    path: FieldPath,
    value: str,
    known: Sequence[str],
    *,
    build: Constructor = not_supported,
    field: str | None = None,
) -> Problem:
    """Report a word outside a fixed list, for lists that no table can hold: see `one_of`."""
    return faulty(rule, path, value, _unknown(value, known)._replace(build=build))._replace(field=field)


def _server_field(server: FieldPath | None, name: str | int) -> str | None:
    return None if server is None else field_text((*server, name))


def shown(value: object) -> str:
    """Return a value as people write it in YAML, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    text = '""' if value == "" else str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
