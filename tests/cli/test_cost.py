"""`dslint plan --cost` in every format."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import run
from tests.needs import ROOT
from tests.planner.cases import daemonset
from tests.planner.overhead.test_overhead import NODES, asking, karpenter

Out = pytest.CaptureFixture[str]
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "plan.schema.json").read_text("utf-8")))
POOLS_AND_SIZES = """\
Cost of DaemonSets per node

POOL      SYSTEM   NODES  MACHINE                AGENTS  CPU       MEMORY     PODS      OTHER
m5.large  linux    2      m5.large (2 CPU, 4Gi)  2 of 3  50m 2 %   128Mi 3 %  2 of 20
tiny      linux    1      0.1 CPU, 4Gi           2 of 3  50m 50 %  128Mi 3 %  2 of 20
open      linux    1      size not known         3       350m      192Mi      3         1 nvidia.com/gpu
win-1     windows  1      2 CPU, 4Gi             2       50m 2 %   128Mi 3 %  2 of 20
spot      linux    0      8 CPU, 16Gi            3       350m 4 %  192Mi 1 %  3 of 110  1 nvidia.com/gpu 50 %

DAEMONSET    ASKS FOR                          RUNS ON
test/plugin  300m CPU, 64Mi, 1 nvidia.com/gpu  1 of 3 without a pool, spot
test/log     50m CPU, 128Mi                    m5.large 2, 3 without a pool, spot
test/idle    nothing                           m5.large 2, 3 without a pool, spot

does not fit    test/plugin on m5.large (2 nodes), nodes without a pool (1 node)
smallest        m5.large: no machine of the pool has room for its agents (350m CPU, 192Mi, 1
                nvidia.com/gpu, 3 pods)
"""
TOO_SMALL = """\
Cost of DaemonSets per node

POOL     NODES  MACHINE                       AGENTS  CPU      MEMORY     PODS
general  ?      t3.nano (1.93 CPU, 74Mi)      1 of 3  0        0          1 of 4
general  ?      m5.large (1.93 CPU, 6.74Gi)   2 of 3  50m 3 %  128Mi 2 %  2 of 29
general  ?      m5.xlarge (3.92 CPU, 13.8Gi)  2 of 3  50m 1 %  128Mi 1 %  2 of 58

DAEMONSET  ASKS FOR        RUNS ON
test/log   50m CPU, 128Mi  part of general
test/idle  nothing         general

does not fit    test/log on general (t3.nano)
                test/plugin on general (t3.nano, m5.large, m5.xlarge)
