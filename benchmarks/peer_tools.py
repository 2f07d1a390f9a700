"""The tools that `benchmarks.peers` compares with: installed where they can be had, else named as missing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any, NamedTuple

from tests.needs import ROOT

GO_MODULES = {
    "kubeconform": "github.com/yannh/kubeconform/cmd/kubeconform@latest",
    "kube-score": "github.com/zegl/kube-score/cmd/kube-score@latest",
    "kube-linter": "golang.stackrox.io/kube-linter/cmd/kube-linter@latest",
    "pluto": "github.com/fairwindsops/pluto/v5@latest",
}
PYTHON_PACKAGES = ("kubernetes-validate", "yamllint")
KINDS = ("daemonset-apps-v1", "deployment-apps-v1", "service-v1", "configmap-v1")
_REFERENCE = re.compile(r'"(?:/api/_definitions\.json)?#/\$defs/([^"]+)"')


class Tools(NamedTuple):
    """Where each program is, and what could not be had."""

    python: str
    dslint: str
    peers: dict[str, list[str]]
    missing: dict[str, str]


def install(folder: Path) -> Tools:
    """Install dslint's wheel and the peers, each into an environment of its own below a folder."""
    ours = folder / "ours"
    _environment(ours)
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder / "wheel"), str(ROOT)])
    _pip(ours, str(next((folder / "wheel").glob("*.whl"))))
    peers: dict[str, list[str]] = {}
    missing: dict[str, str] = {}
    theirs = folder / "peers"
    _environment(theirs)
    for name in PYTHON_PACKAGES:
        problem = _pip(theirs, name)
        if problem:
            missing[name] = problem
        else:
            peers[name] = [str(theirs / "bin" / name)]
    schemas = _schemas(theirs, folder / "schemas") if "kubernetes-validate" in peers else None
    for name, module in GO_MODULES.items():
        problem = _go_install(module, folder / "go")
        if not problem and name == "kubeconform" and schemas is None:
            problem = "it needs the schemas of kubernetes-validate"
        if problem:
            missing[name] = problem
        else:
            peers[name] = [str(folder / "go" / name), *_options(name, schemas)]
    if "yamllint" in peers:
        peers["yamllint"] += ["--no-warnings"]
    return Tools(str(ours / "bin" / "python"), str(ours / "bin" / "dslint"), peers, missing)


def _options(name: str, schemas: Path | None) -> list[str]:
    location = f"{schemas}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json"
    return {
        "kubeconform": ["-strict", "-summary", "-schema-location", location],
        "kube-score": ["score"],
        "kube-linter": ["lint"],
        "pluto": ["detect-files", "-d"],
    }[name]


def _schemas(environment: Path, folder: Path) -> Path:
    """The newest strict schemas of a few kinds, each in one file, as kubeconform reads them."""
    package = next(environment.glob("lib/python*/site-packages/kubernetes_validate/kubernetes-json-schema"))
    newest = max(package.glob("v1.*-local-strict"), key=lambda found: int(found.name.split(".")[1]))
    definitions: dict[str, Any] = json.loads((newest / "_definitions.json").read_text("utf-8"))["$defs"]
    folder.mkdir()
    for kind in KINDS:
        text = (newest / f"{kind}.json").read_text("utf-8")
        needed: dict[str, Any] = {}
        waiting = [text]
        while waiting:
            for name in _REFERENCE.findall(waiting.pop()):
                if name not in needed:
                    needed[name] = definitions[name]
                    waiting.append(json.dumps(definitions[name]))
        whole = {**json.loads(text), "$defs": needed}
        whole.pop("$id", None)
        (folder / f"{kind}.json").write_text(_REFERENCE.sub(r'"#/$defs/\1"', json.dumps(whole)), "utf-8")
    return folder


def _environment(folder: Path) -> None:
    venv.create(folder, with_pip=True)
    _pip(folder, "--upgrade", "pip")


def _pip(environment: Path, *words: str) -> str:
    """Install a package; why it cannot be, or nothing."""
    return _run([str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", *words])


def _go_install(module: str, folder: Path) -> str:
    if shutil.which("go") is None:
        return "there is no Go"
    return _run(["go", "install", module], GOBIN=str(folder))


def _run(command: list[str], **variables: str) -> str:
    """Run a command; the last line of its complaint, or nothing."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        command, env={**environment, **variables}, capture_output=True, text=True, check=False
    )
    lines = done.stderr.strip().splitlines() or ["no reason given"]
    return "" if done.returncode == 0 else lines[-1].strip()
