"""Input made to exhaust a reader: each ends with a finding, or nothing to say, in time and in memory.

Every case is linted in a process of its own, where more memory than the limit is refused by the
kernel, and tells how long the work took there, as a multiple of a yardstick.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.needs import ROOT

YARDS = 6_000
"""Of processor time: so many times what it takes to judge a small manifest in the same process."""
MEGABYTES = 1000
"""Of address space, the interpreter's own 30 included."""

HEAD = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: a\n"
ANNOTATIONS = f"{HEAD}  annotations:\n"


class Hostile(NamedTuple):
    """A text, by an expression that makes it, and the rule that must fire ("": any or none may)."""

    name: str
    made_by: str
    rule: str = ""


def _alias_bomb() -> str:
    rows = ["b0: &b0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 10)]
    return HEAD + "\n".join(rows) + "\n"


def _merge_bomb() -> str:
    rows = ["b0: &b0 {k: v}"]
    rows += [f"b{n}: &b{n}\n  <<: [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 10)]
    return HEAD + "\n".join(rows) + "\n"


MAKERS: dict[str, Callable[[], str]] = {"alias_bomb": _alias_bomb, "merge_bomb": _merge_bomb}

CASES = [
    *(
        Hostile(f"{count:,} nested {what}", f"HEAD + 'spec: ' + {case!r} * {count}", "nested-too-deep")
        for what, case in (("lists", "["), ("mappings", "{a: "), ("dashes", "- "))
        for count in (100_000, 1_000_000)
        if what != "dashes"
    ),
    *(
        Hostile(
            f"{count:,} nested JSON {what}",
            f'\'{{"kind": "DaemonSet", "spec": \' + {case!r} * {count}',
            "nested-too-deep",
        )
        for what, case in (("lists", "["), ("objects", '{"a":'))
        for count in (100_000, 1_000_000)
    ),
    Hostile("100,000 nested dashes", "HEAD + 'spec:\\n  ' + '- ' * 100_000 + 'a\\n'", "nested-too-deep"),
    Hostile("1,000,000 nested dashes", "HEAD + 'spec:\\n  ' + '- ' * 1_000_000 + 'a\\n'", "nested-too-deep"),
    Hostile(
        "3,000 block levels",
        "HEAD + ''.join(' ' * n + 'a:\\n' for n in range(3_000)) + ' ' * 3_000 + 'b\\n'",
        "nested-too-deep",
    ),
    Hostile("alias bomb 9^9", "alias_bomb()", "document-too-large"),
    Hostile("merge bomb 9^9", "merge_bomb()", "document-too-large"),
    Hostile("self-referencing alias", "HEAD + 'spec: &a\\n  b: *a\\n'", "invalid-yaml"),
    Hostile("self-referencing merge", "HEAD + 'spec: &a\\n  <<: *a\\n'", "invalid-yaml"),
    Hostile("a line of 10 MB", "HEAD + 'spec: ' + 'x' * 10_000_000 + '\\n'"),
    Hostile(
        "a list of 10 MB on one line", "HEAD + 'spec: [' + 'x, ' * 3_300_000 + ']\\n'", "document-too-large"
    ),
    Hostile("a flow list full of colons", "HEAD + 'spec: [' + 'a:b,' * 100_000 + ']\\n'"),
    Hostile("a key of 1 MB", "HEAD + 'k' * 1_000_000 + ': 1\\n'", "invalid-yaml"),
    Hostile("a quoted key of 1 MB", "HEAD + '\"' + 'k' * 1_000_000 + '\": 1\\n'", "invalid-yaml"),
    Hostile("50,000 empty documents", "HEAD + '---\\n' * 50_000"),
    Hostile("50,000 small documents", "HEAD + '---\\nkind: Service\\n' * 50_000", "document-too-large"),
    Hostile("NUL bytes", "(HEAD + 'a: \\0\\n').encode()", "invalid-yaml"),
    Hostile("nothing but NUL bytes", "b'\\0' * 1_000_000"),
    Hostile("invalid UTF-8", "HEAD.encode() + b'a: \\xff\\xfe\\x80\\n'"),
    Hostile("UTF-16 with a mark", "HEAD.encode('utf-16')"),
    Hostile("UTF-16 without a mark", "HEAD.encode('utf-16-le')"),
    Hostile("UTF-32 with a mark", "HEAD.encode('utf-32')"),
    Hostile("100 MB without a DaemonSet", "'a: bcdefgh\\n' * 9_000_000"),
    Hostile(
        "100 MB with a DaemonSet in one document", "HEAD + 'a: bcdefgh\\n' * 9_000_000", "document-too-large"
    ),
    Hostile("10,000 duplicate keys", "HEAD + 'a: 1\\n' * 10_000"),
    Hostile("a number of 10 million digits", "HEAD + 'spec: ' + '9' * 10_000_000 + '\\n'"),
    Hostile("an octal number of 10 million digits", "HEAD + 'spec: 0' + '7' * 10_000_000 + '\\n'"),
    Hostile("a fraction of 10 million digits", "HEAD + 'spec: 0.' + '9' * 10_000_000 + '\\n'"),
    Hostile(
        "a JSON number of 10 million digits", "'{\"kind\": \"DaemonSet\", \"a\": ' + '9' * 10_000_000 + '}'"
    ),
    Hostile(
        "a JSON string of 10 MB with escapes",
        '\'{"kind": "DaemonSet", "a": "\' + \'\\\\u0041\' * 1_600_000 + \'"}\'',
    ),
    Hostile(
        "a million blank lines before a fault",
        "HEAD + '\\n' * 1_000_000 + '\\tx: 1\\n'",
        "tabs-as-indentation",
    ),
    Hostile(
        "a million comments before a fault", "HEAD + '# c\\n' * 300_000 + '\\tx: 1\\n'", "tabs-as-indentation"
    ),
    Hostile("a million spaces", "HEAD + 'a:' + ' ' * 1_000_000 + '[\\n'", "invalid-yaml"),
    Hostile("100,000 open quotes", 'HEAD + "a: \'\\n" * 100_001', "invalid-yaml"),
    Hostile(
        "100,000 anchors",
        "HEAD + '  annotations:\\n' + ''.join(f'    k{n}: &a{n} x\\n' for n in range(100_000))",
    ),
    Hostile(
        "100,000 tags",
        "HEAD + '  annotations:\\n' + ''.join(f'    k{n}: !!str 1\\n' for n in range(100_000))",
    ),
    Hostile("template braces without end", "HEAD + 'a: ' + '{{ ' * 300_000 + '\\n'"),
]

PROGRAM = f"""
import resource, sys, time
sys.path.insert(0, {str(ROOT)!r})
from dslint.reader.templates import classify
from dslint.linter.engine import lint_text
from tests.hostile.sandbox import yardstick
from tests.hostile.test_reading import ANNOTATIONS, HEAD, MAKERS
text = eval(sys.argv[1], {{"HEAD": HEAD, "ANNOTATIONS": ANNOTATIONS, **MAKERS}})
yard = yardstick()
limit = {MEGABYTES} * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
begin = time.process_time()
report = lint_text(text, "hostile.yaml")
classify(text if isinstance(text, str) else text.decode("utf-8", "replace"))
print(f"{{(time.process_time() - begin) / yard:.0f}}", *(finding.rule for finding in report.findings[:50]))
print(*(f"crash {{crash.rule}} {{crash.error}}" for crash in report.crashes[:1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are POSIX")
@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_ends_with_a_finding_or_nothing_to_say(case: Hostile) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, case.made_by], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-800:]
    first, second = done.stdout.split("\n")[:2]
    yards, *rules = first.split()
    assert not second
    assert not case.rule or case.rule in rules
    assert float(yards) < YARDS
