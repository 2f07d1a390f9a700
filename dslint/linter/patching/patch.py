"""Judge patches for DaemonSets: their own errors, and the entries of the base that they remove."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.checks.placement.tolerations import kernel
from dslint.kubernetes.access import mapping, text
from dslint.kubernetes.requirement_text import toleration_text
from dslint.kubernetes.strategic_merge import ReplacedList, replaced_lists
from dslint.kubernetes.taints import Toleration
from dslint.kubernetes.validation.patch import judge_patch
from dslint.kubernetes.versions import in_order
from dslint.linter.findings import finding_of
from dslint.linter.options import Beneath, Options
from dslint.reader.locate import locate
from dslint.reader.objects import Manifest
from dslint.reader.patches import without_directives
from dslint.values.finding import Finding, RelatedPlace
from dslint.values.problem import Problem
from dslint.values.typed import Any
from dslint.values.words import listed

RULE = "patch-replaces-list"
_PLACED_BY = frozenset({"tolerations", "nodeSelectorTerms", "envFrom"})
"""Lists that people extend; others are reported only with a known base."""


def lint_patch(manifest: Manifest, file: str, options: Options) -> Iterator[Finding]:
    """Return the errors of a patch that are independent of its base, and the lists that it replaces."""
    versions_of: dict[Problem, tuple[str, ...]] = {}
    data = without_directives(manifest.data)
    for version in options.versions:
        for problem in judge_patch(data, version):
            versions_of[problem] = (*versions_of.get(problem, ()), version)
    for problem, versions in versions_of.items():
        yield finding_of(problem, manifest, file, in_order(versions))
    bases = [base for base in options.beneath if base.manifest.name.name == manifest.name.name]
    if len(bases) > 1:
        return  # several variants: the intended one is unknown
    if not bases:
        for found in replaced_lists(manifest.data, None):
            if found.path[-1] in _PLACED_BY:
                problem = _problem(found, "replaces the list of the manifest it is merged into")
                yield finding_of(problem, manifest, file, options.versions)
        return
    for found in replaced_lists(manifest.data, bases[0].manifest.data):
        lost = _lost(found, manifest)
        if lost:
            place = _place_in(bases[0], found)
            what = f"replaces the list of the base ({place.file}:{_line(place)}), which loses {listed(lost)}"
            problem = _problem(found, what)._replace(severity="warning")
            yield finding_of(problem, manifest, file, options.versions)._replace(related=(place,))


def _problem(found: ReplacedList, what: str) -> Problem:
    name = str(found.path[-1])
    write = f"every entry of `{name}` that you need, also those of the base"
    if name == "tolerations":
        write += "; or a JSON patch with `op: add` and `path: /spec/template/spec/tolerations/-`"
    return Problem(
        rule=RULE,
        path=found.path,
        message=f"`{name}` {what}",
        anchor="key",
        result="Kubernetes does not merge this list: the pods get only the entries of the patch.",
        write=write,
        severity="info",
    )


def _lost(found: ReplacedList, manifest: Manifest) -> list[str]:
    """Return the lost entries in short, without tolerations that a broader one replaces."""
    if found.path[-1] != "tolerations":
        return [_in_short(entry) for entry in found.lost]
    node = manifest.node.at(found.path)
    kept = {kernel(toleration) for toleration in map(mapping, node.data if node is not None else ())}
    lost = (toleration for toleration in map(mapping, found.lost))
    return [toleration_text(toleration) for toleration in lost if kept.isdisjoint(_broader(toleration))]


def _broader(toleration: Toleration) -> set[tuple[str, str, str, str]]:
    """Return the texts of tolerations that cover one."""
    key, operator, value, effect = kernel(toleration)
    effects = (effect, "")
    same = {(key, operator, value, each) for each in effects}
    return same | {(covered, "Exists", "", each) for covered in (key, "") for each in effects}


def _place_in(base: Beneath, found: ReplacedList) -> RelatedPlace:
    document, node = base.manifest.document, base.manifest.node
    return RelatedPlace(base.file, locate(document, node, found.base, "key"), "the list that is replaced")


def _line(place: RelatedPlace) -> int:
    return place.span.line if place.span is not None else 1


def _in_short(entry: Any) -> str:
    """Return a short text that identifies a list entry: `configMapRef agent`."""
    if not isinstance(entry, dict):
        return str(entry)
    for key in ("key", "name", "ip"):
        if text(entry, key):
            return text(entry, key)
    kind = str(next(iter(entry), "{}"))
    return " ".join(filter(None, (kind, text(entry, kind, "name"))))
