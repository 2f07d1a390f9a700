"""Every command that a page shows has options that exist; recipes are run, with other programs played."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dslint.cli.commands import dslint as program
from tests.needs import ROOT

HELP = ROOT / "docs" / "reference" / "commands.md"
"""The help itself, which is generated from the options."""
PAGES = [ROOT / "README.md", *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page != HELP)]
_BLOCK = re.compile(r"^```(?:sh|console|bash|ya?ml|)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"(?:^|[\s(|;&])(?:kubectl )?dslint (?P<words>[a-z][^\n]*)")
_END = {"|", "||", "&&", ";", ">", "2>", "#", "\\"}

AGENT = (ROOT / "examples" / "storage-agent.yaml").read_text(encoding="utf-8")
NODES = (ROOT / "examples" / "inventory.yaml").read_text(encoding="utf-8")


def calls(text: str) -> Iterator[list[str]]:
    """The words of every call of dslint in the blocks of a page."""
    for block in _BLOCK.findall(text):
        for found in _CALL.finditer(block.replace("\\\n", " ")):
            yield _until_the_shell_goes_on(found["words"])


def _until_the_shell_goes_on(words: str) -> list[str]:
    lexer = shlex.shlex(re.sub(r"[<>]\([^)]*\)|\)", " ", words), posix=True, punctuation_chars="|;&")
    lexer.whitespace_split = True
    lexer.commenters = ""
    found: list[str] = []
    try:
        for word in lexer:
            if word in _END or word.startswith(("#", ">")):
                break
            found.append(word)
    except ValueError:  # the other half of a quoted text stands on a line of its own
        pass
    return found


def unknown(words: list[str]) -> list[str]:
    """The command or options of a call that do not exist."""
    command: click.Command = program
    rest = list(words)
    while isinstance(command, click.Group) and rest:
        inner = command.get_command(click.Context(command), rest[0])
        if inner is None:
            return rest[:1]
        command = inner
        rest.pop(0)
    options = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    used = [word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)]
    return [option for option in used if option not in options]


@pytest.mark.parametrize("page", PAGES, ids=[path.relative_to(ROOT).as_posix() for path in PAGES])
def test_commands_and_options_exist(page: Path) -> None:
    wrong = [(words, unknown(words)) for words in calls(page.read_text(encoding="utf-8"))]
    assert [found for found in wrong if found[1]] == []


def test_a_wrong_option_is_noticed() -> None:
    text = "```sh\nhelm template x | dslint lint --colour - || exit 1\ndslint lnt\n```\n"
    assert [unknown(words) for words in calls(text)] == [["--colour"], ["lnt"]]


RECIPES = {
    "guides/helm.md": ["update-on-delete", "update-on-delete", "storage-agent:2.5.0"],
    "guides/kustomize.md": ["update-on-delete", "update-on-delete", "storage-agent:2.5.0"],
    "guides/gitops.md": ["update-on-delete", "update-on-delete"],
    "guides/many-clusters.md": ["", "<title>dslint: DaemonSets in all clusters"],
    "recipes.md": ["storage/storage-agent"],
    "large-scale.md": ['"rule": "update-on-delete"', '"file": "repositories/two/agent.yaml"'],
}
"""Page: what each of its `sh` blocks prints, or leaves in a file."""

PLAYED = f"""#!{sys.executable}
import sys
words = " ".join(sys.argv)
if "get-contexts" in words:
    print("prod")
elif "get nodes" in words:
    node = '{{"apiVersion": "v1", "kind": "Node", "metadata": {{"name": "a"}}}}'
    print(f'{{{{"kind": "List", "items": [{{node}}]}}}}')
elif "flux" in sys.argv[0]:
    sys.stdout.write(sys.stdin.read())
else:
    text = open("agent.yaml").read()
    old = any(mark in words for mark in ("live", "1.2.0", "base", "get daemonsets"))
    sys.stdout.write(text.replace("2.4.1", "2.5.0") if old else text)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with charts, overlays and clusters, and the programs that the recipes call."""
    top = tmp_path / "top"
    (top / "bin").mkdir(parents=True)
    for name in ("helm", "kubectl", "argocd", "flux", "git"):
        _program(top / "bin" / name, PLAYED)
    _program(top / "bin" / "dslint", f'#!/bin/sh\nexec {sys.executable} -m dslint "$@"\n')
    _program(top / "bin" / "git", "#!/bin/sh\nexit 0\n")
    files = {
        "agent.yaml": AGENT,
        "nodes.yaml": NODES,
        "deploy/agent.yaml": AGENT,
        "charts/agent/values.yaml": "a: 1\n",
        "overlays/prod/kustomization.yaml": "resources: []\n",
        "clusters/here.yaml": NODES,
        "repositories/one/agent.yaml": AGENT,
        "repositories/two/agent.yaml": AGENT,
    }
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    return top


def _program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def blocks(page: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_every_recipe_is_in_the_table() -> None:
    found = {
        path.relative_to(ROOT / "docs").as_posix(): len(blocks(path.relative_to(ROOT / "docs").as_posix()))
        for path in (ROOT / "docs").rglob("*.md")
    }
    assert {page: number for page, number in found.items() if number} == {
        page: len(expected) for page, expected in RECIPES.items()
    }


@pytest.mark.needs("bash")
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="recipes for a POSIX shell")
@pytest.mark.parametrize("page", RECIPES)
def test_recipes_do_what_the_page_says(page: str, folder: Path) -> None:
    for block, expected in zip(blocks(page), RECIPES[page], strict=True):
        done = subprocess.run(
            ["bash", "-c", block],
            cwd=folder,
            env={**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        written = (path for path in folder.iterdir() if path.suffix in (".jsonl", ".html"))
        left = "".join(path.read_text(encoding="utf-8") for path in written)
        assert expected in done.stdout + left, done.stdout + done.stderr
        assert done.returncode in {0, 1, 123}, done.stderr  # 123: xargs, of a call that found something
