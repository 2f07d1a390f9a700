"""The findings of a plan, put together from all that has something to say."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.cli.inputs.inventories import Inputs
from dslint.cli.plan.options_to_values import Version
from dslint.linter.problem_reports import Given, plan_report
from dslint.linter.selection import Selection
from dslint.planner.expectations.collect import Written, unmet
from dslint.planner.plan import Planned
from dslint.planner.problems import plan_problems
from dslint.values.finding import Report


def report_of_plan(
    planned: Planned, inputs: Inputs, expected: Sequence[Written], selection: Selection, version: Version
) -> Report:
    """What the planner has to say, what is not as expected, and what the server refuses."""
    given = [Given(told.problem, told.sourced.manifest, told.sourced.file) for told in plan_problems(planned)]
    given += [
        Given(failure.problem, failure.manifest, failure.file, failure.span)
        for failure in unmet(planned, expected)
    ]
    report = plan_report(given, inputs.texts, selection, version.known)
    return report._replace(files=inputs.files, daemonsets=len(planned.workloads))
