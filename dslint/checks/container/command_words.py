"""Words of a command that do not do what they seem to: no shell reads them, or a shell reads too few.

Parameter: `fault`, one of `one-string` (a whole command in one element), `words-apart` (`sh -c` with the
script in several elements), `option-value` (`--name value` in one element), `operator` (`|` or `&&`
without a shell) and `shell-variable` (`${NAME}` or `$NAME` without a shell).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import name_of
from dslint.kubernetes.access import items
from dslint.kubernetes.node import commands
from dslint.kubernetes.node.kubelet import actions
from dslint.kubernetes.yaml_text import yaml_text
from dslint.values.path import FieldPath
from dslint.values.problem import Change
from dslint.values.typed import Any, NamedTuple

_OPERATORS = frozenset({"|", "||", "&&", ";", ">", ">>", "<", "2>&1", "&"})
_SHELL_MARKS = ("|", "&&", ";", ">", "<", "$", "`", "*")
_NAMES_OF_THE_SHELL = frozenset({"--", "-", "_", *commands.SHELLS})
"""Usual values of $0 of a script, which are not part of it."""
_LONGEST = 60
_OPTION_AND_VALUE = re.compile(r"(--[A-Za-z][\w.-]*)[ \t]+([^\s-]\S*)\Z")


class Command(NamedTuple):
    """A list of words to run: those of `command` and `args`, each with its path.

    `who` names it in a message; `is_probe` tells an exec probe or hook from the container itself;
    `has_program` is false where the image's own entrypoint comes first.
    """

    words: list[tuple[FieldPath, str]]
    container: Mapping[str, Any]
    who: str
    is_probe: bool
    has_program: bool

    @property
    def texts(self) -> list[str]:
        """The words alone."""
        return [word for _, word in self.words]


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the word."""
    find = _FAULTS[params["fault"]]
    for command in commands_of(subject):
        yield from find(command)


def commands_of(subject: Subject) -> tuple[Command, ...]:
    """Yield the commands of each container, and of its exec probes and hooks."""
    return subject.once(_commands)


def _commands(subject: Subject) -> tuple[Command, ...]:
    return tuple(_each_command(subject))


def _each_command(subject: Subject) -> Iterator[Command]:
    for path, container in subject.all_containers:
        own = [*_words(path, container, "command"), *_words(path, container, "args")]
        if own:
            given = bool(items(container, "command"))
            yield Command(own, container, name_of(container), is_probe=False, has_program=given)
        for action in actions(path, container):
            command = action.data.get("exec")
            if isinstance(command, dict):
                found = list(_words((*action.path, "exec"), command, "command"))
                who = f"the {action.field} of {name_of(container)}"
                if found:
                    yield Command(found, container, who, is_probe=True, has_program=True)


def _words(path: FieldPath, owner: Mapping[str, Any], field: str) -> Iterator[tuple[FieldPath, str]]:
    for index, word in enumerate(items(owner, field)):
        if isinstance(word, str):
            yield (*path, field, index), word


def _one_string(command: Command) -> Iterator[Hit]:
    path, first = command.words[0]
    if not command.has_program or not _holds_arguments(first):
        return
    written = _split(first)
    alone = path[-1] == 0 and len([step for step, _ in command.words if step[:-1] == path[:-1]]) == 1
    changes = (Change("replace", path[:-1], written),) if alone and written else ()
    result = (
        "It always fails: the runtime looks for one program with this whole name."
        if command.is_probe
        else "The container never starts: the runtime looks for one program with this whole name."
    )
    yield Hit(
        path,
        {
            "word": _short(first),
            "who": command.who,
            "result": result,
            "write": written or "one element per word",
        },
        changes=changes,
    )


def _holds_arguments(word: str) -> bool:
    """Whether a program's name is a command line: it contains spaces, and is not a Windows path."""
    return " " in word.strip() and "\\" not in word and not word.startswith(("$", "{", "<"))


def _split(line: str) -> str:
    """Return a command line as a YAML list in one line; "" if its quotes do not match."""
    if any(mark in line for mark in _SHELL_MARKS):
        return _list(["sh", "-c", line])
    import shlex  # noqa: PLC0415 - few manifests have such a command

    try:
        return _list(shlex.split(line))
    except ValueError:
        return ""


def _list(words: list[str]) -> str:
    """Return words as a YAML list on one line; "" if one of them has a line break."""
    return f"[{', '.join(map(yaml_text, words))}]" if not any("\n" in word for word in words) else ""


def _words_apart(command: Command) -> Iterator[Hit]:
    texts = command.texts
    place = commands.script_index(texts) if command.has_program else None
    if place is None or place + 1 >= len(texts):
        return
    script = texts[place]
    rest = texts[place + 1 :]
    if "$" in script or rest[0] in _NAMES_OF_THE_SHELL:
        return
    is_one_word = len(script.split()) == 1
    yield Hit(
        command.words[place + 1][0],
        {
            "who": command.who,
            "script": _short(script),
            "word": _short(rest[0]),
            "result": f"The shell runs `{_short(script)}` without its arguments."
            if is_one_word
            else "The shell ignores every element after its script.",
            "write": yaml_text(" ".join([script, *rest])),
        },
    )


def _option_value(command: Command) -> Iterator[Hit]:
    """Split an option and its value in one element, as a shell would."""
    if command.is_probe or commands.reads_scripts(command.texts):
        return
    for path, word in command.words:
        match = _OPTION_AND_VALUE.match(word) if " " in word or "\t" in word else None
        if match is not None:
            fixed = f"{match[1]}={match[2]}"
            values = {"who": command.who, "word": _short(word), "option": match[1], "write": _short(fixed)}
            yield Hit(path, values, changes=(Change("replace", path, yaml_text(fixed)),))


def _operator(command: Command) -> Iterator[Hit]:
    if not command.has_program or commands.reads_scripts(command.texts):
        return
    for path, word in command.words[1:]:
        if word in _OPERATORS:
            line = " ".join(command.texts)
            yield Hit(
                path,
                {
                    "who": command.who,
                    "word": word,
                    "program": _short(command.texts[0]),
                    "write": _list(["sh", "-c", line]) or "sh, -c and the whole line",
                },
            )
            return


def _shell_variable(command: Command) -> Iterator[Hit]:
    """Report variables of the container only: others are filled in before the manifest is applied."""
    if commands.reads_scripts(command.texts):
        return
    known = set(commands.defined(command.container))
    for path, word in command.words:
        if "$" not in word:
            continue
        name, written = next(
            (found for found in commands.shell_variables(word) if found[0] in known), ("", "")
        )
        if name:
            fixed = word.replace(written, f"$({name})")
            changes = (
                () if command.is_probe or "\n" in fixed else (Change("replace", path, yaml_text(fixed)),)
            )
            yield Hit(
                path,
                {"name": name, "written": written, "who": command.who, "write": _short(fixed)},
                changes=changes,
            )


def _short(word: str) -> str:
    line = word.strip().partition("\n")[0]
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


_FAULTS: dict[str, Callable[[Command], Iterator[Hit]]] = {
    "one-string": _one_string,
    "words-apart": _words_apart,
    "option-value": _option_value,
    "operator": _operator,
    "shell-variable": _shell_variable,
}
