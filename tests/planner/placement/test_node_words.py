"""What is said of many nodes: the same as from a list of all names, without looking at all of them."""

from __future__ import annotations

from collections import UserList
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dslint.planner.node_names import all_names, brief, shortened, some
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import Index, places
from dslint.planner.placement.node_words import counted_words, in_a_sentence, named, names_in, where_words

DOMAINS = ["", ".local", ".eu-west-1.compute.internal", ".us-east-1.compute.internal", ".1.2.3"]
HOSTS = st.tuples(st.sampled_from("ab"), st.integers(0, 40))


@given(
    st.dictionaries(HOSTS, st.sampled_from(DOMAINS), min_size=1, max_size=20),
    st.integers(1, 2**20 - 1),
)
def test_names_of_a_set_are_told_as_a_list_of_them(found: dict[tuple[str, int], str], chosen: int) -> None:
    nodes = tuple(Node(f"{front}{number}{domain}", {}) for (front, number), domain in found.items())
    index = Index(nodes)
    chosen = chosen & index.every or 1
    names = [nodes[place].name for place in places(chosen)]
    lazily = names_in(index, chosen)
    assert (list(lazily), len(lazily), lazily[0], lazily[-1]) == (names, len(names), names[0], names[-1])
    short, domain = shortened(lazily)
    assert (list(short), domain) == (list(shortened(names)[0]), shortened(names)[1])
    assert (brief(lazily), some(lazily, 2), all_names(lazily, 3)) == (
        brief(names),
        some(names, 2),
        all_names(names, 3),
    )


class Watched(UserList[Node]):
    """Nodes that count how often one is looked up."""

    asked = 0

    def __getitem__(self, place: Any) -> Any:
        self.asked += 1
        return super().__getitem__(place)


def test_few_of_many_names_are_looked_up() -> None:
    nodes = Watched(Node(f"ip-{3 * number}.eu-west-1.compute.internal", {}) for number in range(5000))
    index = Index(nodes)
    half = index.every >> 2500
    assert [words(index, half) for words in WORDS]  # what is known of all nodes is worked out, too
    other = half << 1
    nodes.asked = 0
    assert [words(index, other) for words in WORDS]
    assert 0 < nodes.asked < 500
    nodes.asked = 0
    assert [words(index, other) for words in WORDS]
    assert nodes.asked == 0


WORDS = (named, where_words, in_a_sentence, counted_words)
