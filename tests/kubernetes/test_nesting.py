"""Lost nesting is given back whole, or the key that stands in the way is named."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dslint.kubernetes.fields import LIST, MAP, ROOT, table
from dslint.kubernetes.validation import judge
from dslint.reader.stream import read_stream
from dslint.repair.nesting.renest import MOST_ROWS, Renested, Unclear, emptied_key, renest
from dslint.repair.nesting.types import NEEDED
from tests.block_yaml import block_yaml, flattened
from tests.conformance.nesting import concerns
from tests.conformance.vectors import cases
from tests.hostile.sandbox import yardstick

MOST_YARDS = 2000
"""As much processor time as judging so many small manifests takes."""
AGENT = """\
# A log agent.
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent  # as the chart calls it
  labels:
    app: agent
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      nodeSelector:
        node-role.kubernetes.io/edge:
        kubernetes.io/os: linux
      hostNetwork: true
      tolerations:
        # the control plane
        - key: node-role.kubernetes.io/control-plane
          operator: Exists
        - operator: Exists
          effect: NoExecute
      containers:
        - name: agent
          image: example.com/agent:1.4.2
          args: ["--config", "/etc/agent.yaml",
                 "--verbose"]
          env:
            - name: NODE
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
            - name: GREETING
              value: "hello
                world"
          volumeMounts:
            - name: logs
              mountPath: /var/log
              readOnly: true
        - name: sidecar
          resources:
            limits:
              memory: 64Mi
          image: example.com/sidecar:2.0.1
      volumes:
        - name: logs
          hostPath:
            path: /var/log
"""


def data(text: str) -> Any:
    stream = read_stream(text)
    assert stream.error is None
    return stream.documents[0].data


def given_back(text: str) -> str:
    result = renest(text, "1.37")
    assert isinstance(result, Renested), result
    return result.text


def unclear(text: str) -> Unclear:
    result = renest(text, "1.37")
    assert isinstance(result, Unclear), result.text
    return result


def damaged(text: str, line: str, by: int, *, alone: bool = False) -> str:
    """The text with a row, and unless `alone` all that is nested in it, `by` columns further left."""
    rows = text.splitlines(keepends=True)
    first = next(number for number, row in enumerate(rows) if row.lstrip().startswith(line))
    last = first + 1
    while not alone and last < len(rows) and not 0 <= _column(rows[last]) <= _column(rows[first]):
        last += 1
    moved = [row[max(0, min(by, _column(row))) :] for row in rows[first:last]]
    return "".join((*rows[:first], *moved, *rows[last:]))


def _column(row: str) -> int:
    """How many spaces lead a row, -1 for an empty one, which is as deep as the rows around it."""
    return len(row) - len(row.lstrip(" ")) if row.strip() else -1


def each_row(text: str, change: Callable[[str], str]) -> str:
    return "".join(map(change, text.splitlines(keepends=True)))


def test_a_flattened_manifest_comes_back_as_it_was() -> None:
    text = given_back(flattened(AGENT))
    assert data(text) == data(AGENT)
    assert text.splitlines()[:8] == AGENT.splitlines()[:8]
    assert [row for row in text.splitlines() if "control" in row] == [
        "        # the control plane",
        "        - key: node-role.kubernetes.io/control-plane",
    ]


def test_what_is_nested_already_stays_as_it_is() -> None:
    assert renest(AGENT, "1.37") == Renested((), AGENT)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(damaged(AGENT, "containers:", 2), id="containers one level too shallow"),
        pytest.param(damaged(AGENT, "containers:", 2, alone=True), id="only the key"),
        pytest.param(damaged(AGENT, "template:", 2), id="the template beside spec"),
        pytest.param(damaged(AGENT, "- name: agent", 8, alone=True), id="one item at column one"),
        pytest.param(
            each_row(AGENT, lambda row: row.lstrip(" ") if row.lstrip(" ").startswith("- ") else row),
            id="all items at column one",
        ),
        pytest.param(AGENT.replace("  ", " "), id="half of all blanks"),
        pytest.param(AGENT.replace("  ", "\u00a0\u00a0"), id="non-breaking spaces"),
        pytest.param(AGENT.replace("        ", "\t"), id="tabs"),
        pytest.param(each_row(AGENT, lambda row: row.removeprefix("    ")), id="cut"),
    ],
)
def test_a_partly_lost_nesting_comes_back(text: str) -> None:
    assert data(given_back(text).replace("\u00a0", " ")) == data(AGENT)


def test_only_blanks_change() -> None:
    text = flattened(AGENT).replace("\n", "\r\n")[:-2]
    found = given_back(text)
    assert [row.lstrip(" ") for row in found.split("\n")] == text.split("\n")
    assert found.endswith("path: /var/log")
    assert data(found) == data(AGENT)


SCRIPT = """\
          command:
            - sh
            - |
              if true; then
                echo one

              fi
