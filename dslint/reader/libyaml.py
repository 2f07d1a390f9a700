"""The one module that knows a YAML library: events of a text, and the classes they are told apart by.

PyYAML's binding of libyaml gives the events wherever it has a compiled wheel. Elsewhere
(WebAssembly, PyPy, unusual platforms) the pure-Python parser of ruamel.yaml does, adjusted so that
it reads the same texts (see `pure_yaml`). Both are held against the same recorded answers.
"""

from __future__ import annotations

from dslint.values.typed import Any

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
