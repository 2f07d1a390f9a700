"""A checksum of the configuration on the DaemonSet instead of its pods, where it has no effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import mapping
from dslint.values.path import POD_ANNOTATIONS, MapKey
from dslint.values.typed import Any

_CHECKSUM = r"(?i)(?:.*[/.])?(?:checksum|config-?hash|configmap-?hash|secret-?hash)(?:[/._-].*)?"
_LONGEST = 253


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first annotation that the pod template does not have."""
    of_pods = mapping(subject.written, POD_ANNOTATIONS)
    for key in mapping(subject.written, ("metadata", "annotations")):
        if len(key) <= _LONGEST and re.fullmatch(_CHECKSUM, key) and key not in of_pods:
            yield Hit(("metadata", "annotations", MapKey(key)), {"key": key}, anchor="key")
            return
