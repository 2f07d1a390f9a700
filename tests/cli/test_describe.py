"""`dslint describe` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import golden
from tests.cli.running import run

HERE = Path(__file__).parent
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / "diff")


def test_every_daemonset_is_described(capsys: Out) -> None:
    assert run("describe", "new/agents.yaml") == 0
    golden.check(capsys.readouterr().out, HERE / "golden" / "describe.text")


def test_as_json_by_topic(capsys: Out) -> None:
    assert run("describe", "old", "--only", "default/by-*", "-o", "json") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["daemonset"], one["file"], one["line"]) == ("default/by-hand", "old/agents.yaml", 44)
    assert one["described"]["updates"].startswith("OnDelete:")


def test_services_beside_it_say_how_it_is_reached(tmp_path: Path, capsys: Out) -> None:
    text = Path("new/same.yaml").read_text(encoding="utf-8")
    service = "---\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: same}, ports: [{port: 80}]}\n"
    (tmp_path / "all.yaml").write_text(text + service, encoding="utf-8")
    run("describe", str(tmp_path / "all.yaml"))
    assert "Service s (port 80) leads to a pod on any node." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "words, code", [(("nodes.yaml",), 0), (("new", "--only", "x/y"), 2), (("nowhere",), 2)]
)
def test_nothing_to_describe(words: tuple[str, ...], code: int, capsys: Out) -> None:
    assert run("describe", *words) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no DaemonSet found" in captured.err or "cannot read nowhere" in captured.err


def test_a_file_that_is_no_yaml_is_named_with_the_place(tmp_path: Path, capsys: Out) -> None:
    text = Path("new/same.yaml").read_text(encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(f"{text}---\nkind: DaemonSet\n  x: y\n", encoding="utf-8")
    line = text.count("\n") + 3
    assert run("describe", str(tmp_path / "bad.yaml")) == 2
    captured = capsys.readouterr()
    assert "same" in captured.out
    assert f"bad.yaml:{line}:" in captured.err
    assert "cannot be read as YAML: " in captured.err
