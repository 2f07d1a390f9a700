"""Changes of validation between Kubernetes versions that have no feature gate.

Fields that come and go are in `schemas/kubernetes/`, gates in `gates`. Sources: the differences between
neighbouring releases (`versions.RELEASES`) of pkg/apis/core/validation, pkg/apis/apps/validation, pkg/api/pod
and k8s.io/apimachinery/pkg/api/validation.
"""

from __future__ import annotations

from dslint.values.typed import NamedTuple

CHANGES: dict[str, str] = {
    "a Google disk must be read-only": "..1.28",
    "the node's namespaces are looked at when sysctls are judged": "1.29..",
    "the API group of a claim's data source is judged": "1.29..",
    "fieldRef can name status.hostIPs": "1.29..",
    "hostAliases are named with their index": "1.30..",
    "the path of a service account token is judged": "1.30..",
    "AppArmor annotations are warned of": "1.30..",
    "invalid environment variable names in the stored template may stay": "1.30..",
    "the last three retired node labels are warned of": "1.31..",
    "overlapping files in volumes are warned of": "1.32..",
    "projected sources that name no source are warned of": "1.32..",
    "projected sources without paths are compared with the paths before them again": "1.32..1.33",
    "relaxed search domains in the stored template may stay": "1.32..",
    "a sleep of no seconds in the stored template may stay": "1.32..",
    "invalid label values in node affinity are looked at": "1.33..",
    "IP addresses in an unusual form are warned of": "1.33..",
    "port names of other containers are warned of": "1.33..",
    "an update is judged like a creation, too": "..1.33",
    "only sidecars may have a restartPolicy": "..1.33",
    "block devices cannot be combined with a user namespace": "1.34..",
    "matchLabelKeys of a spread are merged into its selector": "1.34..",
    "the volumeAttributesClassName of a claim template is judged": "1.34..",
    "an empty CSI driver is missing, and not invalid too": "1.35..",
    "toleration operators Lt and Gt in the stored template may stay": "1.35..",
    "hostNetwork beside a user namespace in the stored template may stay": "1.35..",
    "a list above its limit has too many entries, and is not too long": "1.36..",
    "a resize cannot restart a plain init container": "1.36..",
    "an image volume in a template needs a reference": "1.37..",
    "shareProcessNamespace is named where it is written": "1.37..",
    "owners are named with their index": "1.37..",
    "the operation of managed fields is required": "1.37..",
    "CAP_SYS_ADMIN without escalation in the stored template may stay": "1.37..",
}
"""Change -> the versions that it applies to, oldest change first."""


class Period(NamedTuple):
    """Minor versions (`35` is 1.35), both ends included."""

    first: int
    last: int


def holds(change: str, minor: int) -> bool:
    """Whether a change of the table above applies to Kubernetes 1.`minor`."""
    first, last = _PERIODS[change]
    return first <= minor <= last


def _period(text: str) -> Period:
    first, _, last = text.partition("..")
    return Period(_minor(first, 0), _minor(last, 999))


def _minor(version: str, otherwise: int) -> int:
    return int(version.partition(".")[2]) if version else otherwise


_PERIODS = {change: _period(text) for change, text in CHANGES.items()}
