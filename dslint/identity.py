"""Names and addresses of the project, in one place.

The owner's name is a placeholder until the project is published. `python3 scripts/identity.py NAME`
replaces it here and in every other file that has to spell an address out; a test finds any address
that differs from these.
"""

from __future__ import annotations

from typing import Final

DISTRIBUTION: Final = "kube-dslint"
"""The name for installers. `dslint` on the Python package index is another project."""

OWNER: Final = "OWNER"
REPOSITORY: Final = f"https://github.com/{OWNER}/dslint"
DOCUMENTATION: Final = f"https://{OWNER}.github.io/dslint"
IMAGE: Final = f"{OWNER}/dslint"
"""Name of the container image, without the host it is pulled from."""


def rule_page(rule: str) -> str:
    """The address of a rule's page in the documentation."""
    return f"{DOCUMENTATION}/rules/{rule}/"
