"""All that is said of DaemonSets above their pods: `said/*.txt` hold fragments with every complaint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dslint.kubernetes.update import judge_update
from dslint.kubernetes.validation import judge
from dslint.reader.stream import read_stream
from dslint.values.problem import Problem
from tests.kubernetes.said import check
from tests.kubernetes.validation.pods import daemonset

FILES = sorted((Path(__file__).parent / "said").glob("*.txt"))
Data = dict[str, Any]


def with_metadata(fragment: Data) -> Data:
    return {**daemonset("{}"), "metadata": {"name": "agent", **fragment}}


def with_spec(fragment: Data) -> Data:
    whole = daemonset("{}")
    return {**whole, "spec": {**whole["spec"], **fragment}}


def with_template_metadata(fragment: Data) -> Data:
    whole = daemonset("{}")
    metadata = {**whole["spec"]["template"]["metadata"], **fragment}
    return with_spec({"template": {"metadata": metadata, "spec": whole["spec"]["template"]["spec"]}})


def with_pod(fragment: Data) -> Data:
    whole = daemonset("{}")
    pod = {**whole["spec"]["template"]["spec"], **fragment}
    return with_spec({"template": {"metadata": whole["spec"]["template"]["metadata"], "spec": pod}})


KINDS: dict[str, Callable[[Data], Data]] = {
    "manifest": lambda fragment: fragment,
    "head": lambda fragment: {**daemonset("{}"), **fragment},
    "metadata": with_metadata,
    "spec": with_spec,
    "template metadata": with_template_metadata,
    "pod": with_pod,
}
"""What a fragment is part of; everything around it is without fault."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_complaint_is_the_expected_one(path: Path) -> None:
    check(path, judged)


def judged(kind: str, fragment: str, version: str) -> tuple[Problem, ...]:
    """What is said of a fragment, or of an update that has its two sides under `old` and `new`."""
    data = read_stream(fragment).documents[0].data
    if kind.startswith("update of "):
        build = KINDS[kind.removeprefix("update of ")]
        return judge_update(build(data["old"]), build(data["new"]), version).problems
    return judge(KINDS[kind](data), version).problems


def test_there_is_something_to_compare() -> None:
    assert len(FILES) > 5
