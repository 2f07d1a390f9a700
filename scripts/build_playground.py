"""Builds what the playground page runs: Python in WebAssembly with dslint in it.

    python3 scripts/build_playground.py SITE        write SITE/playground/runtime
    python3 scripts/build_playground.py --fetch     only fetch what is needed for that

`npm` and `pip` fetch what the lock files pin into `build/playground`, once; after that the build
works offline. Called by `scripts/docs.py --build`, with whose Python it shares hatchling and build.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "packaging" / "playground"
BUILD = ROOT / "build" / "playground"

RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
"""The files of Pyodide that a browser loads."""
PURE = ("attrs", "jsonschema", "jsonschema-specifications", "referencing", "ruamel-yaml")
COMPILED = "msgspec"
PLATFORM = ("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14", "--abi", "cp314")
_LEFT_OUT = re.compile(r"\.dist-info/(?!licenses/)|^dslint/(?:cli|editor)/|^kube_dslint\.py$")
"""Not needed in a browser, or not able to run there."""


class LackingError(Exception):
    """What this machine lacks to build the playground, in words for `not built: …`."""


def build(site: Path) -> Path:
    """Write the runtime of the playground into a built site; its folder. Raises LackingError."""
    pyodide = _pyodide()
    wheels = _wheels()
    target = site / "playground" / "runtime"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in RUNTIME:
        shutil.copy(pyodide / name, target / name)
    compiled = next(path for path in wheels if path.name.startswith(COMPILED))
    shutil.copy(compiled, target / compiled.name)
    _write_packages([path for path in wheels if path != compiled], target / "packages.zip")
    (target / "examples.json").write_text(json.dumps(examples()), encoding="utf-8")
    made = json.loads(
        _run(
            "node",
            str(SOURCES / "snapshot.mjs"),
            *(str(pyodide), str(target / "packages.zip"), str(target / "examples.json")),
            str(target / "snapshot.gz"),
        )
    )
    loaded = (*RUNTIME, "packages.zip", "examples.json", "snapshot.gz")
    about = {**made, "json": compiled.name, "bytes": sum((target / name).stat().st_size for name in loaded)}
    (target / "runtime.json").write_text(json.dumps(about), encoding="utf-8")
    return target


def examples() -> dict[str, object]:
    """The manifests of `examples/` by name, the nodes, and which of them the page begins with."""
    folder = ROOT / "examples"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    nodes = texts.pop("inventory")
    return {"manifests": texts, "nodes": nodes, "first": "storage-agent"}


def fetch() -> None:
    """Fetch what the lock files pin, unless it is there. Raises LackingError."""
    _pyodide()
    _packages()


def _pyodide() -> Path:
    lock = SOURCES / "package-lock.json"
    done = BUILD / "fetched.json"
    if not done.is_file() or done.read_bytes() != lock.read_bytes():
        for program in ("node", "npm"):
            if not shutil.which(program):
                raise LackingError(f"no {program}")
        BUILD.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCES / "package.json", BUILD)
        shutil.copy(lock, BUILD)
        _run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", cwd=BUILD)
        shutil.copy(lock, done)
    return BUILD / "node_modules" / "pyodide"


def _wheels() -> list[Path]:
    """The wheel of this checkout, freshly built, and those of the packages it needs."""
    own = BUILD / "own"
    shutil.rmtree(own, ignore_errors=True)
    _run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(own), str(ROOT))
    return sorted((*_packages().glob("*.whl"), *own.glob("*.whl")))


def _packages() -> Path:
    """The folder with the wheels that the lock file pins."""
    folder = BUILD / "wheels"
    wanted = "".join(_pins((*PURE, COMPILED)))
    done = BUILD / "wheels.txt"
    if not done.is_file() or done.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        BUILD.mkdir(parents=True, exist_ok=True)
        asked = BUILD / "asked.txt"
        asked.write_text(wanted, encoding="utf-8")
        options = [
            "--no-deps",
            "--require-hashes",
            "--only-binary=:all:",
            "--implementation",
            "cp",
            *PLATFORM,
        ]
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download"]
        _run(*pip, *options, "--dest", str(folder), "--requirement", str(asked))
        asked.replace(done)
    return folder


def _pins(names: tuple[str, ...]) -> Iterator[str]:
    """The lines of the lock file for packages, with their hashes."""
    lock = (ROOT / "locks" / "demo.txt").read_text(encoding="utf-8")
    for name in names:
        found = re.search(rf"^{re.escape(name)}==(?:.*\\\n)*.*\n", lock, re.MULTILINE)
        assert found, f"locks/demo.txt does not pin {name}"
        yield found[0]


def _write_packages(wheels: list[Path], target: Path) -> None:
    """One archive of all pure packages, without what a browser has no use for."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as packed:
                for name in sorted(packed.namelist()):
                    if not _LEFT_OUT.search(name):
                        archive.writestr(zipfile.ZipInfo(name), packed.read(name), zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("rpds.py"), (SOURCES / "rpds.py").read_bytes())


def _run(*command: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()
        raise LackingError(f"{Path(command[0]).name} failed: {told[-1] if told else done.returncode}")
    return done.stdout


def main(arguments: list[str]) -> int:
    """Fetch, or build into the site of the first argument; the exit code."""
    try:
        if arguments == ["--fetch"]:
            fetch()
            return 0
        folder = build(Path(arguments[0] if arguments else ROOT / "site"))
    except LackingError as error:
        print(f"not built: the playground ({error})")
        return 1
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"built the playground: {size / 1e6:.1f} MB in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
