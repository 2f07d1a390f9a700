"""Drives a headless Chromium through its DevTools protocol: one JSON message after another over a pipe.

Each message ends with a zero byte; Chromium reads from its descriptor 3 and writes to 4.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.png import Picture, decode
from tests.needs import chromium

_TO_BROWSER, _FROM_BROWSER = 3, 4
_OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",  # it opens nothing but our own file, and containers often forbid the sandbox
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
)


class BrowserError(Exception):
    """What the browser, or a script in the page, complains of."""


class Tab:
    """One page. `requests` are the addresses it asked for, `complaints` what went wrong in it."""

    def __init__(self, reading: int, writing: int) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._reading = reading
        self._writing = writing
        self._left = b""
        self._number = 0
        self._session = ""
        target = self._send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._send(f"{domain}.enable")

    def window(self, width: int, height: int, *, dark: bool = False) -> None:
        """The size of the page, and the colours that the person prefers."""
        self._send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.media(dark=dark)

    def media(self, *, dark: bool = False, paper: bool = False) -> None:
        """What style sheets ask for."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._send("Emulation.setEmulatedMedia", media="print" if paper else "", features=[scheme])

    def scripts(self, *, allowed: bool) -> None:
        """Whether pages opened from now on may run scripts."""
        self._send("Emulation.setScriptExecutionDisabled", value=not allowed)

    def open(self, page: Path | str) -> None:
        """Load a file or an address, and wait until it is shown."""
        self.requests.clear()
        self.complaints.clear()
        self._send("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        while self._receive().get("method") != "Page.loadEventFired":
            pass

    def run(self, script: str) -> Any:
        """The value of a script, as JSON data."""
        done = self._send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise BrowserError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def wait_for(self, script: str, seconds: float = 120) -> Any:
        """The value of a script once it is true; the limit is only there to end a run that hangs."""
        end = time.monotonic() + seconds
        while not (value := self.run(script)):
            if time.monotonic() > end:
                raise BrowserError(f"never true: {script}")
            time.sleep(0.02)
        return value

    def press(self, *keys: str, ctrl: bool = False) -> None:
        """Press keys, by the names that scripts see: `ArrowDown`, `Enter`, `Escape`."""
        for key in keys:
            text = {"Enter": "\r", " ": " "}.get(key)
            for kind in ("keyDown", "keyUp"):
                more = {"text": text} if text and kind == "keyDown" else {}
                self._send(
                    "Input.dispatchKeyEvent", type=kind, key=key, modifiers=2 * ctrl, **_codes(key), **more
                )

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self._send("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """Click in the middle of the first element that a selector means, scrolled into sight."""
        x, y = self.run(
            f"(() => {{ const found = document.querySelector({json.dumps(selector)}); found.scrollIntoView("
            "{block: 'nearest'}); const box = found.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, selector: str = "html", scale: float = 1) -> Picture:
        """What is to be seen of the first element that a selector means, as far as it is in the window."""
        box = self.run(
            f"(() => {{ const box = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " const [x, y] = [Math.max(box.x, 0), Math.max(box.y, 0)];"
            " return {x: x + scrollX, y: y + scrollY, width: Math.min(box.right, innerWidth) - x,"
            " height: Math.min(box.bottom, innerHeight) - y} })()"
        )
        return decode(self.screenshot(clip={**box, "scale": scale}))

    def screenshot(self, **more: Any) -> bytes:
        """A picture of the whole window, as a PNG file."""
        return base64.b64decode(self._send("Page.captureScreenshot", format="png", **more)["data"])

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            pass
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            more = os.read(self._reading, 1 << 16)
            if not more:
                raise BrowserError("the browser has ended")
            self._left += more
        text, _, self._left = self._left.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, method: str, said: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(said["exceptionDetails"]))
        elif method == "Log.entryAdded" and said["entry"]["level"] in ("error", "warning"):
            self.complaints.append(said["entry"]["text"])


_KEY_CODES = {
    "Tab": 9,
    "Enter": 13,
    "Escape": 27,
    " ": 32,
    "PageUp": 33,
    "PageDown": 34,
    "End": 35,
    "Home": 36,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
}


def _codes(key: str) -> dict[str, Any]:
    return {"code": "Space" if key == " " else key, "windowsVirtualKeyCode": _KEY_CODES[key]}


@contextmanager
def browser() -> Iterator[Tab]:
    """A page in a browser of its own, with an empty profile; both are gone afterwards."""
    program = chromium()
    assert program is not None, "ask tests.needs.missing('browser') first"
    theirs_read, ours_write = os.pipe()
    ours_read, theirs_write = os.pipe()
    # Out of the way of the two numbers that they get in the browser.
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10) for descriptor in (theirs_read, theirs_write)]

    def give_descriptors() -> None:
        os.dup2(high[0], _TO_BROWSER)
        os.dup2(high[1], _FROM_BROWSER)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [program, *_OPTIONS, f"--user-data-dir={profile}"],
            preexec_fn=give_descriptors,  # noqa: PLW1509 - the tests start no threads
            pass_fds=(_TO_BROWSER, _FROM_BROWSER),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for descriptor in (theirs_read, theirs_write, *high):
            os.close(descriptor)
        try:
            yield Tab(ours_read, ours_write)
        finally:
            os.close(ours_write)
            os.close(ours_read)
            process.terminate()
            process.wait(20)
