"""What a start imports: a pre-commit hook pays for it on every commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT

HEAVY = {
    "asyncio",
    "click",
    "concurrent.futures",
    "dataclasses",
    "importlib.metadata",
    "importlib.resources",
    "inspect",
    "json",
    "jsonschema",
    "logging",
    "msgspec",
    "pathlib",
    "subprocess",
}
"""What takes milliseconds to import and a plain `dslint lint` has no use for."""

DAEMONSET = (ROOT / "examples" / "log-collector.yaml").read_text(encoding="utf-8")
WITH_FINDING = (ROOT / "examples" / "storage-agent.yaml").read_text(encoding="utf-8")
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n"


def imported_by(code: str) -> set[str]:
    """The modules that a piece of code adds to those of a bare interpreter."""
    program = f"""
import sys
before = set(sys.modules)
sys.path.insert(0, {str(ROOT)!r})
try:
{code}
except SystemExit:
    pass
print("\\n" + " ".join(sorted(set(sys.modules) - before)))
"""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def imported_by_linting(file: Path, text: str) -> set[str]:
    file.write_text(text, encoding="utf-8")
    return imported_by(f"    from dslint.cli.main import main\n    main(['lint', {str(file)!r}])")


def test_importing_dslint_loads_nothing_else() -> None:
    assert (
        imported_by("    import dslint") - {"__future__", "typing"}
        <= {"dslint", "dslint.version"} | _typing()
    )


@pytest.mark.parametrize("text", [DAEMONSET, WITH_FINDING], ids=["good", "with a finding"])
def test_a_plain_lint_call_imports_nothing_heavy(tmp_path: Path, text: str) -> None:
    loaded = imported_by_linting(tmp_path / "agent.yaml", text)
    assert "dslint.linter.engine" in loaded
    assert not loaded & HEAVY
    assert not [
        name
        for name in loaded
        if name.startswith(("dslint.cel", "dslint.policies", "dslint.linter.policies"))
    ]


def test_the_parser_is_not_imported_when_no_file_can_hold_a_daemonset(tmp_path: Path) -> None:
    loaded = imported_by_linting(tmp_path / "settings.yaml", CONFIG_MAP)
    assert "dslint.cli.main" in loaded
    assert not loaded & {"yaml", "ruamel.yaml", "dslint.reader.builder"}


def _typing() -> set[str]:
    """What the standard library's typing brings along."""
    return imported_by("    import typing")
