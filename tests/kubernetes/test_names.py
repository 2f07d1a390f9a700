"""Formats of names, at their edges."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dslint.kubernetes.formats import names


@pytest.mark.parametrize(
    "judge,good",
    [
        (names.dns_label, "a"),
        (names.dns_label, "0-9"),
        (names.dns_label, "a" * 63),
        (names.dns_subdomain, "a.b-c.d"),
        (names.dns_subdomain, "a" * 253),
        (names.qualified_name, "app"),
        (names.qualified_name, "example.com/App_1.x"),
        (names.qualified_name, "a" * 200 + ".b/" + "c" * 63),
        (names.label_value, ""),
        (names.label_value, "A_b.c-1"),
        (names.port_name, "http-2"),
        (names.port_name, "a" * 15),
        (names.config_map_key, ".bashrc"),
        (names.config_map_key, "A_b-c.d"),
        (names.env_name, "MY VAR!"),
        (names.header_name, "X-Header"),
        (names.percentage, "0%"),
        (names.percentage, "1000%"),
    ],
)
def test_good(judge: Callable[[str], str], good: str) -> None:
    assert judge(good) == ""


@pytest.mark.parametrize(
    "judge,bad,says",
    [
        (names.dns_label, "", "lower-case"),
        (names.dns_label, "a.b", "lower-case"),
        (names.dns_label, "-a", "begin and end"),
        (names.dns_label, "a\n", "lower-case"),
        (names.dns_label, "a" * 64, "at most 63"),
        (names.dns_subdomain, "a..b", "each part"),
        (names.dns_subdomain, "A", "lower-case"),
        (names.dns_subdomain, "a" * 254, "at most 253"),
        (names.qualified_name, "a/b/c", "at most one '/'"),
        (names.qualified_name, "/a", "before the '/'"),
        (names.qualified_name, "a/", "after the '/'"),
        (names.qualified_name, "A/a", "invalid prefix"),
        (names.qualified_name, "", "not be empty"),
        (names.qualified_name, "ä", "letters, digits"),
        (names.qualified_name, "a" * 64, "at most 63"),
        (names.label_value, "a b", "letters, digits"),
        (names.label_value, "ä" * 32, "at most 63"),
        (names.port_name, "80", "at least one letter"),
        (names.port_name, "a--b", "two '-'"),
        (names.port_name, "-a", "begin or end"),
        (names.port_name, "HTTP", "lower-case"),
        (names.port_name, "a" * 16, "at most 15"),
        (names.config_map_key, ".", "not be '.'"),
        (names.config_map_key, "..a", "begin with '..'"),
        (names.config_map_key, "a/b", "letters, digits"),
        (names.env_name, "", "at least one"),
        (names.env_name, "A=B", "other than '='"),
        (names.env_name, "ä", "printable ASCII"),
        (names.header_name, "X_Header", "letters, digits"),
        (names.percentage, "50", "percentage such as"),
        (names.percentage, "-1%", "percentage such as"),
        (names.percentage, "1.5%", "percentage such as"),
    ],
)
def test_bad(judge: Callable[[str], str], bad: str, says: str) -> None:
    assert says in judge(bad)


def test_port_numbers_end_where_tcp_does() -> None:
    assert [names.port_number(port) == "" for port in (0, 1, 65535, 65536)] == [False, True, True, False]


@pytest.mark.parametrize("prefix,judged", [("agent-", "agena"), ("A-", "a"), ("-", "-"), ("agent", "agent")])
def test_the_end_of_a_prefix_is_masked_with_the_letter_before_it(prefix: str, judged: str) -> None:
    assert names.prefix_of_name(prefix) == judged
