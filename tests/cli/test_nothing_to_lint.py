"""The short way for files without DaemonSets says what the whole way says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dslint.cli.lint import nothing_to_lint
from dslint.cli.lint.fast_path import plain_lint_call
from dslint.cli.main import main

CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n"
DAEMONSET = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent\n"
LISTING = "resources: [settings.yaml]\n"

FILES: dict[str, dict[str, str]] = {
    "one": {"a.yaml": CONFIG_MAP},
    "two": {"a.yaml": CONFIG_MAP, "b.yaml": CONFIG_MAP},
    "a DaemonSet": {"a.yaml": CONFIG_MAP, "b.yaml": DAEMONSET},
    "a DaemonSet with an escape": {"a.yaml": CONFIG_MAP.replace("ConfigMap", '"D\\x61emonSet"')},
    "no object": {"a.yaml": "name: settings\n"},
    "two documents": {"a.yaml": f"{CONFIG_MAP}---\n{CONFIG_MAP}"},
    "empty": {"a.yaml": ""},
    "missing": {},
    "a kustomization": {"a.yaml": CONFIG_MAP, "kustomization.yaml": LISTING},
    "a configuration": {"a.yaml": CONFIG_MAP, ".dslint.yaml": "exclude: [a.yaml]\n"},
    "an invalid configuration": {"a.yaml": CONFIG_MAP, ".dslint.yaml": "exclude: 1\n"},
    "two configurations": {"a.yaml": CONFIG_MAP, ".dslint.yaml": "", ".dslint.yml": ""},
}
OPTIONS: dict[str, tuple[str, ...]] = {
    "plain": (),
    "quiet": ("-q",),
    "isolated": ("--isolated",),
    "hook": ("--no-fail-on-skipped", "--context", "."),
    "fail on skipped": ("--fail-on-skipped",),
    "fail on info": ("--fail-on", "info"),
    "json": ("-o", "json"),
    "twice": ("a.yaml",),
    "folder": (".",),
}


def said(words: list[str], capfd: pytest.CaptureFixture[str]) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(words)
    out, err = capfd.readouterr()
    return ended.value.code, out, re.sub(r"\d\.\d\d s$", "", err, flags=re.MULTILINE)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_both_ways_agree(
    files: dict[str, str],
    options: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    named = [name for name in files if name[0] in "ab"] or ["a.yaml"]
    words = ["lint", *options, *named]
    short = said(words, capfd)
    monkeypatch.setattr(nothing_to_lint, "files_without_daemonsets", lambda _: 0)
    assert short == said(words, capfd)


@pytest.mark.parametrize(
    "words, files",
    [
        (["a.yaml"], 1),
        (["a.yaml", "folder/b.yaml"], 2),
        (["--no-fail-on-skipped", "--context", ".", "a.yaml"], 1),
        (["-q", "--fail-on", "info", "a.yaml"], 1),
        (["a.yaml", "./a.yaml"], 0),
        (["a.yaml", "folder"], 0),
        (["a.yaml", "-"], 0),
        (["a.yaml", "missing.yaml"], 0),
        (["-o", "json", "a.yaml"], 0),
        ([], 0),
    ],
)
def test_which_calls_take_the_short_way(
    words: list[str], files: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    for name in ("a.yaml", "folder/b.yaml"):
        Path(name).write_text(CONFIG_MAP, encoding="utf-8")
    call = plain_lint_call(["lint", *words])
    assert call is not None
    assert nothing_to_lint.files_without_daemonsets(call) == files
