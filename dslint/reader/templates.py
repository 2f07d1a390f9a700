"""Distinguish templates from manifests by their text, without parsing."""

from __future__ import annotations

from dslint.values.template import UNRENDERED, Template

SUFFIXES = {
    ".tpl": "Helm",
    ".gotmpl": "Go",
    ".tmpl": "Go",
    ".template": "Go",
    ".j2": "Jinja",
    ".jinja": "Jinja",
    ".jinja2": "Jinja",
    ".erb": "ERB",
    ".envsubst": "envsubst",
}
QUOTED = frozenset({"Helm", "Go", "Jinja", UNRENDERED})
"""Kinds with expressions in braces, which YAML can read in quotes."""
_SIGNS = ("{{", "{%", "{#", "<%", "#@", "${")
"""Every template contains one of these."""


def classify(text: str, name: str = "") -> Template | None:
    """Return the kind of template of a text, or None. `name` is the file name; some suffixes suffice."""
    suffixed = next((kind for suffix, kind in SUFFIXES.items() if _has(name, suffix)), None)
    signed = any(sign in text for sign in _SIGNS)
    if not (signed or suffixed):
        return None
    from dslint.reader.template_lines import first_sign  # noqa: PLC0415 - most texts are not templates

    found = first_sign(text) if signed else None
    return Template(suffixed, 0) if found is None and suffixed else found


def _has(name: str, suffix: str) -> bool:
    return name.endswith(suffix) or f"{suffix}." in name.rpartition("/")[2]


def render_command(kind: str, path: str) -> str:
    """Return the command that renders a template and pipes it to dslint; empty if it cannot be known."""
    if kind == "Helm":
        chart, templates, _ = path.rpartition("/templates/")
        if not templates and path.startswith("templates/"):
            chart, templates = ".", "/"
        return (
            f"helm template {chart} | dslint lint -" if templates else "helm template CHART | dslint lint -"
        )
    if kind == "ytt":
        return f"ytt -f {path} | dslint lint -"
    if kind == "envsubst":
        return f"envsubst < {path} | dslint lint -"
    return ""
