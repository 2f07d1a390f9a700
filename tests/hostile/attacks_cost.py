"""Attacks by size and depth: numbers of any length, deep and odd JSON and YAML, sums without a limit."""

from __future__ import annotations

import json

from tests.hostile.attack import GOOD, NODES, Attack, files

DIGITS = "9" * 5_000
NUMBERS = ("1e400", f'"{DIGITS}"', f'"1e{DIGITS}"', f'"-{DIGITS}"', "1e999999999", f'"0.{DIGITS}"')
RESOURCES = "requests: {cpu: 10m, memory: 16Mi}"
COMMANDS = {
    "lint": ("lint", "--fail-on", "never", "m.yaml"),
    "plan": ("plan", "--fail-on", "never", "m.yaml", "--nodes", "n.yaml"),
    "describe": ("describe", "m.yaml"),
    "diff": ("diff", "--fail-on", "never", "good.yaml", "m.yaml", "--nodes", "n.yaml"),
}


def _nodes(items: str) -> str:
    return f'{{"kind":"List","apiVersion":"v1","items":[{items}]}}'


def _node(more: str) -> str:
    return f'{{"kind":"Node","apiVersion":"v1","metadata":{{"name":"n-1"}}{more}}}'


INVENTORIES: dict[str, tuple[str | bytes, int]] = {
    "an item that is null": (_nodes("null"), 2),
    "300 levels": (_nodes(_node(f',"spec":{{"x":{"[" * 300}{"]" * 300}}}')), 0),
    "5,000 levels": (_nodes(_node(f',"spec":{{"x":{"[" * 5_000}{"]" * 5_000}}}')), 2),
    "100,000 levels": (_nodes(_node(f',"spec":{{"x":{"[" * 100_000}{"]" * 100_000}}}')), 2),
    "a number without end": (_nodes(_node(',"status":{"allocatable":{"cpu":1e400}}')), 2),
    "a byte that is not UTF-8": (
        _nodes(_node(',"spec":{"providerID":"?"}')).encode().replace(b"?", b"\xff"),
        0,
    ),
    "a name of digits": (_nodes(_node("").replace("n-1", "1" * 20_000 + "x")), 0),
    "half a document": (_nodes(_node(""))[:-1], 2),
}
YAML_INVENTORIES: dict[str, tuple[str, int]] = {
    "a number of 5,000 digits": (f"nodes:\n  - {{name: n-1, allocatable: {{memory: {DIGITS}}}}}\n", 0),
    "a version of 5,000 digits": (f"nodes:\n  - {{name: n-1, kubelet: v1.{DIGITS}}}\n", 0),
    "40 pools of a million": (
        "pools:\n" + "".join(f"  - {{name: p{n}, count: 1000000}}\n" for n in range(40)),
        2,
    ),
    "aliases of a pool": ("a: &a {name: p, count: 1000000}\npools: [*a, *a]\n", 2),
    "a chain of anchors": (
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 1_500)),
        2,
    ),
}
LABEL = {"a\u0001b": "c\u0007", "d": "e"}
JSON_MANIFEST = json.dumps({
    "apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "a"},
    "spec": {"template": {"metadata": {"labels": LABEL},
                          "spec": {"containers": [{"name": "a", "image": "b:1"}]}}},
})  # fmt: skip

ATTACKS = [
    *(
        Attack(
            "numbers",
            f"{command}: {field} of {number[:6]} ({len(number)} characters)",
            files(m_yaml=text, good_yaml=GOOD, n_yaml=NODES),
            words,
            0,
        )
        for number in NUMBERS
        for field, text in (
            ("memory", GOOD.replace(RESOURCES, f"requests: {{cpu: 10m, memory: {number}}}")),
            ("cpu", GOOD.replace(RESOURCES, f"requests: {{cpu: {number}, memory: 1Mi}}")),
            ("maxUnavailable", GOOD.replace("maxUnavailable: 1", f"maxUnavailable: {number}")),
        )
        for command, words in COMMANDS.items()
    ),
    *(
        Attack("numbers", f"{words[0]} with {DIGITS[:3]}…", files(m_yaml=GOOD, n_yaml=NODES), words, code)
        for words, code in (
            (("plan", "m.yaml", "--nodes", "n.yaml", "--expect", f"desired={DIGITS}"), 1),
            (("lint", "--kubernetes", f"1.{DIGITS}", "m.yaml"), 2),
        )
    ),
    *(
        Attack(
            "inventories",
            what,
            files(m_yaml=GOOD, n_json=content),
            ("plan", "m.yaml", "--nodes", "n.json"),
            code,
        )
        for what, (content, code) in INVENTORIES.items()
    ),
    *(
        Attack(
            "inventories",
            what,
            files(m_yaml=GOOD, n_yaml=content),
            ("plan", "m.yaml", "--nodes", "n.yaml"),
            code,
        )
        for what, (content, code) in YAML_INVENTORIES.items()
    ),
    *(
        Attack(
            "text",
            f"a control character in a label: {words[0]}",
            files(m_json=JSON_MANIFEST, n_yaml=NODES),
            words,
            1,
        )
        for words in (("lint", "m.json"), ("plan", "m.json", "--nodes", "n.yaml"))
    ),
]
