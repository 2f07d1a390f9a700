"""How much work fixed inputs take, in steps and not in time: a busy machine counts the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.needs import ROOT

_COUNTING = """
import json, os, re, sys
sys.path.insert(0, {root!r})
before = set(sys.modules)
steps = {{
    ("compile", os.path.join("re", "_compiler.py")): "compiled",
    ("decode", os.path.join("reader", "encoding.py")): "decoded",
    ("build", os.path.join("reader", "builder.py")): "parsed",
}}
counts = dict.fromkeys(steps.values(), 0)

def count(frame, event, _):
    code = frame.f_code
    if event == "call" and code.co_name in ("compile", "decode", "build"):
        for (name, file), key in steps.items():
            counts[key] += code.co_name == name and code.co_filename.endswith(file)

sys.setprofile(count)
from dslint import reader
reader.ALONE = True
from dslint.cli.main import main
try:
    main({words!r})
except SystemExit:
    pass
sys.setprofile(None)
counts["imported"] = len([name for name in set(sys.modules) - before if name.startswith("dslint")])
print("\\n" + json.dumps(counts))
"""


class Work(NamedTuple):
    """The most an input may take: texts decoded, documents parsed, patterns compiled, modules imported."""

    decoded: int
    parsed: int
    compiled: int
    imported: int


def work(words: list[str]) -> Work:
    code = _COUNTING.format(root=str(ROOT), words=words)
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    return Work(**json.loads(done.stdout.splitlines()[-1]))


OTHER = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n"
DAEMONSET = (ROOT / "examples" / "log-collector.yaml").read_text(encoding="utf-8")
INPUTS: dict[str, tuple[dict[str, str], Work]] = {
    "another object": ({"other.yaml": OTHER}, Work(decoded=0, parsed=0, compiled=0, imported=25)),
    "a DaemonSet": ({"agent.yaml": DAEMONSET}, Work(decoded=1, parsed=1, compiled=37, imported=228)),
    "a DaemonSet among others": (
        {"agent.yaml": DAEMONSET, **{f"other-{number}.yaml": OTHER for number in range(50)}},
        Work(decoded=2, parsed=1, compiled=54, imported=242),
    ),
    "one text with others": (
        {"all.yaml": "---\n".join([DAEMONSET, *[OTHER.replace("ConfigMap", "Widget")] * 50])},
        Work(decoded=1, parsed=1, compiled=37, imported=228),
    ),
}


@pytest.mark.parametrize("files, most", INPUTS.values(), ids=INPUTS)
def test_no_more_work_than_needed(files: dict[str, str], most: Work, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    place = tmp_path if len(files) > 1 else tmp_path / next(iter(files))
    done = work(["lint", "--jobs", "1", str(place)] if len(files) > 1 else ["lint", str(place)])
    assert all(did <= limit for did, limit in zip(done, most, strict=True)), done
    if most.parsed:
        assert done.parsed == most.parsed
