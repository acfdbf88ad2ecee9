"""Folders full of plans, as tests of `deploylint check` need them."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from tests.program import EXAMPLE, TUESDAY, Result, run

PLAN = EXAMPLE.read_text("utf-8")
"""A plan that may go out on Tuesday."""

HELD = "deployment: {version: v9, environment: production}\n"
"""A plan that may not."""

NO_PLAN = "kind: Deployment\nimage: !Ref Image\n"
"""What another program reads; it could not be read as a plan."""

SETTINGS = "timezone: Europe/Paris\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def fill(folder: Path, names: Iterable[str]) -> None:
    """Write plans that may go out, each with a version of its own."""
    write(folder, {name: PLAN.replace("v1.2.0", f"v1.{at}.0") for at, name in enumerate(names)})


def check(folder: Path, *arguments: str) -> Result:
    return run("check", "--now", TUESDAY, *arguments, cwd=folder)


def judged(result: Result) -> list[str]:
    """Return the plans of a JSON report, in its order."""
    return [report["plan"]["file"] for report in json.loads(result.out)["reports"]]


def refused(result: Result) -> list[tuple[str | None, str]]:
    """Return what a JSON report says could not be judged, and why."""
    errors = json.loads(result.out)["errors"]
    return [(error["plan"], re.split(r"[;,:]", error["message"])[0]) for error in errors]
