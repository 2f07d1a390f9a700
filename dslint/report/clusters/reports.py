"""Merge the reports of many clusters: common findings appear once, the others name their clusters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dslint.linter.reports import merged
from dslint.planner.assumptions import NO_PODS
from dslint.planner.expectations.collect import RULE as EXPECTATION
from dslint.planner.whatif.consequences import Outcome
from dslint.report.clusters.view import Noticed, Shared
from dslint.report.findings.one_line import on_one_line
from dslint.report.plan.whatif_text import in_a_line
from dslint.values.finding import Finding, Report
from dslint.values.problem import SEVERITIES


class Joined(NamedTuple):
    """Every finding of every cluster, and a version for people: each place of a manifest once."""

    report: Report
    noticed: tuple[Noticed, ...]


def joined(reports: Sequence[tuple[str, Report]], version: str, elsewhere: Report) -> Joined:
    """Merge the reports of clusters (name, report); `elsewhere` is not about a cluster.

    Findings of the planner (source `policy`) appear once per cluster; an error in a manifest appears once.
    """
    together = merged([*(told_of(cluster, report) for cluster, report in reports), elsewhere], (version,))
    findings: dict[object, Finding] = {}
    for finding in together.findings:
        own = finding.source == "policy"
        findings.setdefault(finding if own else (finding.rule, finding.file, finding.span), finding)
    report = together._replace(
        findings=tuple(findings.values()), texts=tuple(dict(together.texts).items()), kubernetes=version
    )
    return Joined(report, noticed(reports, elsewhere))


def told_of(cluster: str, report: Report) -> Report:
    """Return the report of one cluster; findings of the planner start with the cluster's name."""
    findings = tuple(
        finding._replace(message=f"cluster {cluster}: {finding.message}")
        if finding.source == "policy"
        else finding
        for finding in report.findings
    )
    return report._replace(findings=findings)


def noticed(reports: Sequence[tuple[str, Report]], elsewhere: Report) -> tuple[Noticed, ...]:
    """Return the findings for people, the most severe and most widespread first."""
    found: dict[object, tuple[Finding, list[str]]] = {}
    for cluster, report in reports:
        for finding in on_one_line(report).findings:
            expected = finding.note if finding.rule == EXPECTATION else ""
            place = finding.rule, finding.file, finding.span, expected
            of_cluster = found.setdefault(place, (finding, []))[1]
            if finding.source == "policy" and cluster not in of_cluster[-1:]:
                of_cluster.append(cluster)
    lines = [Noticed(finding, tuple(clusters)) for finding, clusters in found.values()]
    lines += [Noticed(finding, ()) for finding in on_one_line(elsewhere).findings]
    return tuple(
        sorted(lines, key=lambda line: (SEVERITIES.index(line.finding.severity), -len(line.clusters)))
    )


def shared(told: Sequence[tuple[str, Sequence[str]]]) -> tuple[Shared, ...]:
    """Return the distinct sentences of clusters (name, sentences), those of most clusters first."""
    found: dict[str, list[str]] = {}
    for cluster, sentences in told:
        for words in dict.fromkeys(map(_here, sentences)):
            found.setdefault(words, []).append(cluster)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return tuple(Shared(words, tuple(clusters)) for words, clusters in ordered)


def shared_steps(done: Sequence[tuple[str, Sequence[Outcome]]]) -> tuple[Shared, ...]:
    """Return the effects of each what-if step in clusters (name, effects), step by step."""
    names = [name for name, _ in done]
    steps = zip(*(outcomes for _, outcomes in done), strict=True)
    return tuple(
        sentence
        for outcomes in steps
        for sentence in shared(
            [(name, (in_a_line(outcome),)) for name, outcome in zip(names, outcomes, strict=True)]
        )
    )


def _here(words: str) -> str:
    """Replace the hint at --pods, which is for one cluster."""
    return f"{NO_PODS} (pods beside the nodes count)" if words.startswith(NO_PODS) else words
