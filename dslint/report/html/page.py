"""One self-contained HTML file with style, script and data; it loads nothing."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from string import Template
from typing import Any

from dslint.report.html.markup import Markup, tag

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "assets")


def page(title: str, body: Markup, data: Any = None, scripts: Sequence[str] = ()) -> str:
    """Return the whole file. `scripts` are joined in order; they find `data` (plain JSON data) in `#data`.

    The content security policy allows only these scripts, by their hash, and no loading.
    """
    script = "".join(_asset(name) for name in scripts)
    script = f'(() => {{\n"use strict";\n{script}}})();' if script else ""
    embedded = "" if data is None else tag("script", _json(data), type="application/json", id="data")
    return Template(_asset("page.html")).substitute(
        title=tag("title", title),
        policy=_policy(script),
        style=_asset("style.css"),
        body=body,
        data=embedded,
        script=tag("script", Markup(script)) if script else "",
    )


def _policy(script: str) -> str:
    digest = b64encode(sha256(script.encode()).digest()).decode()
    allowed = f"'sha256-{digest}'" if script else "'none'"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _json(data: Any) -> Markup:
    """Return JSON that an HTML parser cannot mistake for the end of its element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _asset(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()
