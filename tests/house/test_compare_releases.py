"""The comparison of two releases reads feature gates in both of the forms that Kubernetes writes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.needs import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

from compare_releases import declared, defaults, files

OLDER = """\
var defaultKubernetesFeatureGates = map[featuregate.Feature]featuregate.FeatureSpec{
	AppArmor: {Default: true, PreRelease: featuregate.Beta},

	CloudDualStackNodeIPs: {Default: false, PreRelease: featuregate.Alpha},

	genericfeatures.AdmissionWebhookMatchConditions: {Default: true, PreRelease: featuregate.Beta},
}
"""
NEWER = """\
var defaultVersionedKubernetesFeatureGates = map[featuregate.Feature]featuregate.VersionedSpecs{
	EnvFiles: {
		{Version: version.MustParse("1.34"), Default: false, PreRelease: featuregate.Alpha},
		{Version: version.MustParse("1.35"), Default: true, PreRelease: featuregate.Beta},
	},

	PodCertificateMLDSA: {
		{Version: version.MustParse("1.38"), Default: false, PreRelease: featuregate.Beta},
		{Version: version.MustParse("1.38"), Default: true, MinCompatibilityVersion: theSame},
	},

	H2CContainerProbe: {
		{Version: version.MustParse("1.37"), Default: false, PreRelease: featuregate.Alpha},
	},
}
"""


TYPES = """\
// +k8s:deepcopy-gen:interfaces=k8s.io/apimachinery/pkg/runtime.Object

// SeccompProfileType says where a profile comes from.
// +k8s:enum
type SeccompProfileType string

// SeccompProfile is a profile.
type SeccompProfile struct {
	// +k8s:required
	Type SeccompProfileType `json:"type" protobuf:"bytes,1,opt,name=type"`
	// LocalhostProfile is a file.
	LocalhostProfile *string `json:"localhostProfile,omitempty"`
	// +optional
	// +k8s:optional
	// +k8s:alpha(since: "1.38")=+k8s:minimum=1
	// +k8s:maxBytes=256
	Ref string `json:"ref,omitempty"`
}
"""


def test_declared_rules_are_read_beside_types_and_fields() -> None:
    assert list(declared(TYPES)) == [
        "SeccompProfileType: k8s:enum",
        "SeccompProfile.type: k8s:required",
        "SeccompProfile.ref: k8s:optional",
        "SeccompProfile.ref: k8s:maxBytes=256",
    ]


@pytest.mark.parametrize(
    "text,gates",
    [
        (
            OLDER,
            {"AppArmor": "on", "CloudDualStackNodeIPs": "off", "AdmissionWebhookMatchConditions": "on"},
        ),
        (NEWER, {"EnvFiles": "on", "PodCertificateMLDSA": "off", "H2CContainerProbe": "off"}),
    ],
)
def test_the_newest_default_of_each_gate_is_read(text: str, gates: dict[str, str]) -> None:
    assert dict(defaults(text)) == gates


def test_a_file_that_differs_is_named_with_the_number_of_its_lines(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for side, text in ((old, "a\nb\nc\n"), (new, "a\nB\nc\n")):
        side.mkdir()
        (side / "same.go").write_text("x\n", encoding="utf-8")
        (side / "other.go").write_text(text, encoding="utf-8")
    (line,) = files(old, new, ("same.go", "other.go", "missing.go"))
    assert line == f"other.go: 2 lines; diff {old / 'other.go'} {new / 'other.go'}"
