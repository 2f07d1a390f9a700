"""What belongs together: one file, one kustomization, one group, named context; never merely one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.config.places import lint, report, rules_in, write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]


def exporter(name: str, port: int = 9100) -> str:
    """A DaemonSet that claims a port of its node."""
    return f"""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: {name}, namespace: monitoring}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - name: {name}
          image: registry.example.com/{name}:1.0.0
          ports: [{{containerPort: {port}, hostPort: {port}}}]
"""


COLLISION = "host-port-collision"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two DaemonSets that want one port, in two files of the current folder."""
    write(tmp_path, {"a.yaml": exporter("alpha"), "b.yaml": exporter("beta")})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_one_run_is_not_enough(capsys: Capture) -> None:
    assert lint(capsys, ".") == []
    assert lint(capsys, "a.yaml", "b.yaml") == []


def test_one_file_belongs_together(here: Path, capsys: Capture) -> None:
    write(here, {"both.yaml": f"{exporter('alpha')}---\n{exporter('beta')}"})
    assert lint(capsys, "both.yaml") == [COLLISION]


def test_one_kustomization_belongs_together(here: Path, capsys: Capture) -> None:
    write(here, {"kustomization.yaml": "resources: [a.yaml, b.yaml]\n"})
    found = report(capsys, ".")["findings"]
    assert [(each["file"], each["rule"]) for each in found] == [("b.yaml", COLLISION)]
    assert "monitoring/alpha" in found[0]["message"]


def test_what_two_files_say_of_each_other_is_told_where_somebody_looks(here: Path, capsys: Capture) -> None:
    """A file that is context only, or a DaemonSet that is left out, tells nothing itself."""
    write(here, {"kustomization.yaml": "resources: [a.yaml, b.yaml]\n"})
    assert rules_in(report(capsys, "--context", ".", "a.yaml"), "a.yaml") == [COLLISION]
    assert rules_in(report(capsys, "--only", "monitoring/alpha", "."), "a.yaml") == [COLLISION]


def test_a_base_that_does_not_know_of_its_overlay_tells_nothing(here: Path, capsys: Capture) -> None:
    write(here, {
        "base/kustomization.yaml": "resources: [x.yaml]\n",
        "base/x.yaml": exporter("zebra", 9200),
        "overlay/kustomization.yaml": "resources: [../base, y.yaml]\n",
        "overlay/y.yaml": exporter("more", 9200),
    })  # fmt: skip
    found = report(capsys, ".")["findings"]
    assert [(each["file"], each["rule"]) for each in found] == [("overlay/y.yaml", COLLISION)]


def test_what_a_kustomization_takes_from_a_base_belongs_to_it(here: Path, capsys: Capture) -> None:
    write(here, {
        "base/kustomization.yaml": "resources: [x.yaml]\n",
        "base/x.yaml": exporter("base", 9200),
        "overlay/kustomization.yaml": "resources: [../base, y.yaml]\n",
        "overlay/y.yaml": exporter("more", 9200),
    })  # fmt: skip
    found = report(capsys, ".")["findings"]
    assert [(each["file"], each["rule"]) for each in found] == [("overlay/y.yaml", COLLISION)]


def test_files_of_a_kustomization_that_nobody_named_are_context_only(here: Path, capsys: Capture) -> None:
    write(here, {"kustomization.yaml": "resources: [a.yaml, b.yaml]\n"})
    assert lint(capsys, "a.yaml") == []
    found = report(capsys, "--context", ".", "a.yaml")
    assert [(each["file"], each["rule"]) for each in found["findings"]] == [("a.yaml", COLLISION)]
    assert found["summary"]["files"] == 1


@pytest.mark.usefixtures("here")
def test_a_file_named_as_context_belongs_to_everything(capsys: Capture) -> None:
    found = report(capsys, "--context", "b.yaml", "a.yaml")["findings"]
    assert [(each["file"], each["rule"]) for each in found] == [("a.yaml", COLLISION)]


@pytest.mark.usefixtures("here")
def test_a_folder_as_context_is_only_read(capsys: Capture) -> None:
    assert lint(capsys, "--context", ".", "a.yaml") == []


def test_a_configured_group_belongs_together(here: Path, capsys: Capture) -> None:
    write(here, {".dslint.yaml": "groups:\n  nodes: [a.yaml, b*]\n", "c.yaml": exporter("gamma")})
    found = report(capsys, ".")["findings"]
    assert [(each["file"], each["rule"]) for each in found] == [("b.yaml", COLLISION)]


def test_a_kustomization_does_not_reach_out_of_what_may_be_read(here: Path, capsys: Capture) -> None:
    write(
        here,
        {"inner/kustomization.yaml": "resources: [../a.yaml, c.yaml]\n", "inner/c.yaml": exporter("gamma")},
    )
    assert lint(capsys, "inner") == []
    assert rules_in(report(capsys, "."), "inner/c.yaml") == [COLLISION]


SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: alpha, namespace: monitoring}
spec:
  selector: {app: alhpa}
  ports: [{port: 9100}]
"""


def test_a_finding_may_point_at_the_file_of_a_service(here: Path, capsys: Capture) -> None:
    write(here, {"service.yaml": SERVICE, "kustomization.yaml": "resources: [a.yaml, service.yaml]\n"})
    (here / "b.yaml").unlink()
    found = report(capsys, ".")["findings"]
    assert [(each["file"], each["line"], each["rule"]) for each in found] == [
        ("service.yaml", 5, "selects-nothing")
    ]
    (here / "kustomization.yaml").unlink()
    assert lint(capsys, ".") == []


def test_fixing_compares_with_what_stands_beside_a_file(here: Path, capsys: Capture) -> None:
    write(here, {"service.yaml": SERVICE, "kustomization.yaml": "resources: [a.yaml, service.yaml]\n"})
    (here / "b.yaml").unlink()
    assert lint(capsys, "--fix", ".") == ["selects-nothing"]
    write(here, {"b.yaml": exporter("beta"), "kustomization.yaml": "resources: [a.yaml, b.yaml]\n"})
    (here / "service.yaml").unlink()
    assert COLLISION in lint(capsys, "--fix", ".")
    (here / "kustomization.yaml").unlink()
    assert lint(capsys, "--fix", ".") == []


def test_diff_shows_fixes_that_depend_on_another_file(here: Path, capsys: Capture) -> None:
    write(here, {"service.yaml": SERVICE, "kustomization.yaml": "resources: [a.yaml, service.yaml]\n"})
    run("lint", "--diff", "--unsafe-fixes", ".")
    assert "+  selector: {app: alpha}\n" in capsys.readouterr().out
    assert (here / "service.yaml").read_text("utf-8") == SERVICE
