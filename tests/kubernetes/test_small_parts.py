"""Times, images, spelling, label selectors: small functions with sharp edges."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dslint.kubernetes.formats.images import pull_policy, tag_of
from dslint.kubernetes.formats.timestamps import is_timestamp
from dslint.kubernetes.labels import matches
from dslint.kubernetes.spelling import distance, nearest
from dslint.kubernetes.yaml_text import yaml_text
from dslint.reader.stream import read_stream

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    "text",
    [
        "2006-01-02T15:04:05Z",
        "2006-01-02T15:04:05.123456789+01:00",
        "2006-01-02T15:04:05,5-00:30",
        "2006-01-02T3:04:05Z",
        "2024-02-29T00:00:00Z",
        "2006-01-02T15:04:05+24:60",
    ],
)
def test_times_that_go_reads(text: str) -> None:
    assert is_timestamp(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2006-13-02T15:04:05Z",
        "2006-01-00T15:04:05Z",
        "2006-01-02T24:00:00Z",
        "2006-01-02T15:04:60Z",
        "2006-01-02T15:04:05.Z",
        "2006-01-02T15:04:05+25:00",
        "2006-01-02 15:04:05Z",
        "2006-01-02",
        "",
    ],
)
def test_texts_that_go_takes_for_no_time(text: str) -> None:
    assert not is_timestamp(text)


@pytest.mark.parametrize(
    "image,tag",
    [
        ("nginx", "latest"),
        ("nginx:1.25", "1.25"),
        ("registry:5000/team/nginx", "latest"),
        ("registry:5000/team/nginx:v1", "v1"),
        ("localhost/nginx", "latest"),
        ("[::1]:5000/nginx:v2", "v2"),
        (f"nginx@{DIGEST}", ""),
        (f"nginx:latest@{DIGEST}", "latest"),
        ("nginx:latest@sha256:" + "a" * 32, ""),
        ("a" * 64, ""),
        ("NGINX", ""),
        ("nginx:", ""),
        ("", ""),
        ("Registry/nginx:v1", "v1"),
        ("a//b", ""),
    ],
)
def test_the_tag_of_an_image(image: str, tag: str) -> None:
    assert tag_of(image) == tag


def test_only_latest_is_pulled_always() -> None:
    images = ("nginx", "nginx:latest", "nginx:1.25", f"nginx@{DIGEST}", "No Image")
    assert [pull_policy(image) for image in images] == [
        "Always",
        "Always",
        "IfNotPresent",
        "IfNotPresent",
        "IfNotPresent",
    ]


@pytest.mark.parametrize(
    "name,meant",
    [
        ("hostnetwork", "hostNetwork"),
        ("hostNetwrok", "hostNetwork"),
        ("hostPIC", ""),
        ("tolerations", "tolerations"),
        ("tolleration", "tolerations"),
        ("zebra", ""),
    ],
)
def test_the_name_that_was_meant(name: str, meant: str) -> None:
    assert nearest(name, ["hostNetwork", "hostPID", "hostIPC", "tolerations"]) == meant


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_spelling_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) is (one == other)
    assert distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize("one,other", [("abcd", "abdc"), ("abc", "ab"), ("abc", "xbc"), ("ab", "ba")])
def test_one_slip_is_one_step(one: str, other: str) -> None:
    assert distance(one, other) == 1


@pytest.mark.parametrize(
    "selector",
    [
        {},
        {"matchLabels": {"app": "a"}},
        {"matchExpressions": [{"key": "app", "operator": "In", "values": ["a", "b"]}]},
        {"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["a"]}]},
        {"matchExpressions": [{"key": "app", "operator": "Exists"}]},
        {"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]},
    ],
)
def test_a_selector_picks_what_satisfies_all_of_it(selector: dict[str, Any]) -> None:
    assert matches(selector, {"app": "a"})


@pytest.mark.parametrize(
    "selector",
    [
        {"matchLabels": {"app": "a", "tier": "x"}},
        {"matchLabels": {"app": ""}},
        {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["a"]}]},
        {"matchExpressions": [{"key": "tier", "operator": "In", "values": ["a"]}]},
        {"matchExpressions": [{"key": "tier", "operator": "Exists"}]},
        {"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]},
        {"matchExpressions": [{"key": "app", "operator": "Gt", "values": ["0"]}]},
    ],
)
def test_a_selector_leaves_out_what_breaks_any_of_it(selector: dict[str, Any]) -> None:
    assert not matches(selector, {"app": "a"})


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))
@example("a\nb")
@example("it's\n\n x ")
@example("\x85\u2028\ufeff\x00\U000e0001")
def test_a_text_written_as_yaml_reads_as_itself(text: str) -> None:
    read = read_stream(f"a: {yaml_text(text)}\n").documents[0].data
    assert read == {"a": text}
