"""The language server: converts between the protocol's values and those of `dslint.editor`.

Source: Language Server Protocol 3.17. The server reads nothing outside the workspace and runs nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import Any, Final, cast

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from dslint.cli.lsp.judged import Judged, judged
from dslint.cli.lsp.nodes import Inventories
from dslint.editor.actions import Action, actions
from dslint.editor.completion import NodeFacts, completions
from dslint.editor.cursor import Cursor, cursor_at
from dslint.editor.hover import hover
from dslint.editor.outline import typing_at
from dslint.editor.reach import lens, reached
from dslint.editor.units import Encoding, Lines, Place
from dslint.identity import rule_page
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.plan import Planned, plan_objects
from dslint.report.plan.formats import render_plan
from dslint.report.plan.view import PlanView
from dslint.values.finding import Edit, Finding
from dslint.values.span import Span
from dslint.version import __version__

DEBOUNCE_SECONDS: Final = 0.15
"""The pause in typing after which a document is judged again."""
PLAN_COMMAND: Final = "dslint.plan"

_SEVERITIES: Final = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}
_KINDS: Final = {
    "field": lsp.CompletionItemKind.Field,
    "value": lsp.CompletionItemKind.EnumMember,
    "label": lsp.CompletionItemKind.Constant,
    "taint": lsp.CompletionItemKind.Constant,
}


class Server(LanguageServer):
    """The state of a session: every open document, and the inventory."""

    def __init__(self, nodes: tuple[str, ...]) -> None:
        super().__init__("dslint", __version__)
        self.known: dict[str, Judged] = {}
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.inventories = Inventories(nodes)
        self.told: dict[str, str] = {}
        self.plans: dict[str, tuple[Judged, Planned]] = {}

    @property
    def encoding(self) -> Encoding:
        """Return the units of the client's columns."""
        return cast("Encoding", str(getattr(self.workspace.position_encoding, "value", "utf-16")))

    def path_of(self, uri: str) -> str | None:
        """Return the path of a document inside the workspace; None for any other."""
        path = to_fs_path(uri)
        return path if path is not None and self._folder_of(path) else None

    def _folder_of(self, path: str) -> str:
        """Return the folder of the workspace that a path lies in, the innermost; empty outside of all."""
        tops = [*(to_fs_path(folder) for folder in self.workspace.folders), self.workspace.root_path]
        real = os.path.realpath(path)
        around = [top for top in tops if top and real.startswith(os.path.join(os.path.realpath(top), ""))]
        return max(around, key=len, default="")

    def judge(self, uri: str) -> Judged | None:
        """Return the current state of a document."""
        path = self.path_of(uri)
        if path is None:
            return None
        text = self.workspace.get_text_document(uri).source
        before, inside = self.known.get(uri), self._folder_of(path)
        self.known[uri] = judged(text, path, self.encoding, before, self.inventories, inside)
        return self.known[uri]

    def publish(self, uri: str) -> None:
        """Send the diagnostics of a document."""
        state = self.judge(uri)
        if state is None:
            return
        diagnostics = [_diagnostic(uri, finding, state.lines) for finding in state.findings]
        if state.error and self.told.get(uri) != state.error:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"dslint: {state.error}"))
        self.told[uri] = state.error
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, diagnostics))

    def planned(self, state: Judged, path: str) -> Planned | None:
        """Return the plan of a document, if there is an inventory; computed once per version."""
        if state.inventory is None or state.memory is None:
            return None
        known = self.plans.get(path)
        if known is None or known[0] is not state:
            objects = read_manifests(state.text, os.path.relpath(path), state.memory.build).objects
            known = self.plans[path] = (state, plan_objects(objects, state.inventory, (), state.version))
        return known[1]


def serve(nodes: tuple[str, ...]) -> None:
    """Serve one client on standard input and output until it says exit."""
    make_server(nodes).start_io()


def make_server(nodes: tuple[str, ...]) -> Server:
    """Create the server with all its features."""
    server = Server(nodes)
    _follow_documents(server)
    _answer_places(server)
    _answer_documents(server)
    return server


def _follow_documents(server: Server) -> None:
    """Judge documents as they are opened, changed and saved."""

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        ls.publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
        ls.publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        ls.known.pop(params.text_document.uri, None)
        ls.plans.pop(to_fs_path(params.text_document.uri) or "", None)
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        task = ls.waiting.pop(uri, None)
        if task is not None:
            task.cancel()
        ls.waiting[uri] = asyncio.create_task(_publish_later(ls, uri))


