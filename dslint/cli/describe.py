"""`dslint describe`: one DaemonSet in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from dslint.cli.exits import OK, USAGE
from dslint.cli.fail_level import versions_of
from dslint.cli.inputs.reading import read_path
from dslint.cli.options import output_option
from dslint.cli.outputs.stderr import note
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.kubernetes.versions import NEWEST
from dslint.planner.inventory.manifests import Manifests, read_manifests
from dslint.reader.stream import Stream
from dslint.report import describe_json, describe_text
from dslint.report.describe_text import Described, described
from dslint.values.globs import chosen

_FORMATS = {"text": describe_text.render, "json": describe_json.render}


@click.command("describe", short_help="Describe a DaemonSet in plain words.")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@output_option(_FORMATS)
@click.option(
    "--kubernetes",
    metavar="VERSION",
    default=NEWEST,
    show_default=True,
    help="Kubernetes version whose defaults apply.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAMESPACE/NAME",
    help="Describe only these DaemonSets (globs); repeatable.",
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Skip these files; repeatable.")
def command(
    paths: tuple[str, ...],
    output: tuple[str, ...],
    kubernetes: str,
    only: tuple[str, ...],
    exclude: tuple[str, ...],
) -> int:
    """Describe where a DaemonSet runs, what it tolerates, how it updates and how to reach it.

    \b
    Examples:
        dslint describe deploy/agent.yaml
        dslint describe deploy/ --only 'kube-system/*' -o json=agents.json
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    outputs = parse_outputs(output, _FORMATS, "text")
    version = versions_of(kubernetes)[-1]
    read = [text for path in paths or (".",) for text in _read(path, exclude)]
    found = [
        entry for text in read for entry in described(text, version) if not only or chosen(entry.key, only)
    ]
    broken = [text for text in read if text.stream.error is not None]
    for text in broken:
        note(f"{text.file}:{_why(text.stream)}")
    if not found:
        note("no DaemonSet found")
        return USAGE if only or broken else OK
    write_outputs(found, outputs, _render)
    return USAGE if broken else OK


def _render(found: Sequence[Described], output: Output) -> str:
    return _FORMATS[output.format](found)


def _read(path: str, exclude: tuple[str, ...]) -> Iterator[Manifests]:
    for source in read_path(path, exclude):
        if b"DaemonSet" in source.content:
            yield read_manifests(source.content, source.name)


def _why(stream: Stream) -> str:
    """Return why reading stopped, with line and column; empty if it did not."""
    error = stream.error
    return "" if error is None else f"{error.line}:{error.column}: cannot be read as YAML: {error.message}"
