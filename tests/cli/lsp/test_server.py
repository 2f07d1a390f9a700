"""The language server as an editor sees it: a real client over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from dslint.cli.lsp.judged import Judged, judged
from dslint.cli.lsp.nodes import Inventories
from tests.editor.test_editor import AGENT
from tests.needs import ROOT

NODES = """\
nodes:
  - {name: cp-1, labels: {pool: general}, taints: ["gpu=yes:NoSchedule"]}
  - {name: w-1, labels: {pool: edge}}
  - {name: w-2, labels: {pool: edge}, taints: ["spot=yes:NoSchedule"]}
"""


class Client(LanguageClient):
    """A client that keeps the diagnostics it is sent."""

    def __init__(self) -> None:
        super().__init__("test", "1")
        self.diagnostics: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.diagnostics.put_nowait(params)

        @self.feature(lsp.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]
        def shown(params: lsp.ShowMessageParams) -> None:
            raise AssertionError(params.message)

    async def next_diagnostics(self) -> list[lsp.Diagnostic]:
        return list((await asyncio.wait_for(self.diagnostics.get(), 30)).diagnostics)


async def start(folder: Path, *, configured: bool = False) -> Client:
    """A client of a server that is told of the nodes, or finds them in the configuration."""
    client = Client()
    await client.start_io(
        sys.executable,
        "-m",
        "dslint",
        "lsp",
        *(() if configured else ("--nodes", str(folder / "nodes.yaml"))),
        cwd=str(folder),
        env={"PYTHONPATH": str(ROOT)},
    )
    await client.initialize_async(
        lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=folder.as_uri())
    )
    client.initialized(lsp.InitializedParams())
    return client


async def stop(client: Client) -> None:
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()  # type: ignore[no-untyped-call]


def open_document(client: Client, uri: str, text: str) -> None:
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "yaml", 1, text)))


def change(client: Client, uri: str, version: int, text: str) -> None:
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(version=version, uri=uri),
            [lsp.TextDocumentContentChangeWholeDocument(text)],
        )
    )


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nodes.yaml").write_text(NODES, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_session(folder: Path) -> None:
    async def work() -> None:
        client = await start(folder)
        uri = (folder / "agent.yaml").as_uri()
        document = lsp.TextDocumentIdentifier(uri)
        wrong = AGENT.replace("operator: Exists", "operator: exists")
        open_document(client, uri, wrong)
        diagnostics = await client.next_diagnostics()
        invalid = next(item for item in diagnostics if item.code == "toleration-invalid")
        assert invalid.range.start == lsp.Position(15, 18)
        assert invalid.severity == lsp.DiagnosticSeverity.Error
        assert invalid.code_description is not None
        assert invalid.code_description.href.endswith("/rules/toleration-invalid/")

        found = await client.text_document_code_action_async(
            lsp.CodeActionParams(document, invalid.range, lsp.CodeActionContext([invalid]))
        )
        assert found is not None
        fix = found[0]
        assert isinstance(fix, lsp.CodeAction)
        assert (fix.title, fix.is_preferred) == ("set operator to Exists", True)
        assert fix.edit is not None
        assert fix.edit.changes is not None
        assert fix.edit.changes[uri][0].new_text == "Exists"

        change(client, uri, 2, AGENT)
        assert "toleration-invalid" not in {item.code for item in await client.next_diagnostics()}

        shown = await client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(14, 10)))
        assert shown is not None
        assert isinstance(shown.contents, lsp.MarkupContent)
        assert "tolerates a taint of 1 of 3 nodes: cp-1" in shown.contents.value

        lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(document))
        assert lenses is not None
        assert [lens.command.title for lens in lenses if lens.command] == ["runs on 2 of 3 nodes · plan"]
        plan = await client.workspace_execute_command_async(
            lsp.ExecuteCommandParams("dslint.plan", arguments=[uri])
        )
        assert "not here" in str(plan)

        symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
        assert symbols is not None
        assert [symbol.name for symbol in symbols] == ["default/agent"]

        half = AGENT.replace("    type: OnDelete", "    type: ")
        change(client, uri, 3, half)
        await client.next_diagnostics()
        items = await client.text_document_completion_async(
            lsp.CompletionParams(document, lsp.Position(8, 10))
        )
        assert isinstance(items, list)
        assert [item.label for item in items] == ["OnDelete", "RollingUpdate"]

        typed = AGENT.replace("      tolerations:\n", "      nodeSelector:\n        po\n      tolerations:\n")
        change(client, uri, 4, typed)
        items = await client.text_document_completion_async(
            lsp.CompletionParams(document, lsp.Position(14, 10))
        )
        assert isinstance(items, list)
        assert [item.label for item in items] == ["pool"]
        await stop(client)

    run(work())


@pytest.mark.slow
def test_half_typed_yaml_keeps_hover_alive(folder: Path) -> None:
    async def work() -> None:
        client = await start(folder)
        uri = (folder / "agent.yaml").as_uri()
        open_document(client, uri, AGENT)
        await client.next_diagnostics()
        change(client, uri, 2, AGENT + "  status: [\n")
        broken = await client.next_diagnostics()
        assert "invalid-yaml" in {item.code for item in broken}
        shown = await client.text_document_hover_async(
            lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(8, 6))
        )
        assert shown is not None
        await stop(client)

    run(work())


@pytest.mark.slow
def test_documents_outside_the_workspace_are_left_alone(folder: Path) -> None:
    async def work() -> None:
        inside = folder / "inside"
        inside.mkdir()
        client = await start(folder)
        await stop(client)
        client = Client()
        await client.start_io(
            sys.executable, "-m", "dslint", "lsp", cwd=str(inside), env={"PYTHONPATH": str(ROOT)}
        )
        await client.initialize_async(
            lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=inside.as_uri())
        )
        client.initialized(lsp.InitializedParams())
        open_document(client, (folder / "outside.yaml").as_uri(), AGENT)
        open_document(client, (inside / "agent.yaml").as_uri(), AGENT)
        first = await asyncio.wait_for(client.diagnostics.get(), 30)
        assert first.uri.endswith("/inside/agent.yaml")
        await stop(client)

    run(work())


@pytest.mark.slow
def test_no_configuration_above_the_workspace_is_read(folder: Path) -> None:
    async def work() -> None:
        inside = folder / "inside"
        (inside / "deploy").mkdir(parents=True)
        (folder / ".git").mkdir()
        (folder / ".dslint.yaml").write_text("ignore: [update-on-delete]\n", encoding="utf-8")
        client = await start(inside, configured=True)
        open_document(client, (inside / "deploy" / "agent.yaml").as_uri(), AGENT)
        assert "update-on-delete" in {item.code for item in await client.next_diagnostics()}
        await stop(client)

    run(work())


def test_a_patch_in_a_kustomization_is_judged_at_its_place(folder: Path) -> None:
    text = """\
