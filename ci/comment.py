"""Keep one comment on a pull request up to date: the first one that begins with our marker.

    python ci/comment.py FILE

FILE is the Markdown of `dslint diff`. GITHUB_API_URL, GITHUB_REPOSITORY, NUMBER (of the pull request) and
GH_TOKEN come in as variables. Needs nothing but Python.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARKER = "<!-- dslint diff -->"
LONGEST = 65_536
"""GitHub takes no longer comment, counted in characters."""
CUT = "\n\n… The rest is in the job summary.\n"
PAGE, MOST_PAGES = 100, 50


def main() -> int:
    """Create or update the comment; 1 when the server does not let us."""
    body = shortened(Path(sys.argv[1]).read_text(encoding="utf-8"))
    api = os.environ.get("GITHUB_API_URL") or "https://api.github.com"
    issues = f"{api}/repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    comments = f"{issues}/{os.environ['NUMBER']}/comments"
    try:
        known = next((each for each in written(comments) if each["body"].startswith(MARKER)), None)
        if known is None:
            ask("POST", comments, {"body": body})
        elif known["body"] != body:
            ask("PATCH", f"{issues}/comments/{known['id']}", {"body": body})
    except urllib.error.URLError as error:
        print(f"::warning title=dslint::cannot write the comment ({error}); it needs pull-requests: write")
        return 1
    return 0


def shortened(body: str) -> str:
    """The text with our marker in front, and no longer than a comment may be."""
    marked = body if body.startswith(MARKER) else f"{MARKER}\n{body}"
    return marked if len(marked) <= LONGEST else marked[: LONGEST - len(CUT)] + CUT


def written(comments: str) -> Iterator[dict[str, Any]]:
    """All comments of the pull request, page by page."""
    for page in range(1, MOST_PAGES + 1):
        found = ask("GET", f"{comments}?per_page={PAGE}&page={page}")
        yield from found
        if len(found) < PAGE:
            return


def ask(method: str, url: str, sent: dict[str, str] | None = None) -> Any:
    """What the server answers. Raises URLError when it refuses, or is not there."""
    request = urllib.request.Request(
        url,
        method=method,
        data=None if sent is None else json.dumps(sent).encode(),
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ.get('GH_TOKEN', '')}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main())