def _answer_places(server: Server) -> None:
    """Answer requests about a place in a document."""

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION)
    def code_actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        state = ls.judge(params.text_document.uri)
        if state is None:
            return []
        wanted = params.range
        near = [
            finding
            for finding in state.findings
            if finding.span is not None
            and finding.span.line - 1 <= wanted.end.line
            and finding.span.end_line - 1 >= wanted.start.line
        ]
        return [
            _code_action(params.text_document.uri, action, state.lines)
            for action in actions(near, state.lines.lines)
        ]

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        found = _cursor(ls, params.text_document.uri, params.position)
        if found is None:
            return None
        state, cursor = found
        shown = hover(cursor, state.findings, state.version)
        where = (
            reached(cursor.manifest.data, cursor.path, state.inventory) if state.inventory is not None else ""
        )
        text = "\n\n".join(part for part in (shown.markdown if shown is not None else "", where) if part)
        if not text:
            return None
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), _range(cursor.span, state.lines))

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[" ", "\n"]))
    def completed(ls: Server, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        return _completions(ls, params.text_document.uri, params.position)


def _answer_documents(server: Server) -> None:
    """Answer requests about a document as a whole."""

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lenses(ls: Server, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        return _lenses(ls, params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(ls: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        state = ls.judge(params.text_document.uri)
        if state is None:
            return []
        return [
            lsp.DocumentSymbol(
                name=manifest.name.key,
                detail="DaemonSet",
                kind=lsp.SymbolKind.Object,
                range=_range(manifest.document.span(manifest.node), state.lines),
                selection_range=_range(manifest.document.span(manifest.node), state.lines),
            )
            for manifest in state.manifests
            if state.text[manifest.document.offset :]
        ]

    @server.command(PLAN_COMMAND)
    def plan(ls: Server, uri: str) -> str:
        return _plan_text(ls, uri)


async def _publish_later(server: Server, uri: str) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(DEBOUNCE_SECONDS)
        server.publish(uri)


def _cursor(server: Server, uri: str, position: lsp.Position) -> tuple[Judged, Cursor] | None:
    state = server.judge(uri)
    if state is None:
        return None
    offset = state.lines.offset(Place(position.line, position.character))
    cursor = cursor_at(state.manifests, offset)
    return (state, cursor) if cursor is not None else None


def _completions(server: Server, uri: str, position: lsp.Position) -> list[lsp.CompletionItem]:
    state = server.judge(uri)
    if state is None:
        return []
    offset = state.lines.offset(Place(position.line, position.character))
    line_start = state.text.rfind("\n", 0, offset) + 1
    typing = typing_at(state.lines.lines, position.line, offset - line_start)
    # Use the last readable DaemonSet above; while typing, its places may be some lines off.
    above = [manifest for manifest in state.manifests if manifest.document.offset <= offset]
    data: dict[str, Any] = above[-1].data if above else {}
    start = state.lines.place(offset - len(typing.prefix))
    place = lsp.Range(lsp.Position(start.line, start.character), position)
    return [
        lsp.CompletionItem(
            label=item.label,
            kind=_KINDS[item.kind],
            detail=item.detail or None,
            text_edit=lsp.TextEdit(place, item.text),
        )
        for item in completions(typing, data, state.version, _facts(state.inventory))
    ]


def _facts(inventory: Inventory | None) -> NodeFacts:
    """Return the labels and taints of the inventory, sorted by name."""
    if inventory is None:
        return NodeFacts()
    labels: dict[str, set[str]] = {}
    taints: set[str] = set()
    for node in inventory.nodes:
        for key, value in node.labels.items():
            labels.setdefault(key, set()).add(value)
        taints |= {taint.key for taint in node.taints}
    return NodeFacts({key: tuple(sorted(labels[key])) for key in sorted(labels)}, tuple(sorted(taints)))


def _lenses(server: Server, uri: str) -> list[lsp.CodeLens]:
    state, path = server.judge(uri), server.path_of(uri)
    if state is None or path is None:
        return []
    planned = server.planned(state, path)
    if planned is None:
        return []
    found = []
    for workload in planned.workloads:
        manifest = workload.source.manifest
        title = f"{lens(planned, workload)} · plan"
        place = _range(manifest.document.span(manifest.node), state.lines)
        found.append(
            lsp.CodeLens(
                lsp.Range(place.start, place.start), command=lsp.Command(title, PLAN_COMMAND, arguments=[uri])
            )
        )
    return found


def _plan_text(server: Server, uri: str) -> str:
    """Return the plan of a document as text for the client."""
    state, path = server.judge(uri), server.path_of(uri)
    planned = server.planned(state, path) if state is not None and path is not None else None
    if planned is None:
        return "No inventory: name one as nodes: in .dslint.yaml, or start the server with --nodes FILE."
    return render_plan(PlanView(planned), "text")


def _diagnostic(uri: str, finding: Finding, lines: Lines) -> lsp.Diagnostic:
    message = "\n".join(part for part in (finding.message, finding.result) if part)
    return lsp.Diagnostic(
        range=_range(finding.span, lines),
        message=message,
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=lsp.CodeDescription(rule_page(finding.rule)),
        source="dslint",
        related_information=[
            lsp.DiagnosticRelatedInformation(lsp.Location(uri, _range(place.span, lines)), place.message)
            for place in finding.related
            if place.span is not None and place.file == finding.file
        ],
    )


def _code_action(uri: str, action: Action, lines: Lines) -> lsp.CodeAction:
    return lsp.CodeAction(
        title=action.title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(uri, action.finding, lines)],
        is_preferred=action.preferred,
        edit=lsp.WorkspaceEdit(changes={uri: [_edit(edit, lines) for edit in action.edits]}),
    )


def _edit(edit: Edit, lines: Lines) -> lsp.TextEdit:
    start, end = lines.place(edit.start), lines.place(edit.end)
    return lsp.TextEdit(
        lsp.Range(lsp.Position(start.line, start.character), lsp.Position(end.line, end.character)), edit.text
    )


def _range(span: Span | None, lines: Lines) -> lsp.Range:
    if span is None:
        return lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    start = lines.place_of_column(span.line, span.column)
    end = lines.place_of_column(span.end_line, span.end_column)
    return lsp.Range(lsp.Position(start.line, start.character), lsp.Position(end.line, end.character))
