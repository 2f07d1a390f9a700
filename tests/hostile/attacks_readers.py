"""Attacks on what is read beside manifests: configuration, baseline, pools, pods, policies, steps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.hostile.attack import BAD, GOOD, NODES, Attack

LISTS = "[" * 20_000 + "]" * 20_000
OBJECTS = '{"a":' * 5_000 + "1" + "}" * 5_000
DIGITS = "9" * 5_000
BASELINE = ("lint", "--baseline", "b.json", "a.yaml")
LINT = ("lint", "-o", "compact", ".")
PLAN = ("plan", "a.yaml", "--nodes", "n.yaml")
UPDATE = "error update-strategy"
ESC = "\x1b[31m\n::error::x"
DEEP = "nested too deeply (more than 200 levels)"
POLICY = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: ["*"], resources: [daemonsets]}]
  validations:
  - expression: "EXPRESSION"
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b}
spec: {policyName: p, validationActions: [Deny]}
"""
MODULES = '{"resources":[],"child_modules":[' * 3_000 + "]}" * 3_000
ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)


def _terraform(values: str) -> str:
    group = '{"type":"google_container_node_pool","address":"a","name":"a","mode":"managed","values":%s}'
    return _plan_of('{"resources":[%s]}' % (group % values))


def _plan_of(module: str) -> str:
    return (
        f'{{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{{"root_module":{module}}}}}'
    )


