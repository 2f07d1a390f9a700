"""Many node names in few words."""

from __future__ import annotations

import pytest

from dslint.planner.node_names import all_names, brief, shortened, some

NUMBERS = (7, 1, 5, 3, 9, 2, 8)
LONG = [f"ip-10-0-0-{number}-of-the-eu-west-1-compute-region" for number in NUMBERS]
CLOUD = [f"ip-10-0-{number}.eu-west-1.compute.internal" for number in NUMBERS]


@pytest.mark.parametrize(
    "names, text",
    [
        (["a", "b-1", "b-2", "b-3"], "a, b-1..3"),
        (["a", "c", "e", "g", "i-1", "i-2"], "a, c, e, g and 2 more"),
        (["n-09", "n-10"], "n-09, n-10"),
        (["w-1", "w-2", "w-3", "w-4", "a", "c", "e", "g", "i"], "w-1..4, a, c, e and 2 more"),
        (
            [f"n-{10**17 + 1}", f"n-{10**17 + 2}", "a", "c", "e", "g", "i"],
            "n-100000000000000001..100000000000000002, a, c, e and 2 more",
        ),
    ],
)
def test_the_first_ranges_and_how_many_are_left_out(names: list[str], text: str) -> None:
    assert some(names) == text


def test_no_more_names_than_fit_a_line_but_one_at_least() -> None:
    assert brief(LONG) == f"{LONG[0]} and 6 more"
    assert brief(LONG, 30) == f"{LONG[0]} and 6 more"
    assert brief(LONG, 110) == f"{LONG[0]}, {LONG[1]} and 5 more"
    assert brief(["a", "c", "e", "g", "i"]) == "a, c, e, g, i"
    assert brief(["aa", "cc", "ee", "gg", "ii", "kk", "mm"], 30) == "aa, cc, ee, gg, ii and 2 more"


def test_the_domain_that_all_names_share_is_said_once() -> None:
    assert some(CLOUD, 2) == "ip-10-0-7, ip-10-0-1 and 5 more (*.eu-west-1.compute.internal)"
    assert brief(CLOUD, 60) == "ip-10-0-7 and 6 more (*.eu-west-1.compute.internal)"
    assert all_names(CLOUD, 7) == (
        "ip-10-0-7, ip-10-0-1, ip-10-0-5, ip-10-0-3, ip-10-0-9, ip-10-0-2, ip-10-0-8 "
        "(*.eu-west-1.compute.internal)"
    )
    assert all_names(CLOUD, 6) == ""
    assert (
        all_names([f"w{number}.lan.example.com" for number in range(20)], 1) == "w0..19 (*.lan.example.com)"
    )


@pytest.mark.parametrize(
    "names, short, domain",
    [
        (["a.x.example.com", "b.y.example.com"], ["a.x", "b.y"], ".example.com"),
        (["a.x.z.example.com", "b.y.z.example.com"], ["a.x", "b.y"], ".z.example.com"),
        (["host.x.z.example.com", "other.y.z.example.com"], ["host.x", "other.y"], ".z.example.com"),
        (CLOUD[:1], CLOUD[:1], ""),
        (["m5.large", "c5.large"], ["m5.large", "c5.large"], ""),
        (["10.0.0.1", "11.0.0.1"], ["10.0.0.1", "11.0.0.1"], ""),
        (["a.example.com", "b"], ["a.example.com", "b"], ""),
        ([".example.com", "b.example.com"], [".example.com", "b.example.com"], ""),
        ([], [], ""),
    ],
)
def test_a_domain_has_two_labels_and_all_share_it(names: list[str], short: list[str], domain: str) -> None:
    assert shortened(names) == (short, domain)
