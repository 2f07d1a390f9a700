"""A configuration as data, as `dslint.lint(text, config=…)` accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from dslint.linter.config.apply import Asked, layer_for, tuning_for
from dslint.linter.config.checking import rule_faults
from dslint.linter.config.read import read_config
from dslint.linter.config.resolve import combined
from dslint.linter.options import Options
from dslint.linter.rulebook import policy_rules, rules
from dslint.values.limits import FAULTS
from dslint.values.typed import Any

_OF_FILES = ("extends", "rule-dirs", "baseline", "nodes", "policies", "expectations", "groups", "exclude")
"""Keys that name other files, for which a function that reads no files has no use."""


def options_from_data(config: Mapping[str, Any], filename: str, versions: tuple[str, ...]) -> Options:
    """Return the options for a text. Keys are those of `.dslint.yaml`; `_` may replace `-`.

    Raises UserFileError (a ValueError) for unknown keys, wrong values and rules that must not be hidden.
    """
    import json  # noqa: PLC0415 - a plain start never needs it

    written = {key.replace("_", "-"): value for key, value in config.items()}
    for key in _OF_FILES:
        if key in written:
            msg = f"config: {key} names files, which dslint.lint does not read"
            raise ValueError(msg)
    read = combined([read_config(json.dumps(written, default=list), "config", ".")])
    faults = list(islice(rule_faults(read, rules()), FAULTS))
    if faults:
        raise ValueError("\n".join(fault.message for fault in faults))
    layer = layer_for(read, filename)
    return Options(
        versions,
        tuning_of=tuning_for(read, filename, policy_rules(), Asked()),
        require_reasons="require-reasons" in layer and bool(layer["require-reasons"].value),
    )
