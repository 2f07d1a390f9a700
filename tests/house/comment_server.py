"""A server on this machine that keeps comments as the APIs of GitHub and GitLab do."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Comments:
    """The comments by their numbers, and what was asked; with a `token`, nothing is told without it."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.bodies: dict[int, str] = {}
        self.asked: list[str] = []
        self.address = ""

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: str) -> Any:
        """What a request gets as JSON."""
        self.asked.append(f"{method} {path}")
        if method == "GET":
            size, page = int(query["per_page"][0]), int(query.get("page", ["1"])[0])
            rows = [{"id": number, "body": text} for number, text in self.bodies.items()]
            return rows[(page - 1) * size : page * size]
        number = len(self.bodies) + 1 if method == "POST" else int(path.rpartition("/")[2])
        self.bodies[number] = body
        return {"id": number, "body": body}


@contextmanager
def serving(comments: Comments) -> Iterator[Comments]:
    """Serve at 127.0.0.1 while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            given = str(self.headers.get("PRIVATE-TOKEN") or self.headers.get("Authorization"))
            if given.removeprefix("Bearer ") != comments.token:
                self.send_error(403)
                return
            url = urlsplit(self.path)
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            if self.headers.get("Content-Type", "").startswith("application/json"):
                body = json.loads(sent)["body"] if sent else ""
            else:
                body = parse_qs(sent).get("body", [""])[0]
            answer = json.dumps(comments.answer(self.command, url.path, parse_qs(url.query), body)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PATCH = do_PUT = _serve  # noqa: N815 - the names that the base class calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    comments.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield comments
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
