"""A headless Chromium, driven over a pipe by the DevTools protocol.

https://chromedevtools.github.io/devtools-protocol/; with `--remote-debugging-pipe` messages are
JSON, each ended by a NUL, on the descriptors 3 and 4 of the browser.
"""

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe"),
)
PATIENCE = 60
"""Seconds until a browser that says nothing counts as broken."""

READ, WRITE = 3, 4
"""The descriptors of the browser."""


class Tab:
    """One page in the browser; events are kept as they arrive."""

    def __init__(self, into: int, out: int) -> None:
        self.into, self.out = into, out
        self.rest = b""
        self.number = 0
        self.session: str | None = None
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Return what a command of the protocol answers."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session is not None:
            message["sessionId"] = self.session
        os.write(self.into, json.dumps(message).encode() + b"\0")
        number = self.number
        while True:
            told = self._next()
            if told.get("id") == number:
                assert "error" not in told, f"{method}: {told['error']}"
                result: dict[str, Any] = told["result"]
                return result
            self.events.append(told)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.out], [], [], max(end - time.monotonic(), 0))
            assert ready, "the browser does not answer"
            read = os.read(self.out, 1 << 16)
            assert read, "the browser has gone"
            self.rest += read
        text, _, self.rest = self.rest.partition(b"\0")
        found: dict[str, Any] = json.loads(text)
        return found

    def attach(self) -> None:
        """Open a page and listen to what it logs and asks for."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        found = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = found["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Audits", "DOM", "Accessibility"):
            self.call(f"{domain}.enable")

    def look(self, width: int, height: int = 900, *, dark: bool = False, media: str = "") -> None:
        """Set the size of the window, the colours that are preferred, and the medium."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def open(self, file: Path) -> None:
        """Open a file and wait until it is loaded."""
        self.events.clear()
        self.call("Page.navigate", url=f"file://{file}")
        end = time.monotonic() + PATIENCE
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            assert time.monotonic() < end, "the page does not load"
            self.events.append(self._next())

    def run(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, a promise once it is kept."""
        found = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key: a character, or `Tab`, `Enter` or `Escape`."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "/": 191}
        text = {"Tab": "", "Escape": "", "Enter": "\r"}.get(key, key)
        params = {
            "key": key,
            "code": "Space" if key == " " else key,
            "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper())),
            "modifiers": 8 if shift else 0,
        }
        kind = "keyDown" if text else "rawKeyDown"
        self.call("Input.dispatchKeyEvent", type=kind, text=text, **params)
        self.call("Input.dispatchKeyEvent", type="keyUp", **params)

    def complaints(self) -> list[str]:
        """Return what the page wrote to the console, and what the browser found wrong with it."""
        self.run("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
        methods = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        wrong = (*methods, "Audits.issueAdded")
        return [json.dumps(event) for event in self.events if event.get("method") in wrong]

    def asked(self) -> set[str]:
        """Return what the page asked for, itself left out."""
        sent = [one for one in self.events if one.get("method") == "Network.requestWillBeSent"]
        found = {(one["params"]["type"], one["params"]["request"]["url"]) for one in sent}
        return {url for kind, url in found if kind != "Document"}


@contextmanager
def browser(folder: Path) -> Iterator[Tab]:
    """Start a browser with an empty profile in `folder`, and end it."""
    to_browser, into = os.pipe()
    out, from_browser = os.pipe()
    command = [str(CHROMIUM), *OPTIONS, f"--user-data-dir={folder / 'profile'}"]

    # the shell puts the pipes where the browser expects them, whatever their numbers are here
    moved = f'exec "$@" {READ}<&{to_browser} {WRITE}>&{from_browser}'
    process = subprocess.Popen(
        ["bash", "-c", moved, "bash", *command],
        pass_fds=(to_browser, from_browser),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    try:
        tab = Tab(into, out)
        tab.attach()
        yield tab
        tab.session = None
        tab.call("Browser.close")
    finally:
        os.close(into)
        os.close(out)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
