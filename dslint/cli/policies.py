"""`dslint policies`: test admission policies against the examples beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

import click

from dslint import api
from dslint.cli.exits import FINDINGS, OK, UsageError
from dslint.cli.inputs.reading import read_path
from dslint.cli.inputs.sources import Source
from dslint.kubernetes.versions import NEWEST, UnknownVersion
from dslint.reader.encoding import decode
from dslint.values.admission import Admission
from dslint.values.words import counted

_KINDS = ("good", "bad")
_EXPECTED = re.compile(r"^#\s*expect:\s*(.+?)\s*$", re.MULTILINE)


@click.command("policies", short_help="Test admission policies against examples.")
@click.argument("action", type=click.Choice(["test"]))
@click.argument("directory")
@click.option(
    "--kubernetes",
    default=NEWEST,
    metavar="VERSION",
    show_default=True,
    help="Kubernetes version to check against.",
)
def command(action: str, directory: str, kubernetes: str) -> int:
    """Test the admission policies in DIRECTORY against the examples in its `good` and `bad` folders.

    The policies must admit every DaemonSet in `good` without a warning. They must deny every file in `bad`
    or warn about it; a line `# expect: TEXT` in the file says what the answer must contain. All other files
    are policies, bindings, parameters and Namespaces.

    \b
    Examples:
        dslint policies test policies/
        dslint policies test policies/ --kubernetes 1.34
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    del action
    sources = list(read_path(directory, strict=True))
    policies = "\n---\n".join(decode(each.content).text for each in sources if _kind(each) is None)
    examples = [each for each in sources if _kind(each) is not None]
    try:
        wrong = [line for each in examples for line in _failures(each, policies, kubernetes)]
        refused = api.admit("", policies, kubernetes=kubernetes).invalid
    except UnknownVersion as error:
        raise UsageError(str(error)) from None
    wrong += [f"{name}: {finding.message}" for name, findings in refused.items() for finding in findings]
    for line in wrong:
        click.echo(line)
    if not examples:
        msg = f"no examples in {directory}: put manifests into folders named good and bad"
        raise UsageError(msg)
    click.echo(f"{counted(len(examples), 'example')}, {len(wrong)} failed", err=True)
    return FINDINGS if wrong else OK


def _kind(source: Source) -> str | None:
    """Return `good` or `bad` for an example; None for policies and other objects."""
    folders = PurePath(source.name).parts[:-1]
    return next((part for part in reversed(folders) if part in _KINDS), None)


def _failures(example: Source, policies: str, kubernetes: str) -> Iterator[str]:
    text = decode(example.content).text
    admission = api.admit(text, policies, kubernetes=kubernetes)
    said = _said(admission)
    if admission.undecided:
        first = admission.undecided[0]
        yield f"{example.name}: policy {first.policy} cannot be decided: it depends on {first.on}"
    if _kind(example) == "good":
        yield from (f"{example.name}: {line}" for line in said)
        return
    if not said and not admission.undecided:
        yield f"{example.name}: expected a denial, but the policies admit it"
    for expected in _EXPECTED.findall(text):
        if said and not any(expected in line for line in said):
            yield f"{example.name}: expected {expected!r}, got: {said[0]}"


def _said(admission: Admission) -> list[str]:
    """Return the answers of the server: denials first, then warnings."""
    denied = [admission.message] if admission.denied else []
    return [*denied, *admission.warnings]
