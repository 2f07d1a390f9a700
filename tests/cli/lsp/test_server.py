"""The language server as an editor sees it: a real client over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

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


async def start(folder: Path) -> Client:
    client = Client()
    await client.start_io(
        sys.executable,
        "-m",
        "dslint",
        "lsp",
        "--nodes",
        str(folder / "nodes.yaml"),
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

        half = AGENT.replace("    type: OnDelete", "    type: ")
        change(client, uri, 3, half)
        await client.next_diagnostics()
        items = await client.text_document_completion_async(
            lsp.CompletionParams(document, lsp.Position(8, 10))
        )
        assert isinstance(items, list)
        assert [item.label for item in items] == ["OnDelete", "RollingUpdate"]
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
