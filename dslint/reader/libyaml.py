"""The only module that knows a YAML library: events of a text, and their classes.

PyYAML's binding of libyaml provides the events wherever it has a compiled wheel. Elsewhere (WebAssembly,
PyPy, unusual platforms), the pure-Python parser of ruamel.yaml does, adjusted to read the same texts (see
`pure_yaml`). Tests compare both with the same recorded answers.

Importing all of PyYAML takes longer than starting the interpreter, because it compiles the patterns of its
own parser, which dslint does not use. If dslint has the process to itself, it loads only the binding.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from types import ModuleType

from dslint import reader
from dslint.values.typed import Any

_NEEDED = ("error", "tokens", "events", "nodes")
"""The modules of PyYAML whose classes the binding uses."""
_ERRORS = ("scanner", "parser", "composer", "constructor", "emitter", "serializer", "representer", "reader")
"""Modules from which it uses only an error class."""


def _load_binding_alone() -> None:
    """Make `yaml` stand for its binding and the classes that it uses, without the rest of PyYAML.

    If another version of PyYAML needs more, all of it is imported.
    """
    found = PathFinder.find_spec("yaml")
    if found is None or found.submodule_search_locations is None or "yaml" in sys.modules:
        return
    package: Any = ModuleType("yaml")
    package.__path__ = found.submodule_search_locations
    sys.modules["yaml"] = package
    try:
        for name in _NEEDED:
            __import__(f"yaml.{name}")
        for name in _ERRORS:
            base = package.error.YAMLError if name == "reader" else package.error.MarkedYAMLError
            stand_in, error = ModuleType(f"yaml.{name}"), f"{name.title()}Error"
            setattr(stand_in, error, type(error, (base,), {}))
            setattr(package, name, stand_in)
        __import__("yaml._yaml")
    except (ImportError, AttributeError):
        for name in [name for name in sys.modules if name.partition(".")[0] == "yaml"]:
            del sys.modules[name]


if reader.ALONE:
    _load_binding_alone()

try:
    from yaml import _yaml as _binding
    from yaml.error import YAMLError
    from yaml.events import (
        AliasEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )

    CParser: Any = _binding.CParser
    BACK_END = "libyaml (PyYAML)"
except ImportError:  # no compiled binding on this platform
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import (
        AliasEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )

    from dslint.reader.pure_yaml import PureParser as CParser

    BACK_END = "ruamel.yaml (pure Python)"

__all__ = [
    "BACK_END",
    "AliasEvent",
    "CParser",
    "MappingEndEvent",
    "MappingStartEvent",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "YAMLError",
]
