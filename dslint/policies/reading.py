"""Sort the objects of a text: policies, bindings, namespaces, and possible parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from dslint.policies.values import Source
from dslint.reader.objects import Manifest, objects_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dslint.reader.stream import Stream

GROUP = "admissionregistration.k8s.io"
_VERSIONS = frozenset({"v1", "v1beta1", "v1alpha1"})
VALIDATING, MUTATING = "ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"


class PolicyObjects(NamedTuple):
    """The admission objects of the input.

    policies, bindings  validating ones
    mutating, mutating_bindings  mutating ones
    namespaces  Namespace objects by name
    params      every other object
    """

    policies: tuple[Source, ...] = ()
    bindings: tuple[Source, ...] = ()
    mutating: tuple[Source, ...] = ()
    mutating_bindings: tuple[Source, ...] = ()
    namespaces: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    params: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is no policy at all."""
        return not self.policies and not self.mutating


def policy_objects(sources: Iterable[tuple[str, Stream]]) -> PolicyObjects:
    """Return the objects of texts (file name, stream). Of several objects with one name, the last counts."""
    kinds: dict[str, dict[str, Source]] = {}
    namespaces: dict[str, Mapping[str, Any]] = {}
    params: list[Mapping[str, Any]] = []
    for file, stream in sources:
        for document in stream.documents:
            for manifest in objects_of(document):
                group, _, version = manifest.name.api_version.partition("/")
                if group == GROUP and version in _VERSIONS:
                    found = kinds.setdefault(manifest.name.kind, {})
                    found.pop(manifest.name.name, None)
                    found[manifest.name.name] = Source(manifest, file)
                elif manifest.name.kind == "Namespace" and manifest.name.api_version == "v1":
                    namespaces[manifest.name.name] = manifest.data
                elif not _is_daemonset(manifest):
                    params.append(manifest.data)
    return PolicyObjects(
        policies=tuple(kinds.get(VALIDATING, {}).values()),
        bindings=tuple(kinds.get(f"{VALIDATING}Binding", {}).values()),
        mutating=tuple(kinds.get(MUTATING, {}).values()),
        mutating_bindings=tuple(kinds.get(f"{MUTATING}Binding", {}).values()),
        namespaces=tuple(namespaces.items()),
        params=tuple(params),
    )


def _is_daemonset(manifest: Manifest) -> bool:
    return manifest.name.kind == "DaemonSet"
