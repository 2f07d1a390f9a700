"""The same input gives the same bytes for any hash seed, order of the files, and number of processes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.hostile.generated import made_data, made_nodes, made_text
from tests.needs import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="compares output with paths of POSIX"),
]

FILES = 24
ROOM = {"cpu": 1000, "memory": "4Ti", "pods": 1000}
FORMATS = ("text", "json", "sarif", "github", "gitlab", "markdown", "junit", "compact")
PLAN_FORMATS = ("text", "json", "csv", "html")
RUN = (
    "import sys\n"
    "from dslint.cli.main import main\n"
    "for words in sys.argv[1].split('|'):\n"
    "    try:\n"
    "        main(words.split())\n"
    "    except SystemExit as stopped:\n"
    "        print(words, stopped.code, flush=True)\n"
)


_SECONDS = re.compile(rb", \d+\.\d+ s$", re.MULTILINE)


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    chance = Random(20)  # noqa: S311 - nothing secret
    for number in range(FILES):
        (folder / f"{number:02}.yaml").write_bytes(made_text(chance).encode())
    (folder / "named").mkdir()
    for number in range(FILES):
        data = made_data(chance)
        data["metadata"] = {"name": f"agent-{number}"}
        text = json.dumps(data).replace('"ports"', '"noPorts"')
        (folder / "named" / f"{number:02}.json").write_text(text, encoding="utf-8")
    roomy = [{**node, "allocatable": ROOM} for node in made_nodes(chance)]
    (folder / "roomy.json").write_text(json.dumps({"nodes": roomy}), encoding="utf-8")
    (folder / "nodes.json").write_text(json.dumps({"nodes": made_nodes(chance)}), encoding="utf-8")
    return folder


def output(folder: Path, commands: list[str], seed: str = "0") -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, "|".join(commands)],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"internal error" not in done.stderr
    return done.stdout + _SECONDS.sub(b"", done.stderr)


def test_any_hash_seed_gives_the_same_bytes(folder: Path) -> None:
    commands = [f"lint --isolated --profile all -o {name} ." for name in FORMATS]
    commands += [
        f"plan --isolated . --nodes nodes.json -o {name}" for name in ("text", "json", "csv", "html")
    ]
    commands += ["diff --isolated 00.yaml 01.yaml --nodes nodes.json -o json", "describe 02.yaml 03.yaml"]
    first = output(folder, commands)
    assert len(first) > 50_000
    for seed in ("1", "4242"):
        assert output(folder, commands, seed) == first


@pytest.mark.parametrize(
    "folder_of, command",
    [
        ("*.yaml", "lint --isolated --profile all -o json {}"),
        ("named/*.json", "plan --isolated --nodes roomy.json -o json {}"),
    ],
)
def test_the_order_of_the_files_decides_nothing(folder: Path, folder_of: str, command: str) -> None:
    """In a plan each DaemonSet has a name of its own and all have room.

    Of those defined again, costs count the last one; those that compete are created in the order given.
    """
    names = [str(path.relative_to(folder)) for path in sorted(folder.glob(folder_of))]
    assert len(names) == FILES
    orders = names, Random(1).sample(names, len(names))  # noqa: S311
    first, second = (output(folder, [command.format(" ".join(order))]) for order in orders)
    assert _without_commands(first) == _without_commands(second)


def _without_commands(printed: bytes) -> list[bytes]:
    return [line for line in printed.splitlines() if not line.startswith((b"lint ", b"plan "))]


def test_the_number_of_processes_decides_nothing(folder: Path) -> None:
    runs = [output(folder, [f"lint --isolated --profile all -o json --jobs {jobs} ."]) for jobs in (1, 3)]
    assert _without_commands(runs[0]) == _without_commands(runs[1])
    assert b'"findings"' in runs[0]
