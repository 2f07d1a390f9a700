"""`--policies` and `policies:`: where policies are found, for lint, plan and diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run
from tests.policies.test_admit import AGENT, PARAMS, policies, validation
from tests.policies.test_mutating import TOLERATION, mutating

_LIMIT = validation("size(object.spec.template.spec.containers) <= int(params.data.max)", message="too many")
LIMITED = policies(
    "paramKind: {apiVersion: v1, kind: ConfigMap}\n" + _LIMIT,
    "validationActions: [Deny]\nparamRef: {name: limits, parameterNotFoundAction: Deny}",
)
KEEPS_IMAGE = policies(
    validation(
        "oldObject == null || object.spec.template.spec.containers[0].image == "
        "oldObject.spec.template.spec.containers[0].image",
        message="images stay",
    )
)
NODES = """\
apiVersion: v1
kind: Node
metadata: {name: n1}
status: {allocatable: {cpu: "2", memory: 4Gi, pods: "10"}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agent.yaml").write_text(AGENT, encoding="utf-8")
    (tmp_path / "nodes.yaml").write_text(NODES, encoding="utf-8")
    cluster = tmp_path / "cluster"
    cluster.mkdir()
    (cluster / "limits.yaml").write_text(LIMITED, encoding="utf-8")
    (cluster / "params.yaml").write_text(PARAMS, encoding="utf-8")
    return tmp_path


def denials(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out = capsys.readouterr().out
    return [line for line in out.splitlines() if " admission-policy:" in line or " policy-invalid:" in line]


DENIED = "agent.yaml:18:7: error admission-policy: policy p denies this: too many"


def test_lint_takes_policies_from_the_option(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", "agent.yaml", "--policies", "cluster", "-o", "compact") == 1
    assert denials(capsys) == [DENIED]
    assert run("lint", "agent.yaml", "-o", "compact") == 1
    assert denials(capsys) == []
    assert folder.is_dir()


def test_lint_finds_policies_and_parameters_among_the_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("lint", str(folder), "-o", "compact")
    assert [line.rpartition("/")[2] for line in denials(capsys)] == [DENIED]


def test_lint_takes_policies_from_the_configuration(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".dslint.yaml").write_text("policies: [cluster]\n", encoding="utf-8")
    run("lint", "agent.yaml", "-o", "compact")
    assert denials(capsys) == [DENIED]


def test_an_invalid_policy_of_the_option_is_reported_in_its_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.yaml").write_text(policies(validation("nofunc(object)")), encoding="utf-8")
    assert run("lint", "agent.yaml", "--policies", "bad.yaml", "-o", "compact") == 1
    (line,) = denials(capsys)
    assert line == (
        "bad.yaml:14:26: error policy-invalid: spec.validations[0].expression: "
        "undeclared reference to 'nofunc' (in container '')"
    )


def test_a_comment_hides_a_denial_with_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = AGENT.replace("      containers:", "      containers:  # dslint: ignore[admission-policy] agreed")
    text = text.replace(
        "        - name: agent\n", "        - name: agent  # dslint: ignore[admission-policy] agreed\n"
    )
    (folder / "agent.yaml").write_text(text, encoding="utf-8")
    run("lint", "agent.yaml", "--policies", "cluster", "-o", "compact")
    assert denials(capsys) == []


def test_plan_tells_denials(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("plan", "agent.yaml", "--nodes", "nodes.yaml", "--policies", "cluster", "-o", "compact") == 1
    assert denials(capsys) == [DENIED]
    assert run("plan", "agent.yaml", "--nodes", "nodes.yaml", "-o", "compact") == 0
    assert folder.is_dir()


def test_plan_counts_what_a_policy_adds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tainted = NODES + "spec: {taints: [{key: edge, effect: NoSchedule}]}\n"
    (folder / "nodes.yaml").write_text(tainted, encoding="utf-8")
    (folder / "edge.yaml").write_text(mutating(TOLERATION), encoding="utf-8")
    run("plan", "agent.yaml", "--nodes", "nodes.yaml", "-o", "csv")
    assert ",keeps,false," in capsys.readouterr().out
    run("plan", "agent.yaml", "--nodes", "nodes.yaml", "--policies", "edge.yaml", "-o", "csv")
    assert ",runs," in capsys.readouterr().out


def test_the_text_says_where_the_expression_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = LIMITED.splitlines().index(next(row for row in LIMITED.splitlines() if "expression:" in row)) + 1
    run("lint", "agent.yaml", "--policies", "cluster")
    (place,) = [row for row in capsys.readouterr().out.splitlines() if row.startswith("  see ")]
    assert place.startswith(f"  see     cluster/limits.yaml:{line}:")
    assert "ValidatingAdmissionPolicy p" in place
    assert folder.is_dir()


def test_the_table_of_a_difference_says_what_a_policy_denies(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = AGENT.replace(":1", ":2", 1)
    (folder / "new.yaml").write_text(newer, encoding="utf-8")
    assert newer != AGENT
    for arguments, word in ((["--policies", "cluster"], "DENIES"), ([], "accepts")):
        run("diff", "agent.yaml", "new.yaml", "--nodes", "nodes.yaml", *arguments)
        head, row = capsys.readouterr().out.splitlines()[2:4]
        assert "SERVER" in head
        assert f" {word} " in row
        (folder / "clusters").mkdir(exist_ok=True)
        (folder / "clusters" / "eu.yaml").write_text(NODES, encoding="utf-8")
        run("diff", "agent.yaml", "new.yaml", "--clusters", "clusters", "-o", "csv", *arguments)
        assert f",{word}," in capsys.readouterr().out


@pytest.mark.parametrize("command", [["lint"], ["plan", "--nodes", "nodes.yaml"]])
def test_a_path_without_policies_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (folder / "empty").mkdir()
    (folder / "empty" / "note.yaml").write_text("kind: ConfigMap\n", encoding="utf-8")
    assert run(*command, "agent.yaml", "--policies", "empty") == 2
    expected = "empty: no ValidatingAdmissionPolicy or MutatingAdmissionPolicy found"
    assert expected in capsys.readouterr().err


def test_diff_judges_an_update(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "new.yaml").write_text(AGENT.replace("1.4.2", "1.5.0"), encoding="utf-8")
    (folder / "keep.yaml").write_text(KEEPS_IMAGE, encoding="utf-8")
    assert run("diff", "agent.yaml", "new.yaml", "--policies", "keep.yaml", "-o", "compact") == 1
    assert denials(capsys) == ["new.yaml:20:18: error admission-policy: policy p denies this: images stay"]
    assert run("diff", "agent.yaml", "agent.yaml", "--policies", "keep.yaml", "-o", "compact") == 0
    assert denials(capsys) == []


def test_a_path_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", "agent.yaml", "--policies", "nowhere.yaml") == 2
    assert "cannot read nowhere.yaml" in capsys.readouterr().err
    assert folder.is_dir()
