"""`dslint config`: write a first configuration, show what applies to a path, print the schema."""

from __future__ import annotations

import json
import os

import click

from dslint.cli.calls import CommonCall
from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import OK, UsageError
from dslint.cli.opening import reason
from dslint.cli.options import format_option
from dslint.cli.outputs.files import write_report
from dslint.cli.outputs.stderr import note
from dslint.cli.outputs.streams import put
from dslint.data import data_path
from dslint.report.config_text import settings_text
from dslint.version import __version__


@click.group("config", short_help="Show, write or describe .dslint.yaml.")
def command() -> None:
    """Show what the configuration says, write a first .dslint.yaml, or print its JSON Schema.

    \b
    Examples:
        dslint config init
        dslint config show deploy/agent.yaml
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped


@command.command("schema")
def schema() -> int:
    """Print the JSON Schema of configuration files, for editors.

    \b
    Examples:
        dslint config schema
        dslint config schema > dslint.schema.json
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    with open(data_path("schemas", "config.schema.json"), encoding="utf-8") as file:
        put(file.read())
    return OK


@command.command("show")
@click.argument("path", default=".")
@click.option("--config", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Ignore configuration files.")
@format_option(("text", "json"))
def show(path: str, config: str | None, isolated: bool, format_: str) -> int:
    """Show which settings apply to PATH, and the file and line of each.

    \b
    Examples:
        dslint config show
        dslint config show deploy/agent.yaml
    """  # noqa: D301 - as above
    judging = Judging(CommonCall(config=config, isolated=isolated))
    place = os.path.join(path, "any.yaml") if os.path.isdir(path) else path
    loaded = judging.config_for(place)
    versions = judging.options_for(place).versions
    from dslint.linter.config.apply import layer_for, overrides_for

    layer = layer_for(loaded.config, place) if loaded is not None else {}
    partial = overrides_for(loaded.config, place) if loaded is not None else ()
    partial = tuple(each for each in partial if each.namespaces or each.names)
    files = loaded.config.files if loaded is not None else ()
    if format_ == "json":
        value = {
            "version": 1,
            "dslint": __version__,
            "path": path,
            "kubernetes": versions[-1] if len(versions) == 1 else f"{versions[0]}..{versions[-1]}",
            "files": list(files),
            "settings": {
                key: {"value": setting.value, "from": [str(each) for each in dict.fromkeys(setting.places)]}
                for key, setting in layer.items()
            },
        }
        put(f"{json.dumps(value, indent=2, ensure_ascii=False)}\n", "json")
        return OK
    put(settings_text(path, files, layer, partial, versions))
    return OK


@command.command("init")
@click.argument("folder", default=".")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the configuration instead of writing it.")
def init(folder: str, force: bool, to_stdout: bool) -> int:
    """Write a commented .dslint.yaml that fits the files in FOLDER.

    \b
    Examples:
        dslint config init
        dslint config init deploy --stdout
    """  # noqa: D301 - as above
    from dslint.cli.configuration.first_config import first_config, look_around

    if not os.path.isdir(folder):
        raise UsageError(f"{folder} is not a directory")
    text = first_config(look_around(folder))
    if to_stdout:
        put(text)
        return OK
    path = os.path.join(folder, ".dslint.yaml")
    for existing in (path, os.path.join(folder, ".dslint.yml")):
        if os.path.lexists(existing) and not force:
            raise UsageError(f"{existing} exists; --force replaces it, --stdout prints the new one")
    try:
        write_report(path, text.encode())
    except OSError as error:
        raise UsageError(f"cannot write {path}: {reason(error)}") from None
    note(f"wrote {path}")
    return OK