smallest        general: no machine of the pool has room for its agents (350m CPU, 192Mi, 1
                nvidia.com/gpu, 3 pods)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    linux = {"kubernetes.io/os": "linux"}
    gpu = asking(cpu="300m", memory="64Mi", **{"nvidia.com/gpu": "1"})
    agents = (
        daemonset("plugin", containers=gpu, nodeSelector=linux),
        daemonset("log", containers=asking(cpu="50m", memory="128Mi")),
        daemonset("idle"),
    )
    (tmp_path / "agents.yaml").write_text("\n---\n".join(agents), encoding="utf-8")
    (tmp_path / "nodes.yaml").write_text(NODES, encoding="utf-8")
    (tmp_path / "pool.yaml").write_text(karpenter("t3.nano", "m5.large", "m5.xlarge"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def section(out: str) -> str:
    return out[out.index("Cost of DaemonSets per node") :].partition("\nall on one")[0]


@pytest.mark.usefixtures("folder")
def test_text_has_a_row_for_each_pool_and_size(capsys: Out) -> None:
    run("plan", "agents.yaml", "--nodes", "nodes.yaml", "--cost", "--fail-on", "never")
    out = capsys.readouterr().out
    assert section(out) == POOLS_AND_SIZES
    assert "cost per node" not in out


@pytest.mark.usefixtures("folder")
def test_text_of_a_declared_pool_names_the_types_that_are_too_small(capsys: Out) -> None:
    run("plan", "agents.yaml", "--nodes", "pool.yaml", "--cost", "--room", "cpu=2,memory=1Gi")
    out = capsys.readouterr().out
    assert section(out) == TOO_SMALL
    assert "all on one      350m CPU" in out


@pytest.mark.usefixtures("folder")
def test_json_follows_its_schema_and_is_there_only_when_asked(capsys: Out) -> None:
    arguments = ("plan", "agents.yaml", "--nodes", "nodes.yaml", "-o", "json", "--fail-on", "never")
    run(*arguments)
    assert "cost" not in json.loads(capsys.readouterr().out)
    run(*arguments, "--cost")
    record = json.loads(capsys.readouterr().out)
    assert [error.message for error in SCHEMA.iter_errors(record)] == []
    spot = next(row for row in record["cost"]["rows"] if row["pool"] == "spot")
    assert (spot["nodes"], spot["there"], spot["ask_for_nothing"]) == (["spot"], 0, ["test/idle"])
    assert spot["requests"] == {"cpu": "350m", "memory": "192Mi", "nvidia.com/gpu": "1", "pods": "3"}
    assert spot["share"]["nvidia.com/gpu"] == 0.5
    assert [agent["daemonset"] for agent in spot["daemonsets"]] == ["test/plugin", "test/log", "test/idle"]
    tiny = next(row for row in record["cost"]["rows"] if row["nodes"] == ["tiny"])
    assert tiny["not_running"][0]["daemonset"] == "test/plugin"
    del record["cost"]["rows"][0]["system"]
    assert not SCHEMA.is_valid(record)


@pytest.mark.usefixtures("folder")
def test_csv_has_a_row_for_each_resource_of_each_daemonset(capsys: Out) -> None:
    run("plan", "agents.yaml", "--nodes", "nodes.yaml", "--cost", "-o", "csv", "--fail-on", "never")
    rows = list(csv.DictReader(StringIO(capsys.readouterr().out)))
    spot = [tuple(row.values())[4:] for row in rows if row["pool"] == "spot" and row["resource"] == "cpu"]
    assert spot == [
        ("all", "runs", "cpu", "350m", "8", "4.4"),
        ("test/plugin", "runs", "cpu", "300m", "8", "3.8"),
        ("test/log", "runs", "cpu", "50m", "8", "0.6"),
    ]
    tiny = [row["outcome"] for row in rows if row["pool"] == "tiny" and row["daemonset"] == "test/plugin"]
    assert set(tiny) == {"pending"}


@pytest.mark.usefixtures("folder")
def test_markdown_and_html_have_the_table(capsys: Out) -> None:
    arguments = ("plan", "agents.yaml", "--nodes", "nodes.yaml", "--cost", "--fail-on", "never")
    run(*arguments, "-o", "markdown")
    out = capsys.readouterr().out
    assert "| spot | linux | 0 | 8 CPU, 16Gi | 3 | 350m 4 % | 192Mi 1 % | 3 of 110 |" in out
    assert "- `test/idle`: nothing on " in out
    run(*arguments, "-o", "html")
    page = capsys.readouterr().out
    assert '<i title="test/plugin: 300m CPU, 4 %" data-share="3.75"></i>' in page
    assert "<li><b>test/idle</b>: nothing</li>" in page


@pytest.mark.usefixtures("folder")
def test_many_clusters_have_no_such_table(capsys: Out) -> None:
    Path("clusters").mkdir()
    Path("clusters/a.yaml").write_text(NODES, encoding="utf-8")
    assert run("plan", "agents.yaml", "--clusters", "clusters", "--cost") == 2
    assert "--cost cannot be combined with --clusters" in capsys.readouterr().err


FIXTURES = ROOT / "tests" / "planner" / "pools" / "fixtures"


@pytest.mark.parametrize(
    "fixture, pool, types, smallest",
    [
        pytest.param("eksctl.yaml", "general", ["m6i.large", "m6a.large"], "m6a.large", id="AWS"),
        pytest.param("gcloud.json", "arm", ["t2a-standard-4"], "t2a-standard-4", id="Google Cloud"),
        pytest.param("az.json", "spot1", ["Standard_D4ps_v5"], "Standard_D4ps_v5", id="Azure"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_cost_of_agents_on_the_pools_of_each_cloud(
    fixture: str, pool: str, types: list[str], smallest: str, capsys: Out
) -> None:
    everywhere = daemonset("log", containers=asking(cpu="100m"), tolerations=[{"operator": "Exists"}])
    Path("log.yaml").write_text(everywhere, encoding="utf-8")
    arguments = ("plan", "log.yaml", "--nodes", str(FIXTURES / fixture), "--cost", "--fail-on", "never")
    run(*arguments, "-o", "json")
    record = json.loads(capsys.readouterr().out)["cost"]
    rows = [row for row in record["rows"] if row["pool"] == pool]
    assert sorted(name for row in rows for name in row["machine_types"]) == sorted(types)
    assert {row["requests"]["cpu"] for row in rows} == {"100m"}
    assert all(0 < row["share"]["cpu"] < 0.1 for row in rows)
    assert [found["smallest"] for found in record["smallest"] if found["pool"] == pool] == [smallest]
