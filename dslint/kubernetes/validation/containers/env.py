"""Environment variables: names, and the sources of their values.

Source: ValidateEnv, ValidateEnvFrom and validateEnvVarValueFrom in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import invalid, not_found
from dslint.kubernetes.validation.tables import (
    ENV_FROM_SOURCE,
    ENV_SOURCE,
    ENV_VAR,
    FILE_KEY_SELECTOR,
    KEY_SELECTOR,
)
from dslint.kubernetes.validation.value_checks import check_fields, shown
from dslint.kubernetes.validation.volumes.files import (
    FIELDS_IN_ENV,
    field_ref_problems,
    resource_ref_problems,
)
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any
from dslint.values.words import either

Data = Mapping[str, Any]

RULE = "container-env"
VALUE_SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
FROM_SOURCES = ("configMapRef", "secretRef")


def env_problems(
    variables: Sequence[Data], path: FieldPath, volumes: Sequence[Data], context: Context
) -> Iterator[Problem]:
    """Judge `env` of a container; `volumes` are those of the pod."""
    for index, variable in enumerate(variables):
        place = (*path, index)
        yield from check_fields(variable, ENV_VAR, place)
        yield from _older_name_problems(variable.get("name", ""), (*place, "name"), context)
        source = variable.get("valueFrom")
        if source is not None:
            yield from _value_from_problems(source, variable, (*place, "valueFrom"), volumes, context)


def _value_from_problems(
    source: Data, variable: Data, path: FieldPath, volumes: Sequence[Data], context: Context
) -> Iterator[Problem]:
    given = [name for name in VALUE_SOURCES if name in source]
    for name in given:
        yield from _source_problems(name, source[name], (*path, name), volumes, context)
    if not given:
        yield invalid(RULE, path, "`valueFrom` has no source", anchor="key", write=f"{either(VALUE_SOURCES)}")
    elif variable.get("value"):
        yield invalid(
            RULE,
            path,
            "a variable has either `value` or `valueFrom`, but this one has both",
            anchor="key",
            write="one of them",
            related=(Related((*path[:-1], "value"), "a literal value", "key"),),
        )
    elif len(given) > 1:
        yield invalid(
            RULE,
            path,
            f"`valueFrom` takes exactly one source, but this one has {len(given)}: {', '.join(given)}",
            anchor="key",
            write="one of them",
            related=tuple(Related((*path, name), "one of them", "key") for name in given),
        )


def _source_problems(
    name: str, source: Data, path: FieldPath, volumes: Sequence[Data], context: Context
) -> Iterator[Problem]:
    if name == "fieldRef":
        yield from field_ref_problems(source, path, FIELDS_IN_ENV, RULE, path, context)
    elif name == "resourceFieldRef":
        yield from resource_ref_problems(source, path, RULE, path, in_volume=False)
    elif name == "fileKeyRef":
        yield from check_fields(source, FILE_KEY_SELECTOR, path)
        yield from _file_volume_problems(source, path, volumes)
    else:
        yield from check_fields(source, KEY_SELECTOR, path)
        written = source.get("name", "")
        fault = names.dns_subdomain(written)
        if fault:
            yield invalid(RULE, (*path, "name"), f"`name: {shown(written)}` {fault}")


def _file_volume_problems(source: Data, path: FieldPath, volumes: Sequence[Data]) -> Iterator[Problem]:
    name, here = source.get("volumeName", ""), (*path, "volumeName")
    volume = next((volume for volume in reversed(volumes) if volume.get("name", "") == name), None)
    if volume is None:
        yield not_found(
            RULE,
            here,
            f"there is no volume `{shown(name)}`",
            write="the name of an emptyDir volume of this pod",
        )
    elif "emptyDir" not in volume:
        yield invalid(
            RULE,
            here,
            f"the volume `{name}` is not an emptyDir; variables can only be read from files in an emptyDir",
            related=(Related((*path[:3], "volumes", volumes.index(volume)), f"the volume `{name}`"),),
        )


def _older_name_problems(name: str, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Apply the stricter rule for names until 1.31; the tables report names that no version accepts."""
    fault = names.older_env_name(name) if name and not names.env_name(name) else ""
    if fault and not context.allowed.env_names and not context.gate("RelaxedEnvironmentVariableValidation"):
        message = f"before Kubernetes 1.32, `{path[-1]}: {shown(name)}` {fault}"
        yield invalid(RULE, path, message, write="a name such as LOG_LEVEL")


def env_from_problems(sources: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge `envFrom` of a container. The server names the list when an entry has no source or two."""
    for index, source in enumerate(sources):
        place = (*path, index)
        yield from check_fields(source, ENV_FROM_SOURCE, place)
        yield from _older_name_problems(source.get("prefix", ""), (*place, "prefix"), context)
        given = [name for name in FROM_SOURCES if name in source]
        for name in given:
            yield from check_fields(source[name], ENV_SOURCE, (*place, name))
        if len(given) != 1:
            has = "none" if not given else "both"
            yield invalid(
                RULE,
                place,
                f"an entry of `envFrom` needs either `configMapRef` or `secretRef`, but this one has {has}",
                field=field_text(path),
                write="a separate entry for each" if given else "configMapRef or secretRef",
            )
