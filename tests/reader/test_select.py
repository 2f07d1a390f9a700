"""Reading only the wanted parts of a list gives what reading all of it gives there."""

from __future__ import annotations

from typing import Any

import pytest

import dslint
from dslint.reader.select import EACH, read_selected, wanted_tree

WANTED = wanted_tree(
    [
        ("kind",),
        ("items", EACH, "metadata", "name"),
        ("items", EACH, "metadata", "labels"),
        ("items", EACH, "spec"),
    ]
)
LIST = """\
apiVersion: v1
kind: NodeList
items:
- apiVersion: v1
  metadata:
    annotations: {a: [1, {b: c}], d: "e"}
    labels:
      on: "yes"
      pool: a
    managedFields:
    - fieldsV1:
        f:metadata: {}
    name: one
  spec:
    taints:
    - {effect: NoSchedule, key: gpu}
- metadata: {name: two}
  status: null
- {metadata: {name: three, labels: {1: 0x10}}, spec: {}}
"""


def only(data: Any, wanted: Any) -> Any:
    """The wanted part of data, by brute force."""
    if not wanted:
        return data
    if isinstance(data, list):
        return [only(item, wanted.get(EACH, {})) for item in data]
    if isinstance(data, dict):
        return {key: only(value, wanted[key]) for key, value in data.items() if key in wanted}
    return data


def test_the_wanted_parts_are_as_in_the_whole() -> None:
    selected = read_selected(LIST.encode(), WANTED)
    assert selected is not None
    (whole,) = dslint.read(LIST).documents
    assert selected.data == only(whole, WANTED)
    assert selected.data["items"][0]["metadata"]["labels"] == {"true": "yes", "pool": "a"}
    assert selected.item_lines == (4, 17, 19)


@pytest.mark.parametrize(
    "text",
    [
        '{"items": []}',
        "items: &a []\nb: *a\n",
        "items: [*a]\n",
        "items: []\n---\nitems: []\n",
        "items: [\n",
        "items:\n- metadata: {name: é}\n",
        "items:\n- metadata: {name: !!str 5}\n",
        "items:\n- <<: {spec: {}}\n",
        "items:\n- spec: .inf\n",
        "",
    ],
)
def test_what_takes_a_full_reader_is_left_to_it(text: str) -> None:
    assert read_selected(text.encode(), WANTED) is None
