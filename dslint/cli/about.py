"""`dslint --version --verbose`: the facts that a bug report needs."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from dslint.identity import DISTRIBUTION, REPOSITORY
from dslint.kubernetes.versions import KNOWN
from dslint.reader.libyaml import BACK_END
from dslint.version import __version__

_LIBRARIES = ("PyYAML", "ruamel.yaml", "click", "jsonschema", "msgspec", "pathspec")


def about() -> str:
    """Return one fact per line: versions of dslint, Python, the system and the libraries."""
    lines = [
        f"dslint {__version__} ({DISTRIBUTION}, {REPOSITORY})",
        f"Kubernetes {KNOWN[0]} to {KNOWN[-1]}",
        f"{platform.python_implementation()} {platform.python_version()}",
        f"{sys.platform} {platform.machine()}",
        f"YAML parser: {BACK_END}",
        *(f"{library} {_version(library)}" for library in _LIBRARIES),
    ]
    return "\n".join(lines)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"
