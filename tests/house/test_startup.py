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
    "typing",
}
"""What takes milliseconds to import and a plain `dslint lint` has no use for."""

PLAIN = Path(__file__).with_name("plain_lint_imports.txt")
"""What a plain lint of a good DaemonSet imports of dslint, one module a line; checks are not among it.

Which checks load is in `checks.table`, by the keys of the manifest.
"""

OTHER_PARSER = "dslint.reader.pure_yaml"
"""Loads where there is no compiled parser."""

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
    loaded = imported_by("    import dslint")
    assert loaded == {"__future__", "dslint", "dslint.version"}


def test_the_version_is_printed_before_anything_is_loaded() -> None:
    loaded = imported_by("    from kube_dslint import main\n    sys.argv[1:] = ['--version']\n    main()")
    assert "dslint.cli.main" in loaded
    assert not loaded & {"collections", "re", "click", "dslint.cli.opening"}


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


def test_a_plain_lint_call_imports_what_is_listed(tmp_path: Path) -> None:
    """A module more is paid for at every start: import it where it is used, or add it to the list.

    A module less may be taken off the list.
    """
    listed = PLAIN.read_text(encoding="utf-8").split()
    loaded = sorted(
        name
        for name in imported_by_linting(tmp_path / "agent.yaml", DAEMONSET)
        if name.startswith("dslint") and not name.startswith("dslint.checks.") and name != OTHER_PARSER
    )
    assert loaded == listed


def test_modules_for_rare_fields_load_with_the_field(tmp_path: Path) -> None:
    rare = DAEMONSET.replace(
        "      nodeSelector:\n", "      dnsConfig: {nameservers: [10.0.0.10]}\n      nodeSelector:\n"
    )
    module = "dslint.kubernetes.validation.pod.dns"
    assert module not in imported_by_linting(tmp_path / "agent.yaml", DAEMONSET)
    assert module in imported_by_linting(tmp_path / "rare.yaml", rare)


def test_the_parser_is_not_imported_when_no_file_can_hold_a_daemonset(tmp_path: Path) -> None:
    loaded = imported_by_linting(tmp_path / "settings.yaml", CONFIG_MAP)
    assert "dslint.cli.lint.nothing_to_lint" in loaded
    assert not loaded & {"re", "yaml", "ruamel.yaml", "dslint.cli.lint.run", "dslint.reader.stream"}
