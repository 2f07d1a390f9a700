"""`lint --nodes`: check the linted DaemonSets against an inventory, with the same rules as `plan`."""

from __future__ import annotations

from collections.abc import Callable

from dslint.cli.lint_call import LintCall
from dslint.linter.findings import place_order
from dslint.linter.options import Options
from dslint.linter.problem_reports import report_of_given
from dslint.planner.inventory.contents import Contents
from dslint.planner.inventory.contents_yaml import contents_of
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.plan import plan_objects
from dslint.planner.problems import plan_problems
from dslint.reader.patches import why_not_whole
from dslint.reader.stream import Build, read_stream
from dslint.values.finding import Report
from dslint.values.globs import chosen


def with_nodes(
    report: Report,
    texts: tuple[tuple[str, bytes], ...],
    call: LintCall,
    inventory: Inventory,
    options_of: Callable[[str], Options],
    build: Build | None = None,
) -> Report:
    """The report, with what the nodes add to it. `texts` are (name, content) of files with DaemonSets.

    `build` reads a chunk of YAML, as in `read_stream`.
    """
    contents = Contents()
    for name, content in texts:
        contents += contents_of(name, read_stream(content, go_on=True, build=build).documents, compact=False)
    objects = tuple(
        sourced
        for sourced in contents.objects
        if sourced.manifest.name.kind != "DaemonSet"
        or (
            why_not_whole(sourced.manifest.data) is None
            and (not call.only or chosen(sourced.manifest.name.key, call.only))
        )
    )
    versions = options_of("").versions
    planned = plan_objects(objects, inventory, (), versions[-1])
    found = report_of_given(
        plan_problems(planned), options_of, versions, files=0, daemonsets=len(planned.workloads)
    )
    sharper = {(finding.rule, finding.file, finding.object) for finding in found.findings}
    kept = [each for each in report.findings if (each.rule, each.file, each.object) not in sharper]
    return report._replace(
        findings=tuple(sorted((*kept, *found.findings), key=place_order)),
        suppressed=(*report.suppressed, *found.suppressed),
        texts=tuple(sorted({**dict(found.texts), **dict(report.texts)}.items())),
        used=report.used | found.used,
    )
