"""Containers: regular ones, init containers and ephemeral ones.

Source: validateContainers, validateInitContainers, validateEphemeralContainers and
validateContainerCommon in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.validation.containers.mounts import Volumes, mount_problems
from dslint.kubernetes.validation.containers.ports import host_port_problems, port_problems
from dslint.kubernetes.validation.containers.resources import requirement_problems
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import (
    duplicate,
    forbidden,
    invalid,
    not_found,
    required,
)
from dslint.kubernetes.validation.tables import CONTAINER, LABEL
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown
from dslint.values.path import FieldPath
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any, NamedTuple

Data = Mapping[str, Any]

PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
NOT_EPHEMERAL = (
    "ports",
    "resources",
    "resizePolicy",
    "restartPolicy",
    "restartPolicyRules",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
    "lifecycle",
)
"""Fields that ephemeral containers have in the API but must not use."""


class Pod(NamedTuple):
    """Facts about the pod that judging a container needs."""

    spec: Data
    path: FieldPath
    volumes: Volumes
    context: Context


def container_problems(pod: Pod) -> Iterator[Problem]:
    """Judge the regular containers."""
    containers: Sequence[Data] = pod.spec.get("containers") or ()
    path = (*pod.path, "containers")
    if not containers:
        yield required(
            "container-missing",
            path,
            "the pod has no containers",
            write="at least one container with a name and an image",
        )
        return
    names: dict[str, FieldPath] = {}
    for index, container in enumerate(containers):
        place = (*path, index)
        yield from _common_problems(container, place, pod)
        yield from _running_problems(container, place, pod)
        if "restartPolicy" in container or "restartPolicyRules" in container:
            from dslint.kubernetes.validation.pod.restart import restart_problems

            yield from restart_problems(container, place, pod.context, init=False)
        yield from _name_twice(container, place, names)
    yield from host_port_problems(dict(enumerate(containers)), path)


def init_container_problems(pod: Pod) -> Iterator[Problem]:
    """Judge the init containers. Those that keep running (sidecars) may have probes and hooks."""
    from dslint.kubernetes.validation.pod.restart import is_sidecar, restart_problems

    containers: Sequence[Data] = pod.spec.get("initContainers") or ()
    path = (*pod.path, "initContainers")
    names = _names(pod, "containers")
    for index, container in enumerate(containers):
        place = (*path, index)
        yield from _common_problems(container, place, pod)
        yield from restart_problems(container, place, pod.context, init=True)
        yield from _name_twice(container, place, names)
        if is_sidecar(container):
            yield from _running_problems(container, place, pod)
        else:
            yield from _one_shot_problems(container, place, pod.context)
        if container.get("ports"):
            # The server takes the one container it looks at for the first of the list.
            yield from host_port_problems({index: container}, path, server=(*path, 0))


def ephemeral_container_problems(pod: Pod) -> Iterator[Problem]:
    """Judge ephemeral containers, which a template must not have."""
    path = (*pod.path, "ephemeralContainers")
    others = {**_names(pod, "containers"), **_names(pod, "initContainers")}
    names = dict(others)
    for index, container in enumerate(pod.spec.get("ephemeralContainers") or ()):
        place = (*path, index)
        yield from _common_problems(container, place, pod)
        yield from _ephemeral_image_problems(container, place)
        yield from _name_twice(container, place, names)
        target = container.get("targetContainerName")
        if target and target not in others:
            message = f"there is no container `{shown(target)}`"
            yield not_found("ephemeral-containers", (*place, "targetContainerName"), message)
        yield from _not_ephemeral_problems(container, place)


def _common_problems(container: Data, path: FieldPath, pod: Pod) -> Iterator[Problem]:
    name = container.get("name", "")
    if not name:
        yield missing("container-name", container, (*path, "name"), "a name, such as name: agent")
    elif fault := LABEL(name):
        yield invalid(
            "container-name",
            (*path, "name"),
            f"the container name `{shown(name)}` {fault.says}",
            write=f"name: {fault.meant}" if fault.meant else "",
        )
    if not container.get("image"):
        yield missing(
            "container-image",
            container,
            (*path, "image"),
            "image: registry.example/app:1.0",
        )
    yield from check_fields(container, CONTAINER, path)
    for field, judge in _PARTS.items():
        part = container.get(field)
        if part:
            yield from judge(part, (*path, field), pod)
    yield from mount_problems(container, path, pod.volumes)


def _env(part: Any, path: FieldPath, pod: Pod) -> Iterator[Problem]:
    from dslint.kubernetes.validation.containers.env import env_problems

    return env_problems(part, path, pod.spec.get("volumes") or (), pod.context)


def _ports(part: Any, path: FieldPath, _pod: Pod) -> Iterator[Problem]:
    return port_problems(part, path)


def _env_from(part: Any, path: FieldPath, pod: Pod) -> Iterator[Problem]:
    from dslint.kubernetes.validation.containers.env import env_from_problems

    return env_from_problems(part, path, pod.context)


def _resources(part: Any, path: FieldPath, pod: Pod) -> Iterator[Problem]:
    claims = pod.spec.get("resourceClaims") or ()
    fractions = pod.context.allowed.huge_page_fractions
    return requirement_problems(part, path, claims, huge_page_fractions=fractions)


def _resize_policy(part: Any, path: FieldPath, pod: Pod) -> Iterator[Problem]:
    from dslint.kubernetes.validation.pod.restart import resize_problems

    return resize_problems(part, path, pod.spec.get("restartPolicy", ""))


def _security_context(part: Any, path: FieldPath, pod: Pod) -> Iterator[Problem]:
    from dslint.kubernetes.validation.containers.security import container_security_problems

    host_users = pod.spec.get("hostUsers") is not False
    return container_security_problems(part, path, pod.context, host_users=host_users)


_PARTS = {
    "ports": _ports,
    "env": _env,
    "envFrom": _env_from,
    "resources": _resources,
    "resizePolicy": _resize_policy,
    "securityContext": _security_context,
}
"""Field of a container -> its validating function."""


def _running_problems(container: Data, path: FieldPath, pod: Pod) -> Iterator[Problem]:
    """Judge the fields of containers that keep running."""
    if "lifecycle" in container:
        from dslint.kubernetes.validation.containers.probes import lifecycle_problems

        grace = pod.spec["terminationGracePeriodSeconds"]
        yield from lifecycle_problems(container["lifecycle"], (*path, "lifecycle"), grace, pod.context)
    for name in PROBES:
        if name in container:
            from dslint.kubernetes.validation.containers.probes import probe_problems

            yield from probe_problems(container[name], (*path, name))


def _one_shot_problems(container: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    for name in ("lifecycle", *PROBES):
        if name in container:
            yield forbidden(
                "container-lifecycle" if name == "lifecycle" else "probe",
                (*path, name),
                f"an init container runs to completion, so it cannot have `{name}`",
                anchor="key",
                write=f"restartPolicy: Always for a sidecar; otherwise remove `{name}`",
            )
    policies = container.get("resizePolicy")
    if (
        policies
        and not context.allowed.restart_container_for_init
        and context.holds("a resize cannot restart a plain init container")
    ):
        from dslint.kubernetes.validation.pod.restart import init_resize_problems

        yield from init_resize_problems(policies, (*path, "resizePolicy"))


def _names(pod: Pod, field: str) -> dict[str, FieldPath]:
    names: dict[str, FieldPath] = {}
    for index, container in enumerate(pod.spec.get(field) or ()):
        names.setdefault(container.get("name", ""), (*pod.path, field, index, "name"))
    return names


def _name_twice(container: Data, path: FieldPath, names: dict[str, FieldPath]) -> Iterator[Problem]:
    """Compare with the earlier names, and add this one. Init containers may all lack a name."""
    name, here = container.get("name", ""), (*path, "name")
    remember = bool(name) or "initContainers" not in path
    first = names.setdefault(name, here) if remember else names.get(name, here)
    if first is not here:
        yield duplicate(
            "container-name",
            here,
            f"two containers are named `{shown(name)}`",
            write="a different name for one of them",
            related=(Related(first, "the first container of this name"),),
        )


def _ephemeral_image_problems(container: Data, path: FieldPath) -> Iterator[Problem]:
    image = container.get("image", "")
    if image != image.strip():
        message = "the image begins or ends with a space"
        yield invalid("ephemeral-containers", (*path, "image"), message, write=f"image: {image.strip()}")


def _not_ephemeral_problems(container: Data, path: FieldPath) -> Iterator[Problem]:
    places: list[FieldPath] = [(field,) for field in NOT_EPHEMERAL if _is_set(container, field)]
    for index, mount in enumerate(container.get("volumeMounts") or ()):
        places += [("volumeMounts", index, name) for name in ("subPath", "subPathExpr") if mount.get(name)]
    for place in places:
        yield forbidden(
            "ephemeral-containers",
            (*path, *place),
            f"an ephemeral container cannot have `{place[-1]}`",
            anchor="key",
            write="remove it",
        )


def _is_set(container: Data, field: str) -> bool:
    """Whether the server treats a field as given: an empty list is given, empty resources are not."""
    return bool(container.get(field)) if field == "resources" else field in container
