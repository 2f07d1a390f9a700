"""Keys of labels that Kubernetes adds to a selector: matchLabelKeys and mismatchLabelKeys.

Source: validateLabelKeys and validateMatchLabelKeysAndMismatchLabelKeys in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]


def label_keys_problems(
    keys: Sequence[str], path: FieldPath, rule: str, selector: Data | None
) -> Iterator[Problem]:
    """Judge keys of labels that are added to a selector; without a selector there is nothing to add to."""
    if selector is None:
        yield forbidden(
            rule,
            path,
            f"`{path[-1]}` extends a `labelSelector`, which is missing",
            anchor="key",
            write="a labelSelector beside it",
        )
        return
    for index, key in enumerate(keys):
        fault = names.label_key(key)
        if fault:
            yield invalid(rule, (*path, index), f"the label key `{shown(key)}` {fault}")


def keys_said_twice(selector: Data) -> Iterator[str]:
    """Return keys that expressions use although labels or an earlier expression of the selector did.

    A server adds matchLabelKeys to the selector before it checks, and treats a second use of a key as a clash
    with the added one. In a template nothing is added yet, so a single use is not noticed.
    """
    seen = set(selector.get("matchLabels") or ())
    for expression in selector.get("matchExpressions") or ():
        key = expression.get("key", "")
        if key in seen:
            yield key
        seen.add(key)


def clash(key: str, path: FieldPath, rule: str, term: FieldPath, *, field: str | None = None) -> Problem:
    """Return a key that is both in a selector and among the keys that are added to it."""
    return invalid(
        rule,
        path,
        f"`{shown(key)}` is in `matchLabelKeys` and already in the `labelSelector`",
        field=field,
        write="the key in only one of them",
        related=(Related((*term, "labelSelector"), "the selector", "key"),),
    )
