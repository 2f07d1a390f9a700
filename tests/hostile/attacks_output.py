"""Attacks by what is printed: nothing of a manifest or file name drives a terminal, a log or a web page."""

from __future__ import annotations

from tests.hostile.attack import GOOD, NODES, Attack, files, link

ODD = "a\\e]0;TITLE\\a\\e[31m\\r\\u009b31m\\u202e\\u2028\\n::error::PWNED\\n##[error]PWNED\\n=1+1"
"""A value in double quotes: sequences for terminals, another direction, and lines that command a runner."""
RAW = ("\x1b", "\x07", "\r", "\x9b", "\u202e", "\u2028", "\n::error::PWNED", "##[error]PWNED")
SEVERAL = (
    GOOD.replace("name: agent, namespace", f'name: "{ODD}", namespace')
    .replace("type: RollingUpdate", f'type: "{ODD}"')
    .replace("image: registry.example/agent:1.2.3", f'image: "{ODD}"\n          "{ODD}": 1')
)
PLACED = GOOD.replace("    spec:\n", f'    spec:\n      nodeSelector: {{zone: "{ODD}"}}\n')
ODD_NODES = f'nodes:\n  - {{name: n-1, labels: {{zone: "{ODD}"}}}}\n'

LINT_FORMATS = ("text", "compact", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown")
PLAN_FORMATS = ("text", "wide", "json", "csv", "markdown", "html", "github")
DIFF_FORMATS = ("text", "wide", "json", "csv", "markdown", "html")

MARKUP = "x` ![i](https://evil.example/i.png) [click](https://evil.example) @org/team <img src=x>"

ATTACKS = [
    *(
        Attack(
            "output",
            f"lint -o {name}",
            files(m_yaml=SEVERAL),
            ("lint", "-o", name, "m.yaml"),
            1,
            ("TITLE",),
            RAW if name != "github" else tuple(raw for raw in RAW if raw != "\n::error::PWNED"),
        )
        for name in LINT_FORMATS
    ),
    *(
        Attack(
            "output",
            f"plan -o {name}",
            files(m_yaml=PLACED, n_yaml=NODES),
            ("plan", "-o", name, "m.yaml", "--nodes", "n.yaml"),
            1,
            (),
            RAW,
        )
        for name in PLAN_FORMATS
    ),
    *(
        Attack(
            "output",
            f"diff -o {name}",
            files(old_yaml=GOOD, new_yaml=PLACED, n_yaml=NODES),
            ("diff", "-o", name, "--fail-on", "never", "old.yaml", "new.yaml", "--nodes", "n.yaml"),
            0,
            (),
            RAW,
        )
        for name in DIFF_FORMATS
    ),
    *(
        Attack(
            "output", f"{words[0]} {words[1]}", files(m_yaml=SEVERAL, n_yaml=ODD_NODES), words, code, (), RAW
        )
        for words, code in (
            (("describe", "m.yaml"), 0),
            (("inventory", "show", "n.yaml"), 2),
            (("lint", "--diff", "m.yaml"), 1),
        )
    ),
    *(
        Attack(
            "output",
            f"a file name with {what}, -o {output}",
            files(**{f"{name}.tpl.yaml": GOOD, f"{name}.yaml": SEVERAL}),
            ("lint", "-o", output, "."),
            1,
            (),
            RAW if output != "github" else tuple(raw for raw in RAW if raw != "\n::error::PWNED"),
        )
        for what, name in (
            ("a line feed and a command", "a\n::error::PWNED"),
            ("a sequence for terminals", "a\x1b[31m"),
            ("another direction", "a\u202e"),
        )
        for output in ("text", "compact", "markdown", "github")
    ),
    Attack(
        "output",
        "Markdown out of a field name",
        files(m_yaml=GOOD.replace("      containers:", f'      "{MARKUP}": 1\n      containers:')),
        ("lint", "-o", "markdown", "m.yaml"),
        1,
        (),
        ("` ![i](", "` [click](", "` @org/team"),
    ),
    Attack(
        "output",
        "a formula in CSV",
        files(m_yaml=GOOD.replace("name: agent, namespace", 'name: "=1+1", namespace'), n_yaml=NODES),
        ("plan", "-o", "csv", "m.yaml", "--nodes", "n.yaml", "--fail-on", "never"),
        0,
        (),
        (",=1+1",),
    ),
    Attack(
        "output",
        "a report through a folder that is a link out of here",
        link("out", "/usr"),
        ("lint", "-o", "json=out/lib/dslint-report.json", "/dev/null"),
        2,
        ("leads out of the current folder",),
    ),
]
