"""Every format for many clusters: its own, and those of findings."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from dslint.report.clusters.view import ClustersView
from dslint.report.findings.formats import FORMATS, format_named

_OWN: dict[str, tuple[str, str]] = {
    "text": ("dslint.report.clusters.text", "render"),
    "wide": ("dslint.report.clusters.text", "render_wide"),
    "markdown": ("dslint.report.clusters.markdown", "render"),
    "html": ("dslint.report.html.clusters", "render"),
    "csv": ("dslint.report.clusters.data", "render_csv"),
    "json": ("dslint.report.clusters.data", "render_json"),
}
"""name -> module and function; modules load when asked for."""
CLUSTER_FORMATS: tuple[str, ...] = tuple(dict.fromkeys((*_OWN, *FORMATS)))


def render_clusters(view: ClustersView, name: str) -> str:
    """Render many clusters; the formats of findings render the findings of all clusters."""
    if name not in _OWN:
        return format_named(name)(view.report)
    module, function = _OWN[name]
    render: Callable[[ClustersView], str] = getattr(import_module(module), function)
    return render(view)