def _files(contents: dict[str, str | bytes]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for name, content in {"a.yaml": GOOD, "n.yaml": NODES, **contents}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return make


Row = tuple[str, dict[str, str | bytes], tuple[str, ...], int, tuple[str, ...]]
"""Name, files, dslint's arguments, exit code, and what is said."""

ROWS: tuple[Row, ...] = (
    ("a configuration of brackets", {".dslint.yaml": f"ignore: {LISTS}"}, LINT, 2, (DEEP,)),
    ("a configuration of aliases", {".dslint.yaml": ALIASES}, LINT, 2, ("expand to too much data",)),
    (
        "a configuration with 50,000 unknown rules",
        {".dslint.yaml": "severity:\n" + "".join(f"  rule-{n}: error\n" for n in range(50_000))},
        LINT,
        2,
        (".dslint.yaml:2:", "unknown rule 'rule-0'", "only the first 100 errors are shown"),
    ),
    (
        "a configuration with 50,000 unknown keys",
        {".dslint.yaml": "".join(f"key-{n}: 1\n" for n in range(50_000))},
        LINT,
        2,
        ("unknown key", "only the first 100 errors are shown"),
    ),
    (
        "a configuration with 20,000 duplicate keys",
        {".dslint.yaml": "severity: {}\n" * 20_000},
        LINT,
        2,
        ("duplicate key 'severity'", "only the first 100 errors are shown"),
    ),
    (
        "a profile with escapes",
        {".dslint.yaml": 'profile: "\\e[31m\\n::error::x"\n'},
        LINT,
        2,
        ("\\x1b[31m",),
    ),
    (
        "kustomization of brackets",
        {"a.yaml": BAD, "kustomization.yaml": f"resources: {LISTS}"},
        LINT,
        1,
        (UPDATE,),
    ),
    (
        "a kustomization that names itself",
        {"a.yaml": BAD, "kustomization.yaml": "resources: ['.', '..', 'a.yaml', '../']\n"},
        LINT,
        1,
        (UPDATE,),
    ),
    (
        "a patch in brackets",
        {"kustomization.yaml": f"resources: [a.yaml]\npatches:\n- patch: '{LISTS}'\n"},
        LINT,
        0,
        ("not linted: kustomization.yaml",),
    ),
    (
        "a patch with a path of 50,000 levels",
        {
            "kustomization.yaml": (
                "resources: [a.yaml]\npatches:\n- target: {kind: DaemonSet}\n"
                f"""  patch: '[{{"op":"add","path":"{"/spec" * 50_000}","value":1}}]'\n"""
            )
        },
        LINT,
        1,
        ("kustomization.yaml:4:", "unknown-field"),
    ),
    ("a baseline of lists", {"b.json": LISTS}, BASELINE, 2, ("b.json:1:1001", DEEP)),
    ("a baseline of objects", {"b.json": OBJECTS}, BASELINE, 2, ("b.json:1:1001", DEEP)),
    (
        "a baseline of a version of 5,000 digits",
        {"b.json": f'{{"version": {DIGITS}, "entries": []}}'},
        BASELINE,
        2,
        ("b.json:1:13: this number is too large",),
    ),
    (
        "expectations of brackets",
        {"e.txt": LISTS},
        (*PLAN, "--expectations", "e.txt"),
        2,
        ("e.txt:1:",),
    ),
    (
        "an expectation of 5,000 digits",
        {"e.txt": f"agent runs on at least {DIGITS} nodes\n"},
        (*PLAN, "--expectations", "e.txt"),
        2,
        ("e.txt:1:",),
    ),
    (
        "added nodes of brackets",
        {"m.yaml": f"nodes: {LISTS}"},
        (*PLAN, "--what-if", "add:m.yaml"),
        2,
        ("m.yaml:1:", DEEP),
    ),
    (
        "added nodes of objects",
        {"m.json": OBJECTS},
        (*PLAN, "--what-if", "add:m.json"),
        2,
        ("m.json:1:1001", DEEP),
    ),
    (
        "a pool scaled to 5,000 digits",
        {"n.yaml": "pools: [{name: p, count: 2}]\n"},
        (*PLAN, "--what-if", f"scale:p:{DIGITS}"),
        2,
        ("at most 5 digits",),
    ),
    (
        "terraform modules 3,000 deep",
        {"n.json": _plan_of(MODULES)},
        ("plan", "a.yaml", "--nodes", "n.json"),
        2,
        ("n.json:1:", DEEP),
    ),
    (
        "a terraform pool of infinitely many nodes",
        {"n.json": _terraform('{"name":"x","node_count":1e400}')},
        ("plan", "a.yaml", "--nodes", "n.json"),
        2,
        ("n.json:1:", "this number is too large"),
    ),
    (
        "a terraform pool with 5,000 digits of nodes",
        {"n.json": _terraform(f'{{"name":"x","node_count":{DIGITS}}}')},
        ("plan", "a.yaml", "--nodes", "n.json"),
        2,
        ("n.json:1:", "this number is too large"),
    ),
    ("pods of brackets", {"p.json": LISTS}, (*PLAN, "--pods", "p.json"), 2, ("p.json:1:1001", DEEP)),
    (
        "nodes of a cluster of objects",
        {"c/x/nodes.json": OBJECTS},
        ("plan", "a.yaml", "--clusters", "c"),
        2,
        ("c/x/nodes.json:1:1001", DEEP),
    ),
    (
        "an expression of 3,000 parentheses",
        {"p.yaml": POLICY.replace("EXPRESSION", "(" * 3_000 + "true" + ")" * 3_000)},
        ("lint", "--fail-on", "never", "a.yaml", "p.yaml"),
        0,
        ("p.yaml:8:17", "recursion limit"),
    ),
    (
        "an expression of 5,000 digits",
        {"p.yaml": POLICY.replace("EXPRESSION", f"{DIGITS} > 1")},
        ("lint", "--fail-on", "never", "a.yaml", "p.yaml"),
        0,
        ("p.yaml:8:", "invalid int literal"),
    ),
    ("a rule with escapes", {}, ("explain", ESC), 2, ("\\x1b[31m",)),
    ("an expectation with escapes", {}, (*PLAN, "--expect", f"agent runs on {ESC}"), 2, ("\\x1b[31m",)),
    (
        "a node with escapes",
        {"n.yaml": 'nodes: [{name: "a\\e[31m\\n::error::x"}]'},
        PLAN,
        2,
        ("n.yaml:1:16", "\\x1b[31m"),
    ),
    ("a revision that is an option", {}, ("lint", "--since", "--upload-pack=touch x", "a.yaml"), 2, ()),
    ("an empty standard input", {}, ("lint", "-"), 2, ("standard input is empty",)),
)
ATTACKS = [
    Attack("readers", name, _files(contents), words, code, says, never=("\x1b", "\n::error"), output=60_000)
    for name, contents, words, code, says in ROWS
]
