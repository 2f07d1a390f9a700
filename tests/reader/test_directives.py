"""Comments for dslint: found wherever a comment may stand, and nowhere else."""

from __future__ import annotations

import pytest

from dslint.reader.directives import directives_in, directives_of
from dslint.reader.stream import read_stream

BLOCK = "note: |  # dslint: expect desired=99\n  # dslint: expect not this\n"
PLAIN = 'note: "x"  # dslint: expect desired=99\n'


@pytest.mark.parametrize("text", [BLOCK, PLAIN])
def test_a_comment_behind_the_header_of_a_block_is_one(text: str) -> None:
    stream = read_stream(text)
    found = list(directives_in(stream.text, stream.documents))
    assert [(directive.verb, directive.words) for directive in found] == [("expect", "desired=99")]
    assert text[found[0].start : found[0].end] == "# dslint: expect desired=99"
    assert text[found[0].words_start :].startswith("desired=99")


def test_comments_before_the_first_separator_belong_to_the_document_after_it() -> None:
    first, second, third = (f"# dslint: expect desired={number}\n" for number in (1, 2, 3))
    text = f"{first}---\n{second}a: 1\n---\n{third}b: 1\n"
    found = [
        [directive.words for directive in directives_of(document)] for document in read_stream(text).documents
    ]
    assert found == [["desired=1", "desired=2"], ["desired=3"]]


def test_ids_and_words_are_told_apart() -> None:
    (found,) = directives_in("# dslint: ignore[a, b] why", ())
    assert (found.verb, found.ids, found.words) == ("ignore", "a, b", "why")
