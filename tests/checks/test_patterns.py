"""Patterns of rule files: they mean what Python's mean, and take time in proportion to the text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.checks.policy.patterns import LONGEST_TEXT, PatternError, compiled

PATTERNS = [
    "", "a", "abc", "a|b", "a|", "(a|b)c", "(?:ab)+", "a*", "a+b?", "a{2}",
    "a{2,}", "a{1,3}b", "a{0}b", "^a$",
    "a.c", "[abc]", "[a-c]+", "[^a-c]+", "[]a]", "[a-]", "[-a]",
    r"\d+", r"\w\W", r"\s", r"\.", r"a\$", r"[\d.]+",
    "(a+)+", "(a*)*b",
    "(a|aa)+$", "a??b", "a+?", "^", "$", "^$", "(^a|b)c", "a$|b", "x{,2}", "{", "a{b}",
    "(?i)abc", "(?i)[a-c]+", r"[a-z]+(-[a-z0-9]+)*", r"v?\d+\.\d+\.\d+",
]  # fmt: skip
TEXTS = st.text(alphabet="abcA-.$1 \nx{}_", max_size=9)


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_a_pattern_means_what_it_means_to_python(pattern: str, text: str) -> None:
    # `$` of Python also matches before a last line feed; ours never does.
    expected = re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern))
    assert compiled(pattern).matches(text) == (expected.fullmatch(text) is not None)
    assert compiled(pattern).found_in(text) == (expected.search(text) is not None)


WRONG = [
    ("a(b", "a missing ) at character 4"),
    ("a)b", "an unmatched ) at character 2"),
    ("*a", "nothing to repeat before * at character 1"),
    ("a**", "nothing to repeat before * at character 3"),
    ("[a", "the pattern ends too early at character 3"),
    ("a\\", "the pattern ends too early at character 3"),
    ("(?=a)", "look-around and named groups are not supported at character 2"),
    (r"(a)\1", "a back reference is not supported at character 5"),
    (r"\p", r"the escape \p is not supported at character 2"),
    ("[b-a]", "a range that runs backwards at character 5"),
    ("a{3,2}", "counts that run backwards or above 1000 at character 2"),
    ("(a{900}){900}", "too large: more than 1000 states"),
    ("(" * 60 + "a" + ")" * 60, "more than 50 groups inside each other at character 52"),
]


@pytest.mark.parametrize("pattern,message", WRONG, ids=[case[0][:20] for case in WRONG])
def test_what_is_not_understood_is_said(pattern: str, message: str) -> None:
    with pytest.raises(PatternError) as error:
        compiled(pattern)
    assert str(error.value) == message


def test_a_text_beyond_the_limit_matches_nothing() -> None:
    assert compiled("a*").matches("a" * LONGEST_TEXT)
    assert not compiled("a*").matches("a" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a*)*b", "(a?){300}a{300}b", "a*a*a*a*a*b"])
def test_twice_the_text_takes_about_twice_the_time(pattern: str) -> None:
    """What makes a backtracking engine double its time with every letter."""

    def seconds(length: int) -> float:
        return min(once(length) for _ in range(3))

    def once(length: int) -> float:
        start = time.process_time()
        assert not compiled(pattern).matches("a" * length)
        return time.process_time() - start

    seconds(2000)
    assert seconds(4000) < 10 * (seconds(2000) + 0.01)
