"""All that is said of DaemonSets above their pods: `said/*.txt` hold fragments, each with every complaint.

A block names what the fragment is part of and, unless it is the newest, the version; then comes the
fragment, then, indented, what is said. `DSLINT_UPDATE_GOLDEN=1` rewrites what is said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dslint.kubernetes.update import judge_update
from dslint.kubernetes.validation import judge
from dslint.kubernetes.validation.rule_ids import RULE_IDS
from dslint.reader.stream import read_stream
from dslint.values.problem import Problem
from tests import golden
from tests.kubernetes.validation.pods import daemonset, said

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
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    golden.check("\n\n".join(map(judged, blocks)) + "\n", path)


def judged(block: str) -> str:
    """A block with what is said now."""
    title, *lines = block.split("\n")
    fragment = "\n".join(line for line in lines if not line.startswith(" "))
    kind, _, version = title.strip("[]").partition(" in ")
    found = problems(kind, read_stream(fragment).documents[0].data, version or "1.37")
    assert {problem.rule for problem in found} <= RULE_IDS.keys()
    return f"{title}\n{fragment}\n{said(found)}"


def problems(kind: str, fragment: Data, version: str) -> tuple[Problem, ...]:
    """What is said of a fragment, or of an update that has its two sides under `old` and `new`."""
    if kind.startswith("update of "):
        build = KINDS[kind.removeprefix("update of ")]
        return judge_update(build(fragment["old"]), build(fragment["new"]), version).problems
    return judge(KINDS[kind](fragment), version).problems


def test_there_is_something_to_compare() -> None:
    assert len(FILES) > 5
