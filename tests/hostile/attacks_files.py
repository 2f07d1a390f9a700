"""Attacks by files and folders: what is found is opened only if it is a regular file inside the tree."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.hostile.attack import BAD, GOOD, NODES, Attack, Maker, both, fifo, files, link

INVALID = "error update-strategy"
STEERING = (".gitignore", "kustomization.yaml", "kustomization.yml", "Kustomization")
BLOCKING = ("/dev/zero", "/proc/kmsg", "/dev/stdin", "/dev/tty")
COMMANDS = {
    "lint": ("lint", "-o", "compact", "."),
    "plan": ("plan", ".", "--nodes", "n.json"),
    "describe": ("describe", "."),
}
NODES_JSON = '{"kind":"List","items":[{"kind":"Node","apiVersion":"v1","metadata":{"name":"n-1"}}]}'


def _deep(levels: int) -> Maker:
    def make(folder: Path) -> None:
        here = Path.cwd()
        os.chdir(folder)
        for _ in range(levels):
            Path("d").mkdir()
            os.chdir("d")
        Path("x.yaml").write_text(BAD, encoding="utf-8")
        os.chdir(here)

    return make


def _many_ignores(folder: Path) -> None:
    (folder / ".gitignore").write_text("".join(f"*x{n}*\n" for n in range(50_000)), encoding="utf-8")
    for number in range(300):
        (folder / f"{number}.yaml").write_text(GOOD, encoding="utf-8")


def _sparse(folder: Path) -> None:
    (folder / "big.yaml").write_bytes(b"")
    os.truncate(folder / "big.yaml", 300 << 20)


def _written_to(folder: Path) -> None:
    subprocess.run(["sh", "-c", "cat fixable_txt > pipe &"], cwd=folder, check=True)


def _steered() -> list[Attack]:
    rows = []
    for name in STEERING:
        rows += [
            Attack(
                "files",
                f"{name} is a link to {target}",
                both(files(agent_yaml=BAD), link(name, target)),
                ("lint", "-o", "compact", "."),
                1,
                (INVALID, f"not linted: {name}"),
            )
            for target in BLOCKING
        ]
        rows += [
            Attack(
                "files",
                f"{name} is a named pipe",
                both(files(agent_yaml=BAD), fifo(name)),
                ("lint", "-o", "compact", "."),
                1,
                (INVALID, f"not linted: {name}"),
            ),
            Attack(
                "files",
                f"{name} is a link to itself",
                both(files(agent_yaml=BAD), link(name, name)),
                ("lint", "-o", "compact", "."),
                1,
                (INVALID, f"not linted: {name}"),
            ),
            Attack(
                "files",
                f"{name} two folders above one named file is a link to /dev/zero",
                both(files(a__b__agent_yaml=BAD), link(name, "/dev/zero")),
                ("lint", "-o", "compact", "a/b/agent.yaml"),
                1,
                (INVALID,),
            ),
        ]
    return rows


def _links() -> list[Attack]:
    targets = {
        "itself": "x.yaml",
        "another link and back": "y.yaml",
        "a name that is too long": "n" * 300,
        "a place below a file": "agent.yaml/x",
        "an endless device": "/dev/zero",
        "a kernel log": "/proc/kmsg",
        "a file outside": "../outside/secret.yaml",
        "a folder outside": "../outside",
        "the root": "/",
        "nothing": "nowhere",
    }
    rows = []
    for what, target in targets.items():
        make = both(
            files(tree__agent_yaml=BAD, outside__secret_yaml=BAD, tree__n_json=NODES_JSON),
            link("tree/x.yaml", target),
            link("tree/y.yaml", "x.yaml"),
        )
        says = {
            "lint": (INVALID, "tree/agent.yaml", "not linted: tree/x.yaml"),
            "plan": ("left out: tree/x.yaml",),
            "describe": ("left out: tree/x.yaml",),
        }
        rows += [
            Attack(
                "files",
                f"{command} finds a link to {what}",
                make,
                tuple("tree" if word == "." else word for word in words if word != "n.json")
                + (("tree/n.json",) if command == "plan" else ()),
                {"lint": 1, "plan": 1, "describe": 0}[command],
                says[command],
                ("secret",),
            )
            for command, words in COMMANDS.items()
        ]
    return rows


def _named() -> list[Attack]:
    one = files(agent_yaml=GOOD, n_yaml=NODES)
    ways = {
        "lint": ("lint", "{}"),
        "plan": ("plan", "{}", "--nodes", "n.yaml"),
        "--nodes": ("plan", "agent.yaml", "--nodes", "{}"),
        "--pods": ("plan", "agent.yaml", "--nodes", "n.yaml", "--pods", "{}"),
        "--expectations": ("plan", "agent.yaml", "--nodes", "n.yaml", "--expectations", "{}"),
        "--what-if": ("plan", "agent.yaml", "--nodes", "n.yaml", "--what-if", "add:{}"),
        "--clusters": ("plan", "agent.yaml", "--clusters", "{}"),
        "diff": ("diff", "agent.yaml", "{}"),
        "describe": ("describe", "{}"),
        "inventory show": ("inventory", "show", "{}"),
    }
    return [
        Attack("files", f"{way}: {what}", both(one, make), tuple(word.format(name) for word in words), 2)
        for way, words in ways.items()
        for what, name, make in (
            ("a link to itself", "loop", link("loop", "loop")),
            ("a missing file", "missing", files()),
            ("a name that is too long", "n" * 300, files()),
            ("a place below a file", "agent.yaml/x", files()),
        )
    ]


ATTACKS = [
    *_steered(),
    *_links(),
    *_named(),
    *(
        Attack(
            "files",
            f"a .gitignore line that git ignores: {line!r}",
            files(agent_yaml=BAD, **{".gitignore": line + "\n"}),
            ("lint", "-o", "compact", "."),
            1,
            (INVALID,),
        )
        for line in (
            "!",
            "\\",
            "a\\",
            "[z-a]",
            "[",
            "[a",
            "[[:",
            "[[:x:]]",
            "/",
            "//",
            "!/",
            " ",
            "\0",
            "[\\",
        )
    ),
    *(
        Attack(
            "files",
            f"--exclude {glob!r}",
            files(agent_yaml=GOOD),
            ("lint", f"--exclude={glob}", "."),
            2,
            ("--exclude",),
        )
        for glob in ("!", "\\", "a\\", "[", "[[:x:]]", "/")
    ),
    *(
        Attack(
            "files",
            f"a .gitignore with {name}, and long names",
            both(files(**{".gitignore": line}), files(**{f"{'a' * 240}_yaml": BAD})),
            ("lint", "-o", "compact", "."),
            1,
            (INVALID,),
        )
        for name, line in (
            ("seven stars", "*a*a*a*a*a*ab\n"),
            ("300 stars", "*a" * 300 + "b\n"),
            ("stars between sets", "*[a-z]" * 100 + "b\n"),
            ("300 folders", "**/a" * 300 + "\n"),
            ("stars and folders", "/" + "**/*a*a*b/" * 50 + "\n"),
            ("question marks", "*?" * 100 + "b\n"),
            ("a line of a megabyte", "*a" * 500_000 + "b\n"),
        )
    ),
    Attack(
        "files",
        "50,000 lines with wildcards for 300 files",
        _many_ignores,
        ("lint", "."),
        0,
        ("49000 of them are not looked at",),
        yards=15_000,
    ),
    *(
        Attack("files", f"folders {levels} deep", _deep(levels), ("lint", "-o", "compact", "."), code)
        for levels, code in ((900, 1), (1500, 1), (5000, 0))
    ),
    Attack(
        "files",
        "the same file by three names",
        both(files(agent_yaml=BAD, sub__x="")),
        ("lint", "agent.yaml", "sub/../agent.yaml", "./agent.yaml"),
        1,
        ("1 error; 1 of 1 DaemonSet is rejected. 1 file",),
    ),
    Attack(
        "files",
        "a sparse file of 300 MB in a folder",
        _sparse,
        ("lint", "."),
        0,
        ("not linted: big.yaml (larger than 256 MB)",),
    ),
    Attack(
        "files",
        "an endless device that was named",
        files(),
        ("lint", "/dev/zero"),
        2,
        megabytes=3_000,
        yards=20_000,
    ),
    Attack(
        "files",
        "--fix on a named pipe",
        both(files(fixable_txt=GOOD.replace("image:", "Image:")), fifo("pipe"), _written_to),
        ("lint", "--fix", "--unsafe-fixes", "pipe"),
        1,
        ("not fixed: not a regular file",),
    ),
    *(
        Attack(
            "bypass",
            f"--fail-on-skipped: {what}",
            make,
            ("lint", "--fail-on-skipped", "."),
            1,
            ("1 not linted",),
        )
        for what, make in (
            ("a template mark", files(agent_yaml="#@ x\n" + BAD)),
            ("a patch mark", files(agent_yaml=BAD + "$patch: merge\n")),
            ("a .gitignore line", files(agent_yaml=BAD, **{".gitignore": "agent.yaml\n"})),
            ("an ignored folder", files(deploy__agent_yaml=BAD, **{".gitignore": "deploy/\n"})),
            (
                "its own kustomization",
                files(agent_yaml=BAD, kustomization_yaml="patches: [{path: agent.yaml}]\n"),
            ),
            ("a link out of the tree", link("agent.yaml", "/etc/hosts")),
        )
    ),
    Attack(
        "bypass",
        "--fail-on-skipped leaves ignored folders alone that hold no DaemonSet",
        files(agent_yaml=GOOD, build__x_yaml="a: 1\n", **{".gitignore": "build/\n"}),
        ("lint", "--fail-on-skipped", "."),
        0,
    ),
    Attack(
        "bypass",
        "what .gitignore leaves out is counted",
        files(agent_yaml=BAD, a_yaml=BAD, b__c_yaml=BAD, **{".gitignore": "a.yaml\nb/\n"}),
        ("lint", "."),
        1,
        ("1 error; 1 of 1 DaemonSet is rejected; 2 not linted.",),
    ),
]
