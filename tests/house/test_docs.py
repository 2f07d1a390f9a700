"""The documentation: its links and anchors lead somewhere, and the site can be built."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dslint.identity import DOCUMENTATION
from tests.needs import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
_LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The anchors of a page, made as GitHub and the site generator make them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    names = (re.sub(r"[^\w\- ]", "", heading.strip().lower()) for heading in _HEADING.findall(text))
    return {name.replace(" ", "-") for name in names}


@pytest.mark.parametrize("page", PAGES, ids=[path.relative_to(DOCS).as_posix() for path in PAGES])
def test_links_and_anchors_lead_somewhere(page: Path) -> None:
    wrong = []
    for target, anchor in _LINK.findall(page.read_text(encoding="utf-8")):
        path = (page.parent / target).resolve() if target else page
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            wrong.append(f"{target}#{anchor}" if anchor else target)
    assert wrong == []


def test_every_page_is_in_the_navigation() -> None:
    listed = set(re.findall(r'= "([\w/.-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8")))
    pages = {path.relative_to(DOCS).as_posix() for path in PAGES}
    written = {name for name in pages if not name.startswith("rules/")} | {"rules/README.md"}
    assert listed == written


@pytest.mark.slow
def test_the_site_is_built_strictly_and_asks_no_other_host() -> None:
    command = [sys.executable, "scripts/docs.py", "--build"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    catalog = json.loads(
        (ROOT / "packaging" / "schemastore" / "catalog-entry.json").read_text(encoding="utf-8")
    )
    assert (ROOT / "site" / catalog["url"].removeprefix(f"{DOCUMENTATION}/")).is_file()
    page = (ROOT / "site" / "index.html").read_text(encoding="utf-8")
    assert "removed-api-version" in page
    fetched = re.findall(r'(?:src|href)="(https?://[^"]+)"[^>]*(?:rel="stylesheet"|>\s*</script>)', page)
    assert fetched == []
