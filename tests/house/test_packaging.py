"""What is built holds everything that runs: each package is installed alone, and both commands run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from dslint.version import __version__
from tests.needs import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution; the wheel is built from the latter."""
    folder = tmp_path_factory.mktemp("packages")
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)], cwd=ROOT)
    return folder


def _run(command: list[str], cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
    return done.stdout


def _files(*folders: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }


def test_the_wheel_holds_the_package_its_data_and_the_licence(packages: Path) -> None:
    with zipfile.ZipFile(packages / f"kube_dslint-{__version__}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())
        metadata = wheel.read(f"kube_dslint-{__version__}.dist-info/METADATA").decode()
    code = _files("dslint") | {"kube_dslint.py"}
    data = {f"dslint/_data/{name}" for name in _files("rules", "schemas")}
    licences = {f"kube_dslint-{__version__}.dist-info/licenses/{name}" for name in ("LICENSE", "NOTICE")}
    assert {"dslint/py.typed", "dslint/api.py"} <= code
    assert data
    about = {
        f"kube_dslint-{__version__}.dist-info/{name}"
        for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "sboms/sbom.cdx.json")
    }
    assert names == code | data | licences | about
    assert "License-Expression: Apache-2.0\n" in metadata
    assert "Requires-Python: >=3.11\n" in metadata


def test_the_source_distribution_holds_what_the_wheel_is_built_from(packages: Path) -> None:
    with tarfile.open(packages / f"kube_dslint-{__version__}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= _files("dslint", "rules", "schemas") | {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "NOTICE",
    }
    assert not [name for name in names if name.startswith((".venv", "tests/", "locks/"))]


def test_two_builds_give_the_same_bytes(packages: Path, tmp_path: Path) -> None:
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)], cwd=ROOT)
    first = {path.name: path.read_bytes() for path in packages.iterdir()}
    second = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(first) == [
        f"kube_dslint-{__version__}-py3-none-any.whl",
        f"kube_dslint-{__version__}.tar.gz",
    ]
    assert first == second


def test_the_package_index_would_accept_both(packages: Path) -> None:
    files = [str(path) for path in packages.iterdir()]
    told = _run([sys.executable, "-m", "twine", "check", "--strict", *files], cwd=ROOT)
    assert told.count("PASSED") == len(files) == 2
    wheel = next(packages.glob("*.whl"))
    _run([str(Path(sys.executable).with_name("check-wheel-contents")), str(wheel)], cwd=ROOT)


@pytest.mark.needs("packages")
@pytest.mark.parametrize("package", ["*.whl", "*.tar.gz"], ids=["wheel", "sdist"])
def test_an_installed_package_lints_and_plans(package: str, packages: Path, tmp_path: Path) -> None:
    _lint_and_plan(_installed([str(next(packages.glob(package)))], tmp_path / "clean"), tmp_path)


@pytest.mark.needs("packages", "oldest dependencies")
def test_the_oldest_dependencies_it_allows_suffice(packages: Path, tmp_path: Path) -> None:
    bounds = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    oldest = [bound.replace(">=", "==") for bound in bounds]
    assert all("==" in bound for bound in oldest)
    programs = _installed(["--prefer-binary", *oldest, str(next(packages.glob("*.whl")))], tmp_path / "clean")
    _lint_and_plan(programs, tmp_path)


def _lint_and_plan(programs: Path, tmp_path: Path) -> None:
    """Both commands print for the examples, far from the checkout, what they print in it."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for command, golden in (
        (["lint", "examples"], "lint.txt"),
        (["plan", "examples", "--nodes", "examples/inventory.yaml"], "plan.txt"),
    ):
        done = subprocess.run(
            [str(programs / "dslint"), *command],
            cwd=tmp_path,
            capture_output=True,
            env=_without_python_paths(),
            check=False,
        )
        expected = (ROOT / "tests" / "examples" / golden).read_text(encoding="utf-8")
        assert done.stdout.decode("utf-8") == expected, done.stderr
        assert done.returncode == 1


def _installed(wanted: list[str], folder: Path) -> Path:
    """Install into a new environment, with nothing but what is asked for; where its programs are."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    _run([*pip, *wanted], cwd=folder)
    return programs


def _without_python_paths() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
