"""The findings of one pair of DaemonSets for a reviewer, with rule ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from dslint.kubernetes.access import mapping
from dslint.kubernetes.ports import HostPort, conflicting, host_ports
from dslint.planner.difference.delivery import becomes_hook, lost_in_merge
from dslint.planner.difference.pairs import Pair, View
from dslint.planner.difference.template import FieldChange
from dslint.planner.outcomes import alike_groups
from dslint.planner.placement.controller import place
from dslint.planner.placement.node_sets import Index, places
from dslint.planner.placement.node_words import counted_words, in_a_sentence, where_words
from dslint.planner.rollout.blocked import rollout_problem
from dslint.planner.values import Reason
from dslint.reader.objects import Told
from dslint.values.path import POD_LABELS, POD_SPEC, TEMPLATE, FieldPath
from dslint.values.problem import Problem
from dslint.values.words import counted

_SELECTOR: FieldPath = ("spec", "selector")
_NAME: FieldPath = ("metadata", "name")
RELEASE_LABELS = frozenset(
    ("helm.sh/chart", "chart", "version", "app.kubernetes.io/version", "appVersion", "image-tag")
)
"""Labels that change with a release and do not matter to the pod, from the rule template-volatile-label."""
_SHOWN = 3
"""The maximum number of fields or reasons in a message."""
_ASKED = 200
"""The maximum number of lost nodes whose reasons are checked: others have the same reasons."""


def verdicts(pair: Pair, index: Index, gone: int = 0) -> Iterator[Told]:
    """Return the findings of one pair on the nodes of an index; `gone` are nodes that were removed."""
    if pair.new is not None:
        for problem in _problems(pair, pair.new, index, gone):
            yield pair.new.sourced.told(problem)
    elif pair.old is not None:
        yield pair.old.sourced.told(_removed(pair, index))


def _problems(pair: Pair, new: View, index: Index, gone: int) -> Iterator[Problem]:
    for problem in pair.refusals:
        if problem.rule == "selector-changed" and pair.old is not None:
            yield _selector_changed(problem, pair, pair.old, new)
        else:
            yield problem
    if pair.refused:
        return
    if pair.old is not None:
        yield from lost_in_merge(pair.old, new)
        yield from becomes_hook(pair.old, new)
    yield from _of_nodes(pair, new, index, gone)
    yield from _of_template(pair)
    if pair.forecast is not None:
        blocked = rollout_problem(pair.forecast, pair.causes, lambda mask: in_a_sentence(index, mask))
        if blocked is not None:
            yield blocked


def _of_nodes(pair: Pair, new: View, index: Index, gone: int) -> Iterator[Problem]:
    if pair.stuck:
        yield from _stuck(pair, new, index)
    if pair.lost:
        yield _nodes_lost(pair, new, index, gone)
    if pair.removed:
        yield _removed_by_update(pair, new, index)
    if pair.moves.replaced and pair.situation is not None:
        unready = pair.situation.old_unready & pair.moves.replaced & ~pair.situation.dead
        if unready:
            yield _unready_first(pair, unready, index)


def _of_template(pair: Pair) -> Iterator[Problem]:
    if pair.moves.replaced or pair.on_delete:
        yield _restarted(pair)
    if pair.fields and not pair.on_delete and all(map(_is_release_label, pair.fields)):
        yield _for_nothing(pair)


def _removed(pair: Pair, index: Index) -> Problem:
    number = pair.moves.deleted.bit_count()
    gone = f"DaemonSet {pair.key} is removed" + (f", and {counted(number, 'pod')} with it" if number else "")
    if pair.renamed:
        gone += f"; {pair.renamed} looks like the same DaemonSet under another name"
    result = (
        f"Helm, Argo CD and kubectl apply --prune delete it"
        f"{' with its pods on ' + in_a_sentence(index, pair.moves.deleted) if number else ''}; "
        "kubectl apply alone leaves it running."
    )
    if pair.renamed:
        ports = ", ".join(str(port) for port in _ports(pair.old)) if pair.old is not None else ""
        result += f" A rename is not an update: {_gap(pair.renamed, ports)}"
    return Problem(
        "daemonset-removed",
        _NAME,
        gone,
        result=result,
        write="the old name, or nothing if the gap is acceptable"
        if pair.renamed
        else "the manifest again, or nothing if you intend the removal",
    )


def _gap(key: str, ports: str) -> str:
    if not ports:
        return f"the pods of {key} do not wait for the old ones, so both run until the old ones are deleted."
    return (
        f"the pods of {key} stay Pending until the old ones release host port {ports}: each node has a gap."
    )


def _selector_changed(problem: Problem, pair: Pair, old: View, new: View) -> Problem:
    number = pair.moves.untouched.bit_count()
    beside = conflicting(_ports(new), _ports(old))
    stop = f"{counted(number, 'pod') if number else 'its pods'} stop{'s' if number == 1 else ''} meanwhile"
    write = f"the old selector, or delete the DaemonSet and recreate it: {stop}."
    if beside:
        write += f"\nA second DaemonSet beside it would wait forever: both want host port {beside[0]}."
    return problem._replace(
        message="spec.selector cannot be changed",
        result=f"The server rejects the update; the {counted(number, 'pod') if number else 'pods'} that run "
        "stay as they are.",
        write=write,
    )


def _ports(view: View) -> tuple[HostPort, ...]:
    return host_ports(mapping(view.stored, *POD_SPEC))


def _stuck(pair: Pair, new: View, index: Index) -> Iterator[Problem]:
    """Report where the new pod does not run, and why."""
    for outcome, rule, what in (
        ("pending", "pod-pending", "the new pod stays Pending"),
        ("blocked", "pod-blocked", "there is no new pod"),
    ):
        for group in alike_groups(
            group._replace(outcome=group.of_next, successor=None, nodes=group.nodes & pair.stuck)
            for group in new.why
        ):
            if not group.nodes or group.outcome != outcome:
                continue
            reason = group.reasons[0]
            where = counted_words(index, group.nodes)
            every = group.nodes == new.wanted.run
            yield Problem(
                rule,
                reason.path,
                f"{what} on {where}: {reason.text}",
                field=reason.field,
                result=f"It starts once {pair.renamed}, which it seems to replace, is gone."
                if pair.renamed and pair.renamed in reason.text
                else "It counts as unavailable, so it uses up the budget of every update.",
                severity="error" if every else None,
            )


def _removed_by_update(pair: Pair, new: View, index: Index) -> Problem:
    number = pair.removed.bit_count()
    reasons = _reasons(new, pair.removed, index)
    why = "; ".join(reason.text for reason in reasons)
    return Problem(
        "nodes-lost",
        reasons[0].path if reasons else TEMPLATE,
        f"the update deletes {counted(number, 'pod')} for good: {where_words(index, pair.removed)}",
        result=f"The DaemonSet does not want these nodes ({why}); no new pod replaces them.",
        write="what lets the pods run there, or nothing if you intend this",
    )


def _reasons(new: View, among: int, index: Index) -> list[Reason]:
    """Return why some nodes are not wanted, the most frequent reason first."""
    asked = (place(new.stored, index.nodes[number]) for number in islice(places(among), _ASKED))
    found = Counter(reason for verdict in asked for reason in verdict.reasons)
    return [reason for reason, _ in found.most_common(_SHOWN)]


def _unready_first(pair: Pair, unready: int, index: Index) -> Problem:
    number = unready.bit_count()
    limit = pair.forecast.budget.max_surge or pair.forecast.budget.max_unavailable if pair.forecast else 0
    return Problem(
        "pods-restarted",
        TEMPLATE,
        f"{counted(number, 'pod')} not ready now {'is' if number == 1 else 'are'} replaced at once: "
        f"{where_words(index, unready)}",
        result=f"The controller replaces pods that are not ready first, beyond the budget of {limit}.",
        write="nothing if this is intended; otherwise fix these pods before the update",
        severity="warning" if number > limit else "info",
    )


def _nodes_lost(pair: Pair, new: View, index: Index, gone: int) -> Problem:
    reasons = Counter(
        reason
        for number in islice(places(pair.lost & ~gone), _ASKED)
        for reason in place(new.stored, index.nodes[number]).reasons
    ).most_common(_SHOWN)
    why = [reason.text for reason, _ in reasons]
    if pair.lost & gone:
        why.append(f"{counted((pair.lost & gone).bit_count(), 'node')} not in the inventory any more")
    deleted = (pair.lost & pair.moves.deleted).bit_count()
    gone_pods = f" {counted(deleted, 'pod')} deleted." if deleted else ""
    kept = pair.moves.untouched & pair.lost
    stay = f" On {in_a_sentence(index, kept)} the old pod stays, but no new pod replaces it." if kept else ""
    number = pair.lost.bit_count()
    return Problem(
        "nodes-lost",
        reasons[0][0].path if reasons else TEMPLATE,
        f"{counted(number, 'node')} no longer get{'s' if number == 1 else ''} a pod: "
        f"{where_words(index, pair.lost)}",
        result=f"{'; '.join(why)}.{gone_pods}{stay}",
        write="what lets the pods run there, or nothing if you intend this",
    )


def _is_release_label(change: FieldChange) -> bool:
    *labels, key = change.path
    return tuple(labels) == POD_LABELS and str(key) in RELEASE_LABELS


def _for_nothing(pair: Pair) -> Problem:
    keys = " and ".join(str(change.path[-1]) for change in pair.fields)
    number = pair.moves.replaced.bit_count()
    pods = counted(number, "pod") if number else "every pod"
    return Problem(
        "template-volatile-label",
        pair.fields[0].path,
        f"{keys} alone restart{'s' if len(pair.fields) == 1 else ''} {pods}",
        result="The pods run the same as before, and the next release restarts them again.",
        write=f"{keys} on the DaemonSet only, not on its template",
        severity="warning",
    )


def _restarted(pair: Pair) -> Problem:
    path = pair.fields[0].path if pair.fields else TEMPLATE
    if pair.on_delete:
        number = pair.moves.untouched.bit_count()
        return Problem(
            "pods-restarted",
            path,
            f"the update does not replace {counted(number, 'pod')}: the type is OnDelete",
            result="Every pod keeps the old template until somebody deletes it.",
            write="type: RollingUpdate, or delete the pods by hand",
            severity="info",
        )
    labels = [change.label for change in pair.fields]
    more = f" and {len(labels) - _SHOWN} more" if len(labels) > _SHOWN else ""
    why = ", ".join(labels[:_SHOWN]) or "the template"
    return Problem(
        "pods-restarted",
        path,
        f"{counted(pair.moves.replaced.bit_count(), 'pod')} restarted for {why}{more}",
        result="The controller replaces every pod whose template differs.",
        write="nothing, if you intend the restart",
        severity="info",
    )