"""
WITH_SCRIPT = AGENT.replace("          env:\n", f"{SCRIPT}          env:\n", 1)


def test_a_block_of_text_moves_with_its_key() -> None:
    text = damaged(WITH_SCRIPT, "containers:", 4)
    assert data(given_back(text)) == data(WITH_SCRIPT)


def test_a_block_of_text_that_lost_its_own_indentation_is_not_guessed() -> None:
    text = flattened(WITH_SCRIPT)
    found = unclear(text)
    assert (found.key, found.why) == (
        "command",
        ("is a block of text that cannot be separated from what follows"),
    )
    assert text[found.offset :].startswith("- |")


def test_a_block_of_text_that_may_have_swallowed_keys_is_not_guessed() -> None:
    head, tail = WITH_SCRIPT.split("          env:\n")
    text = f"{damaged(head, 'containers:', 4)}          env:\n{tail}"
    assert unclear(text).why == "is a block of text that contains `env:`, which may come after it"


def agent_with(below: str) -> str:
    return AGENT.replace("      hostNetwork: true\n", below)


@pytest.mark.parametrize(
    "below, key, places",
    [
        (
            "      hostname: agent\n",
            "hostname",
            (("spec", "template", "spec", "nodeSelector"), ("spec", "template", "spec")),
        ),
        (
            "      subdomain: agents\n      priorityClassName: high\n",
            "subdomain",
            (("spec", "template", "spec", "nodeSelector"), ("spec", "template", "spec")),
        ),
    ],
)
def test_a_key_that_fits_in_several_places_is_named(
    below: str, key: str, places: tuple[tuple[str, ...], ...]
) -> None:
    text = flattened(agent_with(below))
    found = unclear(text)
    assert (found.key, found.places) == (key, places)
    assert text[found.offset :].startswith(f"{key}: ")


@pytest.mark.parametrize(
    "below",
    [
        "      serviceAccountName: agent\n",
        "      priorityClassName: system-node-critical\n",
        "      dnsPolicy: ClusterFirst\n      priorityClassName: high\n",
    ],
)
def test_a_field_in_camel_case_is_hardly_a_label(below: str) -> None:
    text = agent_with(below)
    assert data(given_back(flattened(text))) == data(text)


def test_a_key_in_camel_case_that_is_no_field_around_is_a_label() -> None:
    text = agent_with("").replace("kubernetes.io/os: linux", "nodeGroup: edge")
    assert data(given_back(flattened(text))) == data(text)


@pytest.mark.parametrize("name", ["csi-node", "fluentd", "kube-flannel", "kube-proxy", "nginx"])
def test_a_classic_comes_back_whole(name: str) -> None:
    text = (Path(__file__).parent / "classics" / f"{name}.yaml").read_text(encoding="utf-8")
    assert data(given_back(flattened(text))) == data(text)


@pytest.mark.parametrize(
    "volumes",
    [
        pytest.param("- name: a\n  emptyDir:\n- name: b\n  emptyDir:\n", id="objects that hold nothing"),
        pytest.param(
            "- name: a\n  projected:\n    sources:\n    - configMap:\n        name: c\n",
            id="an object that holds what it can",
        ),
        pytest.param(
            "- name: a\n  projected:\n    sources:\n    - secret:\n        name: c\n",
            id="a list that holds what it can, though the item could begin a volume as well",
        ),
    ],
)
def test_an_object_is_empty_only_where_the_next_line_cannot_be_in_it(volumes: str) -> None:
    text = AGENT + "".join(f"        {row}" for row in volumes.splitlines(keepends=True))
    assert data(given_back(flattened(text))) == data(text)


@pytest.mark.parametrize("key, meant", [("schedulername", "schedulerName"), ("toleration", "tolerations")])
def test_a_label_that_is_nearly_a_field_is_not_believed(key: str, meant: str) -> None:
    found = unclear(flattened(agent_with(f"      {key}: mine\n")))
    assert (found.key, found.why) == (key, f"may be a label, or `{meant}` with a typo")


def test_indentation_that_is_left_settles_what_the_tables_leave_open() -> None:
    text = damaged(agent_with("      serviceAccountName: agent\n"), "containers:", 2)
    assert data(given_back(text)) == data(agent_with("      serviceAccountName: agent\n"))


def test_a_field_that_the_api_calls_required_belongs_to_its_object() -> None:
    """The server drops responders unread, so that it takes both; a responder without priority is none."""
    responders = "      evictionResponders:\n        - name: example.com/a\n          priority: 1000\n"
    text = AGENT.replace("      hostNetwork: true\n", responders + "      hostNetwork: true\n")
    assert data(given_back(flattened(text))) == data(text)


def test_among_several_nestings_the_one_the_server_takes_is_the_right_one() -> None:
    labels = "app: agent\n        name: a\n    spec"
    text = AGENT.replace("app: agent\n  template", "app: agent\n      name: a\n  template").replace(
        "app: agent\n    spec", labels
    )
    assert data(given_back(flattened(text))) == data(text)


@pytest.mark.parametrize(
    "old, new, key, why",
    [
        ("hostNetwork: true", "hostNetwrok: true", "hostNetwrok", "has no place in the API"),
        ("hostNetwork: true", "hostNetwork: &on true", "hostNetwork", "holds an anchor"),
        ("hostNetwork: true", "hostNetwork: a: b", "hostNetwork", "is followed by a second colon"),
        ("operator: Exists", 'operator: "Exists', "operator", "is followed by more than its value"),
        ("\npath: /var/log", "\npath: '/var/log", "path", "holds a quote or bracket that is never closed"),
        ("readOnly: true", "readOnly: [a, b", "readOnly", "holds a quote or bracket that is never closed"),
        ("readOnly: true", "readOnly: {a: }: b", "readOnly", "is followed by more than its value"),
        ("kind: DaemonSet", "[nonsense]", "apiVersion", "is followed by text without a key"),
    ],
)
def test_what_cannot_be_read_without_its_nesting_is_said(old: str, new: str, key: str, why: str) -> None:
    text = flattened(AGENT).replace(old, new, 1)
    found = unclear(text)
    assert (found.key, found.why) == (key, why)


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n" * (MOST_ROWS + 1)])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    assert unclear(text).key == ""


PROJECTED = "- name: x\nprojected:\nsources:\n- secret:\nconfigMap:\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("metadata:\nmanagedFields:\n- fieldsV1:\n" + "f:a:\n" * 2500, id="nested without end"),
        pytest.param("metadata:\nlabels:\n" + "".join(f"l{n}: x\n" for n in range(2900)), id="labels"),
        pytest.param("- " * 20_000, id="dashes"),
        pytest.param("a" * 1_000_000, id="a word"),
        pytest.param("metadata: " + "[" * 50_000, id="brackets"),
        pytest.param("spec:\n" * 2900, id="spec"),
        pytest.param(flattened(AGENT) * 50, id="manifests"),
        pytest.param("apiVersion: '" + "''" * 100_000, id="quotes"),
        pytest.param("spec:\ntemplate:\nspec:\nvolumes:\n" + PROJECTED * 500, id="ambiguous"),
    ],
)
def test_hostile_text_ends_soon(text: str) -> None:
    yard = yardstick()
    start = time.process_time()
    renest(text, "1.37")
    assert time.process_time() - start < MOST_YARDS * yard


@pytest.mark.parametrize(
    "text, key, offset",
    [
        ("metadata:\nname: x\n", "metadata", 0),
        ("metadata:\n  name: x\nspec: # what\n# a comment\nselector:\n", "spec", 20),
        ("spec:\n  containers:\n  - name: x\n", None, 0),
        ("spec:\n  containers:\n- name: x\n", "containers", 8),
        ("spec: {}\nname: x\n", None, 0),
    ],
)
def test_the_first_key_with_nothing_under_it(text: str, key: str | None, offset: int) -> None:
    assert emptied_key(text) == (None if key is None else (offset, key))


def test_every_needed_field_is_one_the_tables_know() -> None:
    older, newest = table("1.34"), table("1.37")
    assert [name for name, needed in NEEDED.items() if not needed <= newest[name].keys()] == []
    assert [
        name for name, needed in NEEDED.items() if not needed <= older.get(name, newest[name]).keys()
    ] == []


WORDS = st.sampled_from(["a", "b-1", "name", "1.2", "true", "x: y", "", "# no", "- dash", "registry/x:v1"])
KEYS = st.sampled_from(["app", "tier", "name", "x/y"])
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": WORDS,
    "boolean": st.booleans(),
    "int32": st.integers(0, 99),
    "int64": st.integers(0, 99),
    "quantity": st.sampled_from(["100m", "64Mi", 2]),
    "int-or-string": st.sampled_from([1, "25%"]),
    "time": st.just("2026-01-01T00:00:00Z"),
    "anything": st.just({"f:spec": {}}),
}


def of_type(kind: str, depth: int) -> st.SearchStrategy[Any]:
    """Data of a type of the field tables, at most so many levels deep."""
    if kind in SCALARS:
        return SCALARS[kind]
    if depth == 0:
        return st.none()
    if kind.startswith(LIST):
        return st.lists(of_type(kind[2:], depth), max_size=2)
    if kind.startswith(MAP):
        return st.dictionaries(KEYS, of_type(kind[2:], depth), max_size=2)
    return st.deferred(lambda: objects(kind, depth))


def objects(kind: str, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    fields = table("1.37")[kind]
    names = st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries({name: of_type(fields[name], depth - 1) for name in chosen})
    )


@pytest.mark.slow
@given(objects(ROOT, 7), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_manifests_come_back_or_are_unclear(written: dict[str, Any], random: Any) -> None:
    """Where something else comes back, it is the only one of several nestings that the server takes."""
    text = block_yaml(written)
    partly = each_row(text, lambda row: row.lstrip(" ") if random.random() < 0.5 else row)
    for lost in (flattened(text), partly):
        result = renest(lost, "1.37")
        if isinstance(result, Renested) and data(result.text) != written:
            assert not judge(data(result.text), "1.37").refused, f"from\n{lost}\nwhich was\n{text}"
            assert judge(written, "1.37").refused


def _cut(text: str) -> str:
    return each_row(text, lambda row: row.removeprefix("    "))


def _items_at_the_left(text: str) -> str:
    return each_row(text, lambda row: row.lstrip(" ") if row.lstrip(" ").startswith("- ") else row)


def _flat_below_the_spec(text: str) -> str:
    return each_row(text, lambda row: f"    {row.lstrip(' ')}" if row.startswith("    ") else row)


def _shallow_containers(text: str) -> str:
    return damaged(text, "containers:", 2) if "containers:" in text else text


@pytest.mark.slow
@pytest.mark.parametrize("damage", [_cut, _items_at_the_left, _flat_below_the_spec, _shallow_containers])
def test_no_accepted_manifest_comes_back_wrong_from_partial_damage(damage: Callable[[str], str]) -> None:
    accepted = filter(concerns, cases("validation.jsonl.gz"))
    texts = [case["yaml"] for case in accepted if not case["yaml"].startswith("{")][::12]
    assert len(texts) > 100
    results = [(text, renest(damage(text), "1.37")) for text in texts]
    given = [(text, result) for text, result in results if isinstance(result, Renested)]
    assert [text for text, result in given if data(result.text) != data(text)] == []
    assert len(given) > len(texts) / 2
