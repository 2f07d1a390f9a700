"""The one module that knows a YAML library: events of a text, and the classes they are told apart by.

PyYAML's binding of libyaml gives the events wherever it has a compiled wheel. Elsewhere
(WebAssembly, PyPy, unusual platforms) the pure-Python parser of ruamel.yaml does, adjusted so that
it reads the same texts (see `pure_yaml`). Both are held against the same recorded answers.

Importing PyYAML as a whole takes longer than starting the interpreter: it compiles the patterns of a parser
of its own, which dslint does not use. Where dslint has the process to itself, only the binding is loaded.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from types import ModuleType

from dslint import reader
from dslint.values.typed import Any

_NEEDED = ("error", "tokens", "events", "nodes")
"""The modules of PyYAML that its binding makes objects of."""
_ERRORS = ("scanner", "parser", "composer", "constructor", "emitter", "serializer", "representer", "reader")
"""Those of which it takes the class of an error, and nothing else."""


def _load_binding_alone() -> None:
    """Let `yaml` stand for its binding and what that makes objects of, without the rest of PyYAML.

    Where another version of PyYAML needs more, it is imported as a whole.
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
