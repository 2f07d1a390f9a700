"""Build the oracle for a Kubernetes release: the code that says what its API server would say.

    python tools/oracle/build.py 1.37.2 [--to FOLDER]      writes FOLDER/oracle-1.37.2

Needs the command `go` and a Go module proxy. Module versions are those of the release itself: the modules
that Kubernetes keeps in its own tree (`staging/`) are published with the same number, v0.37.2.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
KUBERNETES = "k8s.io/kubernetes"
STAGED = re.compile(r"^\s*(?:replace )?(\S+) => \./staging/src/", re.MULTILINE)
LACKING = re.compile(r"(\S+)@(v\S+): reading \S+\.zip: 4\d\d ")
"""What Go says of a module that the proxy does not have: its name and version."""
GO = re.compile(r"^go (\S+)$", re.MULTILINE)
DECLARATIVE_SINCE = 37
"""The minor version since which the server adds rules generated from its types (`declarative.go`)."""
MODULE = """\
module oracle

go {go}

require (
\t{kubernetes} v{release}
{required})

replace (
{replaced})
"""


def main() -> int:
    """Build one oracle; the exit code is that of Go."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("release", help="a release such as 1.37.2 or 1.38.0-rc.0")
    parser.add_argument("--to", default=".", metavar="FOLDER", help="where the program goes")
    parser.add_argument(
        "--use",
        action="append",
        default=[],
        metavar="MODULE@VERSION",
        help="for a module whose version in the release the proxy does not have; repeatable",
    )
    options = parser.parse_args()
    target = Path(options.to).resolve() / f"oracle-{options.release}"
    with tempfile.TemporaryDirectory() as folder:
        for source in HERE.glob("*.go"):
            shutil.copy(source, folder)
        Path(folder, "go.mod").write_text(module_of(options.release, options.use), encoding="utf-8")
        tags = "declarative" if int(options.release.split(".")[1]) >= DECLARATIVE_SINCE else ""
        for command in (
            ["go", "mod", "tidy", "-e"],
            ["go", "build", "-trimpath", f"-tags={tags}", "-o", str(target), "."],
        ):
            done = run(command, folder)
            if done.returncode:
                sys.stderr.write(done.stderr)
                sys.stderr.writelines(hints(done.stderr, folder))
                return done.returncode
    print(target)
    return 0


def hints(said: str, folder: str) -> Iterator[str]:
    """What to add where the proxy lacks a module: its newest version that it has. `said` is Go's error."""
    for name, version in sorted(set(LACKING.findall(said))):
        known = run(["go", "list", "-m", "-versions", name], folder).stdout.split()
        offer = f"add --use {name}@{known[-1]}" if len(known) > 1 else "it has no version of it"
        yield f"\nThe proxy does not have {name} {version}: {offer}\n"


def module_of(release: str, used: list[str]) -> str:
    """The go.mod that puts the modules of a release together; `used` names versions to take instead."""
    done = run(["go", "mod", "download", "-json", f"{KUBERNETES}@v{release}"], ".")
    answer = json.loads(done.stdout or "{}")
    if "GoMod" not in answer:
        sys.exit(f"cannot download {KUBERNETES} v{release}: {answer.get('Error') or done.stderr}")
    text = Path(answer["GoMod"]).read_text(encoding="utf-8")
    version = f"v0.{release.partition('.')[2]}"
    staged = sorted(set(STAGED.findall(text)))
    go = GO.search(text)
    return MODULE.format(
        go=go[1] if go else "1.21",
        kubernetes=KUBERNETES,
        release=release,
        required="".join(
            f"\t{name} {version}\n" for name in ("k8s.io/api", "k8s.io/apimachinery", "k8s.io/apiserver")
        ),
        replaced="".join(
            f"\t{name} => {name} {taken}\n"
            for name, taken in [
                *((name, version) for name in staged),
                *(module.rsplit("@", 1) for module in used),
            ]
        ),
    )


def run(command: list[str], folder: str) -> subprocess.CompletedProcess[str]:
    """Run Go, which may fetch the newer Go that a coming release asks for."""
    environment = {**os.environ, "GOTOOLCHAIN": "auto", "GOFLAGS": "-mod=mod -buildvcs=false"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
