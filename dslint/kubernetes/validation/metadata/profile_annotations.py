"""Annotations that name seccomp and AppArmor profiles: their form, and that fields do not contradict them.

Source: ValidateSeccompPodAnnotations, ValidateAppArmorPodAnnotations,
validateSeccompAnnotationsAndFields and validateAppArmorAnnotationsAndFieldsMatchOnCreate in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.validation.containers.every_container import containers_of
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import POD_ANNOTATIONS, POD_SPEC, FieldPath, MapKey
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

RULE = "template-metadata"
SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/"
APPARMOR_CONTAINER = "container.apparmor.security.beta.kubernetes.io/"
LOCALHOST = "localhost/"

_SECCOMP_PROFILES = frozenset({"runtime/default", "docker/default", "unconfined"})
_APPARMOR_PROFILES = frozenset({"", "runtime/default", "unconfined"})
_SECCOMP_TYPES = {"Unconfined": {"unconfined"}, "RuntimeDefault": {"runtime/default", "docker/default"}}
_APPARMOR_TYPES = {"Unconfined": {"unconfined"}, "RuntimeDefault": {"runtime/default"}}
Pod = Mapping[str, Any]
Annotations = Mapping[str, str]


def profile_annotation_problems(annotations: Annotations, pod: Pod) -> Iterator[Problem]:
    """Judge every annotation about seccomp or AppArmor."""
    if not any("seccomp.security" in key or "apparmor.security" in key for key in annotations):
        return
    for key, profile in annotations.items():
        if key == SECCOMP_POD or key.startswith(SECCOMP_CONTAINER):
            yield from _seccomp_problems(key, profile)
        elif key.startswith(APPARMOR_CONTAINER):
            yield from _apparmor_problems(key, profile, pod)
    yield from _seccomp_contradictions(annotations, pod)
    if (pod.get("os") or {}).get("name") != "windows":
        yield from _apparmor_contradictions(annotations, pod)


def _seccomp_problems(key: str, profile: str) -> Iterator[Problem]:
    place, named = (*POD_ANNOTATIONS, MapKey(key)), f"spec.template.annotations.{key}"
    if profile in _SECCOMP_PROFILES:
        return
    if not profile.startswith(LOCALHOST):
        write = "seccompProfile in securityContext; the annotation no longer does anything"
        yield invalid(RULE, place, f"`{shown(profile)}` is not a seccomp profile", field=named, write=write)
        return
    file = profile.removeprefix(LOCALHOST)
    if file.startswith("/") or ".." in file.split("/"):
        message = f"the profile `{shown(file)}` must be a relative path without '..'"
        yield invalid(RULE, place, message, field=named)


def _apparmor_problems(key: str, profile: str, pod: Pod) -> Iterator[Problem]:
    place, named = (*POD_ANNOTATIONS, MapKey(key)), f"spec.template.annotations[{key}]"
    name = key.removeprefix(APPARMOR_CONTAINER)
    if all(container.get("name", "") != name for _, container in containers_of(pod)):
        message = f"the annotation names the container `{shown(name)}`, which does not exist"
        yield invalid(RULE, place, message, field=named, anchor="key")
    if profile not in _APPARMOR_PROFILES and not profile.startswith(LOCALHOST):
        write = "appArmorProfile in securityContext, instead of the annotation"
        yield invalid(RULE, place, f"`{shown(profile)}` is not an AppArmor profile", field=named, write=write)


def _seccomp_contradictions(annotations: Annotations, pod: Pod) -> Iterator[Problem]:
    context = pod.get("securityContext") or {}
    place: FieldPath = (*POD_SPEC, "securityContext", "seccompProfile")
    yield from _contradiction(annotations, SECCOMP_POD, context.get("seccompProfile"), place, _SECCOMP_TYPES)
    for path, container in containers_of(pod):
        field = (container.get("securityContext") or {}).get("seccompProfile")
        key = SECCOMP_CONTAINER + container.get("name", "")
        place = (*path, "securityContext", "seccompProfile")
        yield from _contradiction(annotations, key, field, place, _SECCOMP_TYPES)


def _apparmor_contradictions(annotations: Annotations, pod: Pod) -> Iterator[Problem]:
    of_pod = (pod.get("securityContext") or {}).get("appArmorProfile")
    for path, container in containers_of(pod):
        own = (container.get("securityContext") or {}).get("appArmorProfile")
        field = own if own is not None else of_pod
        key = APPARMOR_CONTAINER + container.get("name", "")
        place = (*path, "securityContext", "appArmorProfile")
        yield from _contradiction(annotations, key, field, place, _APPARMOR_TYPES)


def _contradiction(
    annotations: Annotations,
    key: str,
    field: Mapping[str, Any] | None,
    path: FieldPath,
    types: Mapping[str, set[str]],
) -> Iterator[Problem]:
    if field is None or key not in annotations:
        return
    annotation, kind = annotations[key], field.get("type", "")
    related = (Related((*POD_ANNOTATIONS, MapKey(key)), f"the annotation says {shown(annotation)}"),)
    if kind in types:
        wrong = "" if annotation in types[kind] else "type"
    elif kind != "Localhost":
        wrong = ""
    elif not annotation.startswith(LOCALHOST):
        wrong = "type"
    else:
        same = field.get("localhostProfile") == annotation.removeprefix(LOCALHOST)
        wrong = "" if same else "localhostProfile"
    if wrong:
        yield forbidden(
            RULE,
            (*path, wrong),
            f"`{wrong}: {shown(field.get(wrong, ''))}` contradicts the annotation `{key}`",
            write="only the field; remove the annotation",
            related=related,
        )