resources: [agent.yaml]
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        updateStrategy: {type: Rolling}
  - target: {kind: DaemonSet, name: agent}
    patch: |
      - {op: replace, path: /spec/template/spec/dnsPolicy, value: Nowhere}
"""
    path = str(folder / "kustomization.yaml")
    state = judged(text, path, "utf-16", None, Inventories(), str(folder))
    places = [(finding.rule, *finding.span[:2]) for finding in state.findings if finding.span is not None]
    assert places == [("update-strategy", 8, 32), ("pod-fields", 11, 67)]
    assert judged(text, str(folder / "other.yaml"), "utf-16", None, Inventories()).findings == ()


def test_a_configuration_does_not_lead_out_of_the_workspace(folder: Path) -> None:
    inside = folder / "inside"
    inside.mkdir()
    (folder / ".git").mkdir()
    (folder / "base.yaml").write_text("ignore: [update-on-delete]\n", encoding="utf-8")
    (inside / ".dslint.yaml").write_text("extends: ../base.yaml\n", encoding="utf-8")

    def state(workspace: Path) -> Judged:
        path = str(inside / "agent.yaml")
        return judged(AGENT, path, "utf-16", None, Inventories(), str(workspace))

    assert state(folder).error == ""
    assert "update-on-delete" not in {finding.rule for finding in state(folder).findings}
    assert "../base.yaml" in state(inside).error
    assert state(inside).findings == ()


@pytest.mark.slow
def test_nodes_of_the_configuration_are_used_and_read_again_when_they_change(folder: Path) -> None:
    async def work() -> None:
        (folder / ".git").mkdir()
        (folder / ".dslint.yaml").write_text("nodes: nodes.yaml\n", encoding="utf-8")
        client = await start(folder, configured=True)
        uri = (folder / "agent.yaml").as_uri()
        document = lsp.TextDocumentIdentifier(uri)
        open_document(client, uri, AGENT)
        await client.next_diagnostics()

        async def title() -> str:
            lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(document))
            assert lenses is not None
            (lens,) = lenses
            assert lens.command is not None
            return lens.command.title

        assert await title() == "runs on 2 of 3 nodes · plan"
        (folder / "nodes.yaml").write_text(
            NODES.replace("w-2", "w-3") + "  - {name: w-4}\n", encoding="utf-8"
        )
        os.utime(folder / "nodes.yaml", (1, 1))
        change(client, uri, 2, AGENT + "# typed\n")
        await client.next_diagnostics()
        assert await title() == "runs on 3 of 4 nodes · plan"
        await stop(client)

    run(work())


def linted(folder: Path) -> list[tuple[str, int]]:
    """The rule and line (from 0) of each finding that the command line has."""
    command = [sys.executable, "-m", "dslint", "lint", "agent.yaml", "-o", "json"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=variables, check=False)
    return [(found["rule"], found["line"] - 1) for found in json.loads(done.stdout)["findings"]]


@pytest.mark.slow
def test_diagnostics_are_those_of_the_command_line(folder: Path) -> None:
    async def work() -> None:
        (folder / ".git").mkdir()
        text = AGENT.replace("    spec:\n", "    spec:\n      nodeSelector: {pool: nowhere}\n")
        (folder / ".dslint.yaml").write_text("nodes: nodes.yaml\nprofile: all\n", encoding="utf-8")
        (folder / "agent.yaml").write_text(text, encoding="utf-8")
        client = await start(folder, configured=True)
        open_document(client, (folder / "agent.yaml").as_uri(), text)
        shown = await client.next_diagnostics()
        expected = linted(folder)
        assert "selects-no-node" in {rule for rule, _ in expected}
        assert sorted((str(item.code), item.range.start.line) for item in shown) == sorted(expected)
        await stop(client)

    run(work())
