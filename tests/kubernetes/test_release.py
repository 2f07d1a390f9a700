"""Versions that answer together answer as each would alone, and few of them have to be asked."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from dslint.kubernetes.releases.changes import CHANGES, holds
from dslint.kubernetes.releases.release import Fact, Release, alike, varying_fields
from dslint.kubernetes.update import judge_update, judge_update_each
from dslint.kubernetes.validation import judge, judge_each
from dslint.kubernetes.versions import KNOWN, minor_number
from dslint.linter.engine import daemonsets_of
from dslint.reader.stream import read_stream
from dslint.values.problem import Problem
from tests.conformance.vectors import cases

Said = set[tuple[Any, ...]]


def said(problems: tuple[Problem, ...]) -> Said:
    """What the server says, without dslint's own words, which are those of the newest version asked."""
    return {(problem.source, problem.reason, problem.path, problem.field) for problem in problems}


def data_of(text: str) -> dict[str, Any]:
    return daemonsets_of(read_stream(text))[0].data


@pytest.mark.parametrize(
    "case", list(islice(cases("validation-steps.jsonl.gz"), 0, None, 17)), ids=lambda case: case["id"]
)
def test_together_is_as_alone(case: dict[str, Any]) -> None:
    data = data_of(case["yaml"])
    together = {version: judgement for versions, judgement in judge_each(data, KNOWN) for version in versions}
    assert tuple(sorted(together, key=minor_number)) == KNOWN
    for version in KNOWN:
        assert said(together[version].problems) == said(judge(data, version).problems), version
        assert together[version].manifest == judge(data, version).manifest, version


@pytest.mark.parametrize(
    "case", list(islice(cases("update-steps.jsonl.gz"), 0, None, 29)), ids=lambda case: case["id"]
)
def test_updates_together_are_as_alone(case: dict[str, Any]) -> None:
    old, new = data_of(case["old"]), data_of(case["yaml"])
    for versions, judgement in judge_update_each(old, new, KNOWN):
        for version in versions:
            alone = judge_update(old, new, version)
            assert said(judgement.problems) == said(alone.problems), version
            assert judgement.template_changed == alone.template_changed, version


def test_a_plain_manifest_is_judged_once_for_all_versions() -> None:
    manifest = {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": "a"},
        "spec": {
            "selector": {"matchLabels": {"a": "b"}},
            "template": {
                "metadata": {"labels": {"a": "b"}},
                "spec": {
                    "containers": [
                        {
                            "name": "c",
                            "image": "i:1",
                            "env": [{"name": "A", "value": "b"}],
                            "ports": [{"containerPort": 80}],
                        }
                    ],
                    "dnsConfig": {"searches": ["a.b"], "nameservers": ["10.0.0.1"]},
                    "volumes": [
                        {"name": "v", "configMap": {"name": "c", "items": [{"key": "a", "path": "a"}]}}
                    ],
                },
            },
        },
    }
    assert [versions for versions, _ in judge_each(manifest, KNOWN)] == [KNOWN]


def test_a_field_that_comes_and_goes_parts_the_versions() -> None:
    assert "workloadRef" in varying_fields("PodSpec", KNOWN)
    assert "containers" not in varying_fields("PodSpec", KNOWN)
    assert varying_fields("PodSpec", ("1.37",)) == frozenset()
    fact = Fact("field", "workloadRef", "PodSpec")
    assert alike([fact], "1.37", "1.28")
    assert not alike([fact], "1.37", "1.35")


def test_what_was_asked_is_remembered() -> None:
    release = Release("1.36")
    assert release.gate("StrictIPCIDRValidation")
    assert not release.holds("owners are named with their index")
    assert release.asked == {
        Fact("gate", "StrictIPCIDRValidation"),
        Fact("change", "owners are named with their index"),
    }


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_holds_for_some_known_versions_and_not_for_all(change: str) -> None:
    answers = {holds(change, minor_number(version)) for version in KNOWN}
    assert answers == {True, False}
