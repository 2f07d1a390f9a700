"""Read a configuration file and the files that it extends."""

from __future__ import annotations

import os

from dslint.cli.configuration.finding import Found, top_of
from dslint.cli.exits import UsageError
from dslint.cli.opening import is_within, read_inside, reason
from dslint.linter.config.read import read_config
from dslint.linter.config.resolve import combined
from dslint.linter.config.user_files import UserFileError
from dslint.linter.config.values import Config, ConfigFile, Place

_MOST = 20
"""The maximum number of files of one configuration."""


def load(found: Found) -> Config:
    """Return the configuration of a file and its extended files. Raises UsageError with every error."""
    files: list[ConfigFile] = []
    try:
        _read(found.path, found.top, files, (), None)
    except UserFileError as error:
        raise UsageError(str(error)) from None
    return combined(files)


def load_named(path: str) -> Config:
    """Return the configuration of `--config`."""
    if not os.path.isfile(path):
        raise UsageError(f"--config {path}: no such file")
    return load(Found(path, top_of(os.path.dirname(os.path.abspath(path)))))


def _read(path: str, top: str, files: list[ConfigFile], open_: tuple[str, ...], place: Place | None) -> None:
    """Append the settings of a file after those of the files that it extends."""
    real = os.path.realpath(path)
    where = f"{place}: extends: " if place is not None else ""
    if real in open_:
        raise UsageError(f"{where}{shown(path)} extends itself")
    if len(files) + len(open_) >= _MOST:
        raise UsageError(f"{where}more than {_MOST} files in a row")
    try:
        content = read_inside(path, top)
    except OSError as error:
        raise UsageError(f"{where}cannot read {shown(path)}: {reason(error)}") from None
    config = read_config(content, shown(path), os.path.dirname(os.path.abspath(path)))
    for written, at in config.extends:
        _read(inside(written, config.folder, top, f"{at}: extends"), top, files, (*open_, real), at)
    files.append(config)


def inside(written: str, folder: str, top: str, where: str) -> str:
    """Return the path of a file that a configuration names. Raises UsageError if it leads outside."""
    path = os.path.join(folder, written)
    if os.path.isabs(written) or not is_within(os.path.realpath(path), os.path.realpath(top)):
        raise UsageError(f"{where}: {written} lies outside the repository ({top})")
    return path


def existing(written: str, folder: str, top: str, where: str) -> str:
    """Return the path of a file that a configuration names and that exists. Raises UsageError if not."""
    path = inside(written, folder, top, where)
    if not os.path.exists(path):
        raise UsageError(f"{where}: cannot read {written}: no such file or directory")
    return path


def shown(path: str) -> str:
    """Return a path for messages, relative to the current folder if it is inside."""
    relative = os.path.relpath(path)
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")
