"""Apply a configuration and command line options to one file and its DaemonSets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from dslint.linter.config.paths import matches
from dslint.linter.config.resolve import merged_layers
from dslint.linter.config.values import Config, Layer, Override
from dslint.linter.rule import Rule
from dslint.linter.selection import ConfiguredIgnore, Profile, Selection, Tuning, TuningOf
from dslint.values.finding import ObjectName
from dslint.values.globs import picked
from dslint.values.typed import Any, NamedTuple


class Asked(NamedTuple):
    """The selection on the command line, which overrides the configuration."""

    profile: Profile | None = None
    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


NO_CONFIG = Config(folder="", layer={})


def overrides_for(config: Config, path: str) -> tuple[Override, ...]:
    """Return the overrides for a file, including those for only some of its DaemonSets."""
    return tuple(each for each in config.overrides if matches(each.paths, each.folder, path))


def layer_for(config: Config, path: str, name: ObjectName | None = None) -> Layer:
    """Return the settings for a file; with `name`, include the overrides for that DaemonSet."""
    return _layered(config.layer, overrides_for(config, path), name)


def _layered(base: Layer, overrides: Iterable[Override], name: ObjectName | None) -> Layer:
    layer = base
    for each in overrides:
        if _holds_for(each, name):
            layer = merged_layers(layer, each.layer)
    return layer


def _holds_for(override: Override, name: ObjectName | None) -> bool:
    if not override.namespaces and not override.names:
        return True
    if name is None:
        return False
    if override.namespaces and not picked(name.namespace or "default", override.namespaces):
        return False
    return not override.names or picked(name.name, override.names)


def tuning_for(config: Config, path: str, rules: tuple[Rule, ...], asked: Asked) -> TuningOf:
    """Return the settings of each DaemonSet of a file.

    `rules` are all rules with checks, with their parameters.
    """
    overrides = overrides_for(config, path)
    if not any(each.namespaces or each.names for each in overrides):
        tuning = tuning_of_layer(_layered(config.layer, overrides, None), rules, asked)
        return lambda _: tuning

    @lru_cache(maxsize=256)
    def of_object(name: ObjectName | None) -> Tuning:
        return tuning_of_layer(_layered(config.layer, overrides, name), rules, asked)

    return of_object


def tuning_of_layer(layer: Layer, rules: tuple[Rule, ...], asked: Asked) -> Tuning:
    """Return the settings of a layer in the form of the linter."""
    selection = Selection(
        asked.profile or _value(layer, "profile", "recommended"),
        asked.select or tuple(_value(layer, "select", ())),
        (*_value(layer, "extend-select", ()), *asked.extend),
        asked.ignore,
    )
    return Tuning(
        selection=selection,
        rules=with_parameters(rules, _value(layer, "parameters", {})),
        severity=_value(layer, "severity", {}),
        ignores=tuple(ignores_of(layer)),
    )


def ignores_of(layer: Layer) -> Iterator[ConfiguredIgnore]:
    """Return the entries of `ignore:`."""
    setting = layer.get("ignore")
    if setting is None:
        return
    for entry, place in zip(setting.value, setting.places, strict=False):
        if isinstance(entry, str):
            yield ConfiguredIgnore(entry, "", place)
        else:
            yield ConfiguredIgnore(entry["rule"], entry.get("reason", "").strip(), place)


def with_parameters(rules: tuple[Rule, ...], parameters: Mapping[str, Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return the rules with the parameters that a configuration sets."""
    if not parameters:
        return rules
    return tuple(
        rule._replace(params={**rule.params, **parameters[rule.id]}) if rule.id in parameters else rule
        for rule in rules
    )


def _value(layer: Layer, key: str, default: Any) -> Any:
    setting = layer.get(key)
    return default if setting is None else setting.value
