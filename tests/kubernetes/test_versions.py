"""How versions and ranges are written, and what is meant by one that is not known."""

from __future__ import annotations

import pytest

from dslint.kubernetes.versions import (
    KNOWN,
    NEWEST,
    UnknownVersion,
    asked_for,
    nearest_known,
    parse_range,
    spans_text,
)

RANGE = f"dslint knows {KNOWN[0]} to {NEWEST}"


@pytest.mark.parametrize(
    "text,first,last",
    [
        ("1.36", "1.36", "1.36"),
        ("v1.34.4-eks-ab12", "1.34", "1.34"),
        ("1.30..1.33", "1.30", "1.33"),
        ("1.32..", "1.32", NEWEST),
        ("..1.33", KNOWN[0], "1.33"),
        ("..", KNOWN[0], NEWEST),
        ("nearest:1.27", "1.28", "1.28"),
        ("nearest:1.99", NEWEST, NEWEST),
        ("nearest:1.20..1.30", "1.28", "1.30"),
        ("nearest:1.36", "1.36", "1.36"),
        ("nearest:1.10..1.12", "1.28", "1.28"),
    ],
)
def test_a_range_is_its_known_versions(text: str, first: str, last: str) -> None:
    versions = parse_range(text)
    assert (versions[0], versions[-1]) == (first, last)
    assert versions == KNOWN[KNOWN.index(first) : KNOWN.index(last) + 1]


@pytest.mark.parametrize(
    "text,said",
    [
        ("1.27", f"Kubernetes 1.27 is not known; {RANGE} (nearest:1.27 means the nearest)"),
        ("1.20..1.30", f"Kubernetes 1.20 is not known; {RANGE} (nearest:1.20..1.30 means"),
        ("1.36..1.30", "the range '1.36..1.30' is reversed; write 1.30..1.36"),
        ("nearest:new", f"'new' is not a Kubernetes version; write one like {NEWEST}"),
        ("", "'' is not a Kubernetes version"),
    ],
)
def test_what_is_not_known_is_said(text: str, said: str) -> None:
    with pytest.raises(UnknownVersion) as raised:
        parse_range(text)
    assert str(raised.value).startswith(said)


def test_what_nobody_typed_is_taken_as_the_nearest() -> None:
    asked = asked_for("v1.91.0", typed=False)
    assert asked.versions == (NEWEST,)
    assert asked.note == f"Kubernetes 1.91 is unknown; checked against {NEWEST}, the nearest known"
    both = asked_for("1.20..1.99", typed=False)
    assert both.versions == KNOWN
    checked = f"checked against {KNOWN[0]}..{NEWEST}, the nearest known"
    assert both.note == f"Kubernetes 1.20 and 1.99 are unknown; {checked}"
    assert asked_for("1.36", typed=False).note == ""


@pytest.mark.parametrize(
    "version,nearest",
    [("1.3", "1.28"), ("0.9", "1.28"), ("1.31", "1.31"), ("1.91", NEWEST), ("2.0", NEWEST)],
)
def test_the_nearest_is_at_the_end_where_it_is_missing(version: str, nearest: str) -> None:
    assert nearest_known(version) == nearest


@pytest.mark.parametrize(
    "versions,text",
    [
        (("1.30",), "1.30"),
        (("1.28", "1.29"), "1.28 to 1.29"),
        (("1.28", "1.29", "1.30", "1.32", "1.34", "1.35"), "1.28 to 1.30, 1.32, 1.34 to 1.35"),
        ((), ""),
    ],
)
def test_versions_are_said_in_few_words(versions: tuple[str, ...], text: str) -> None:
    assert spans_text(versions) == text
