"""Templates told from manifests."""

from __future__ import annotations

import pytest

from dslint.reader.templates import classify, render_command

TEMPLATES = [
    ("metadata:\n  name: {{ .Values.name }}\n", "Helm", 2),
    ("{{- if .Values.enabled }}\nkind: DaemonSet\n{{- end }}\n", "Helm", 1),
    ('# {{ not yet }}\nlabels: {{- include "a.labels" . | nindent 4 }}\n', "Helm", 2),
    ('image: "{{ .Values.image }}:{{ .Values.tag }}"\n', "Helm", 1),
    ("namespace: {{ .Namespace }}\n", "Go", 1),
    ('image: {{Image "pause"}}\n', "Go", 1),
    ("{{range $i, $x := .Images}}\n- a\n{{end}}\n", "Go", 1),
    ("image: {{ registry }}/agent\n", "Jinja", 1),
    ('image: "{{ registry }}/agent"\n', "Jinja", 1),
    ("a: 1\n{% if x %}\nb: 1\n{% endif %}\n", "Jinja", 2),
    ("{# why #}\na: 1\n", "Jinja", 1),
    ("a: <%= x %>\n", "ERB", 1),
    ('#@ load("@ytt:data", "data")\na: 1\n', "ytt", 1),
    ("a: #@ data.values.a\n", "ytt", 1),
    ("metadata:\n  name: ${NAME}\n", "envsubst", 2),
    ("ports:\n- hostPort: ${PORT}\n", "envsubst", 2),
    ("spec:\n${EXTRA}\n", "envsubst", 2),
]


@pytest.mark.parametrize("text, kind, line", TEMPLATES)
def test_templates_are_known(text: str, kind: str, line: int) -> None:
    assert classify(text) == (kind, line)


PLAIN = [
    "kind: DaemonSet\n",
    "data:\n  alert.tmpl: |\n    {{ .Labels.x }}\n    {{ end }}\n  a: b\n",
    "data:\n  alert: >-\n\n    {{ .x }}\n",
    "args: ['--format={{.Name}}']\n",
    '- "--template={{ .Node }}"\n',
    "# {{ .Values.x }}\n",
    "value: ${FLUENT_HOST}\n",
    "path: ${path.config}/modules.d/*.yml\n",
    "image: example.com/a:${VERSION}\n",
    "command: [sh, -c, 'echo ${X}']\n",
    "description: '{% not jinja'\n",
    "a: 'b #@ c'\n",
]


@pytest.mark.parametrize("text", PLAIN)
def test_what_only_mentions_braces_is_a_manifest(text: str) -> None:
    assert classify(text) is None


@pytest.mark.parametrize(
    "name, kind",
    [
        ("roles/x/templates/ds.yaml.j2", "Jinja"),
        ("charts/x/templates/_ds.tpl", "Helm"),
        ("ds.yaml.tmpl", "Go"),
        ("ds.j2.yaml", "Jinja"),
        ("ds.yaml", None),
    ],
)
def test_names_tell_too(name: str, kind: str | None) -> None:
    found = classify("kind: DaemonSet\n", name)
    assert (found.kind if found is not None else None) == kind


@pytest.mark.parametrize(
    "kind, path, command",
    [
        ("Helm", "charts/agent/templates/ds.yaml", "helm template charts/agent | dslint lint -"),
        ("Helm", "templates/ds.yaml", "helm template . | dslint lint -"),
        ("Helm", "ds.yaml", "helm template CHART | dslint lint -"),
        ("ytt", "config/ds.yaml", "ytt -f config/ds.yaml | dslint lint -"),
        ("envsubst", "ds.yaml", "envsubst < ds.yaml | dslint lint -"),
        ("Go", "ds.yaml", ""),
    ],
)
def test_the_command_that_renders_it(kind: str, path: str, command: str) -> None:
    assert render_command(kind, path) == command
