"""Page and picture in a real browser: no complaints, and nothing is asked of the network."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from deploylint.report import calendar_html, calendar_svg
from deploylint.report.style import Style
from tests.report.calendars import december

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr"),
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


class Seen(NamedTuple):
    """What the browser made of a page: its elements, what it complained about, whom it asked."""

    elements: str
    console: list[str]
    requests: set[str]


@pytest.fixture
def look(tmp_path: Path) -> Callable[[str, str], Seen]:
    def opened(name: str, text: str) -> Seen:
        (tmp_path / name).write_text(text, "utf-8")
        log = tmp_path / "net.json"
        done = subprocess.run(
            [
                str(CHROMIUM),
                *OPTIONS,
                f"--user-data-dir={tmp_path / 'profile'}",
                f"--log-net-log={log}",
                "--dump-dom",
                f"file://{tmp_path / name}",
            ],
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        )
        console = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
        return Seen(done.stdout, console, asked(log))

    return opened


def asked(log: Path) -> set[str]:
    """Return what the page asked for; what the browser asks for itself has no origin."""
    events = json.loads(log.read_text("utf-8"))["events"]
    told = [event.get("params", {}) for event in events]
    return {
        params["url"]
        for params in told
        if "url" in params and params.get("initiator", "not an origin") != "not an origin"
    }


def test_a_page_that_misbehaves_is_noticed(look: Callable[[str, str], Seen]) -> None:
    page = '<img src="http://127.0.0.1:9/x.png"><script>console.error("oh")</script><p>here</p>'
    seen = look("bad.html", f"<!doctype html><title>bad</title>{page}")
    assert seen.requests == {"http://127.0.0.1:9/x.png"}
    assert len(seen.console) == 1
    assert "<p>here</p>" in seen.elements


@pytest.mark.parametrize(
    ("name", "render"),
    [("calendar.html", calendar_html.render), ("calendar.svg", calendar_svg.render)],
)
def test_page_and_picture_are_at_peace(
    name: str, render: Callable[..., list[str]], look: Callable[[str, str], Seen]
) -> None:
    seen = look(name, "".join(render(december(), Style())))
    assert (seen.console, seen.requests) == ([], set())
    for text in ("Deployment windows, December 2026", "Christmas Day", "year-end", "recommended"):
        assert text in seen.elements
