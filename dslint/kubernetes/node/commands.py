"""Interpret the words of a command: shells, scripts, and the variables that Kubernetes replaces.

A container, probe or hook runs a list of words. Only a shell among them reads operators and
`${VARIABLE}`; Kubernetes itself replaces `$(VARIABLE)` in command, args and the values of env.
Source: `ExpandContainerCommandAndArgs` and `Expand` in third_party/forked/golang/expansion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.access import items
from dslint.values.typed import Any

SHELLS = frozenset({"sh", "bash", "ash", "dash", "ksh", "zsh"})
_LAUNCHERS = frozenset(
    {"env", "tini", "dumb-init", "nsenter", "chroot", "exec", "sudo", "busybox", "timeout"}
)
"""Programs that run the following command, which may be a shell."""
_INTERPRETERS = frozenset(
    {"python", "python3", "perl", "ruby", "node", "powershell", "powershell.exe", "pwsh", "cmd", "cmd.exe",
     "awk", "gawk", "make"}
)  # fmt: skip
_SCRIPT_FLAG = re.compile(r"-[a-z]*c[a-z]*\Z")
_REFERENCE = re.compile(r"\$(\$|\(([^()$]*)\))")
_SHELL_VARIABLE = r"(?<!\$)\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))"
_VARIABLE_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*\Z"


def words(*lists: Any) -> list[str]:
    """Return the words of `command` and `args` as one list, without values that are not strings."""
    return [word for found in lists for word in items(found) if isinstance(word, str)]


def program(word: str) -> str:
    """Return the name of the program: `/bin/sh` is `sh`."""
    return word.replace("\\", "/").rpartition("/")[2]


def reads_scripts(command: Sequence[str]) -> bool:
    """Whether a command has a program that interprets its words: a shell, its launcher, an interpreter."""
    return any(name in SHELLS or name in _INTERPRETERS for name in map(program, command)) or (
        bool(command) and program(command[0]) in _LAUNCHERS
    )


def script_index(command: Sequence[str]) -> int | None:
    """Return the index of the script in `sh -c SCRIPT`, or None for other commands."""
    if not command or program(command[0]) not in SHELLS:
        return None
    for index, word in enumerate(command[1:], 1):
        if not word.startswith(("-", "+")):
            return None
        if word in ("-o", "+o", "--"):
            return None
        if _SCRIPT_FLAG.match(word):
            script = index + 2 if command[index + 1 : index + 2] == ["--"] else index + 1
            return script if script < len(command) else None
    return None


def references(value: str) -> Iterator[str]:
    """Return the names in `$(NAME)`; `$$(NAME)` is an escaped dollar sign and does not count."""
    for match in _REFERENCE.finditer(value):
        name = match[2]
        if name and re.match(_VARIABLE_NAME, name):
            yield name


def shell_variables(value: str) -> Iterator[tuple[str, str]]:
    """Return the variables in shell syntax, `${NAME}` and `$NAME`: (name, as written)."""
    return ((match[1] or match[2], match[0]) for match in re.finditer(_SHELL_VARIABLE, value))


def is_service_variable(name: str) -> bool:
    """Whether the kubelet may set a variable for a Service: `NAME_SERVICE_HOST`, `NAME_PORT_80_TCP`."""
    return "_SERVICE_HOST" in name or "_SERVICE_PORT" in name or "_PORT" in name


def defined(container: Mapping[str, Any]) -> list[str]:
    """The names of a container's env, in order."""
    return [
        variable["name"]
        for variable in items(container, "env")
        if isinstance(variable, dict) and isinstance(variable.get("name"), str)
    ]
