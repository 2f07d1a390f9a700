"""Findings for a text whose template expressions were not replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dslint.reader import templates
from dslint.reader.leftovers import Leftover, leftovers_in
from dslint.reader.objects import Manifest
from dslint.reader.stream import Stream
from dslint.values.finding import Finding, Skipped
from dslint.values.path import FieldPath
from dslint.values.problem import Problem, Related
from dslint.values.span import Span
from dslint.values.template import UNRENDERED, Template

NOT_RENDERED = "not-rendered"
_IN_COMMENTS = frozenset({"ytt", "ERB"})
"""Kinds of templates that YAML can read but that mean something else when rendered."""
_SHOWN = 5
_LONGEST = 60


def leftovers_of(manifest: Manifest) -> Sequence[Leftover]:
    """Return the expressions that are left in the values of a manifest.

    An image with `${NAME}` does not count: it has its own rule.
    """
    found = leftovers_in(manifest.data)
    return found if any(not one.variable or one.path[-1] != "image" for one in found) else ()


def follows_from(problem: Problem, leftovers: Sequence[Leftover]) -> bool:
    """Whether a problem is about a value that has not been filled in yet."""
    return any(_is_about(problem, leftover.path) for leftover in leftovers)


def _is_about(problem: Problem, path: FieldPath) -> bool:
    if problem.path[: len(path)] == path:
        return True
    return problem.rule == "selector-mismatch" and problem.path == path[:-1]


def left_in(manifest: Manifest, leftovers: Sequence[Leftover], file: str) -> Problem:
    """Return the single problem for all expressions that are left in a manifest."""
    first = leftovers[0]
    others = {leftover.path: leftover for leftover in leftovers if leftover.path != first.path}
    rendered = bool(manifest.document.origin) and not first.variable
    if rendered:
        message = f"`{first.text}` is left in what the chart rendered"
        result = "Nothing replaces it any more: the cluster uses it literally."
        write = "the value itself; only files below templates/ are rendered, values are not"
    else:
        message = f"this was not rendered: {_named(leftovers)}"
        result = "The result depends on values that are filled in later; dslint does not know them."
        write = _command(leftovers, file)
    return Problem(
        rule=NOT_RENDERED,
        path=first.path,
        message=message,
        result=result,
        write=write,
        severity="error",
        related=tuple(Related(path, f"{leftover.text} too") for path, leftover in others.items()),
    )


def skipped_values(manifest: Manifest, leftovers: Sequence[Leftover], file: str) -> Skipped:
    """Return the entry for a manifest with expressions that the user did not name."""
    line = manifest.document.span(manifest.node).line
    return Skipped(file, line, f"not rendered: {_named(leftovers)}", _command(leftovers, file))


def _named(leftovers: Sequence[Leftover]) -> str:
    variables = dict.fromkeys(leftover.variable for leftover in leftovers if leftover.variable)
    if variables:
        names = list(variables)
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return f"{'the variable' if len(names) == 1 else 'the variables'} {', '.join(names[:_SHOWN])}{more}"
    return f"`{leftovers[0].text}`"


def _command(leftovers: Sequence[Leftover], file: str) -> str:
    if leftovers[0].variable:
        simple = all(leftover.text == f"${{{leftover.variable}}}" for leftover in leftovers)
        program = "envsubst" if simple else "flux envsubst"
        return f"{program} < {file} | dslint lint -"
    return templates.render_command("Helm" if ".Values" in leftovers[0].text else "", file)


def unread_template(findings: Iterable[Finding], stream: Stream, file: str) -> list[Finding] | None:
    """Return one finding for a template that the user named, instead of one per line that is not YAML.

    None if the text is not a template, or if it can be read and judged.
    """
    template = templates.classify(stream.text, file)
    if template is None or not template.line:
        return None
    if stream.error is None and template.kind not in _IN_COMMENTS:
        return None
    unread = _template_finding(template, stream, file)
    return [*(finding for finding in findings if finding.source != "yaml"), unread]


def _template_finding(template: Template, stream: Stream, file: str) -> Finding:
    line = stream.text.split("\n", template.line)[template.line - 1].rstrip("\r")
    words = line.lstrip(" ")
    span = Span(template.line, len(line) - len(words) + 1, template.line, len(line) + 1)
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    what = f"a template of {template.kind}" if template.kind != UNRENDERED else "a template"
    return Finding(
        rule=NOT_RENDERED,
        severity="error",
        message=f"this is {what} that was not rendered: `{shown}`",
        file=file,
        span=span,
        field=None,
        source="yaml" if stream.error is not None else "policy",
        reason=None,
        object=None,
        result="kubectl does not render templates: it cannot read this, or uses it literally.",
        write=templates.render_command(template.kind, file),
    )
