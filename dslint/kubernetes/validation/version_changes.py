"""What changed in validation between the known versions without a feature gate to tell by.

Gates are in `kubernetes.gates`. Source: pkg/apis/core/validation/validation.go of 1.34.4, 1.35.4,
1.36.3 and 1.37.0.
"""

from __future__ import annotations

CHANGED_SINCE: dict[str, int] = {
    "an empty CSI driver is missing, and not malformed too": 35,
    "a list above its limit has too many entries, and is not too long": 36,
    "sidecars may have restartPolicyRules": 36,
    "a resize cannot restart a plain init container": 36,
    "an image volume in a template needs a reference": 37,
    "shareProcessNamespace is named where it is written": 37,
}
"""What holds -> the minor version (`35` is 1.35) since which it does."""


def holds(what: str, minor: int) -> bool:
    """Whether a change of the table above is in force in Kubernetes 1.`minor`."""
    return minor >= CHANGED_SINCE[what]
