"""A rule in preview finds what it finds, and nobody's build fails because of it."""

from __future__ import annotations

from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.rulebook import rule
from dslint.linter.selection import Selection
from tests.manifests import manifest_text

MANIFEST = manifest_text("""\
containers: [{name: agent, image: "example.com/agent:"}]
""")


def severities(*, preview: bool, profile: str) -> list[str]:
    known = rule("image-invalid")
    assert known is not None
    selection = Selection("all" if profile == "all" else "recommended")
    options = Options(selection=selection, rules=(known._replace(preview=preview),))
    return [finding.severity for finding in lint_text(MANIFEST, "agent.yaml", options).findings]


def test_its_findings_are_info() -> None:
    assert severities(preview=True, profile="all") == ["info"]
    assert severities(preview=True, profile="recommended") == []
    assert severities(preview=False, profile="recommended") == ["error"]
