"""The stream of `go test -json`: one event on each line.

https://pkg.go.dev/cmd/test2json

A test that failed and then passed in a later run of its package (as gotestsum repeats failures) is
flaky; within one run of the package every failure counts, as `-count=2` demands.
"""

import re
from typing import Any

from deploylint.errors import UserError
from deploylint.facts.tests import Fault, Outcome, TestCase, TestRun
from deploylint.formats.reading import Reading
from deploylint.formats.testfields import Fields, first_line, joined
from deploylint.formats.testtimes import Stated, parse_time
from deploylint.model.wording import quoted
from deploylint.read.json import parse_json

_MARK = re.compile(rb'(?m)^\{[^\n]{0,400}"Action": ?"')
_OUTCOMES = {"pass": Outcome.PASSED, "fail": Outcome.FAILED, "skip": Outcome.SKIPPED}
_HARMLESS = (b"go: ", b"warning: ")
_SILENT = ("=== ", "--- ")
MAX_STRAY = 20
"""Lines that are no event of which each is a fault of its own."""

Key = tuple[str, str]
"""A package and a test in it."""


def looks_like_go(data: bytes) -> bool:
    """Say whether a line near the start is an event."""
    return _MARK.search(data[:200_000]) is not None


def read_go(data: bytes, name: str) -> Reading[TestRun]:
    """Return what the stream says. Raises UserError when a line is a damaged event."""
    numbers: list[int] = []
    lines: list[bytes] = []
    stream = _Stream()
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        plain = line.strip()
        if plain.startswith(b"{"):
            numbers.append(number)
            lines.append(plain)
        elif plain and not plain.startswith(_HARMLESS):
            stream.stray(plain, number)
    events = _parse(lines, numbers, name)
    for number, event in zip(numbers, events, strict=True):
        stream.take(Fields(event, f"{name}:{number}"), number)
    run = TestRun("go test", tuple(stream.end()), tuple(stream.faults))
    when = stream.started
    return Reading(run, when and when.time, bool(when and when.vague))


def _parse(lines: list[bytes], numbers: list[int], name: str) -> list[Any]:
    """Return the value of each line. One decoder for all of them is many times faster."""
    try:
        events: list[Any] = parse_json(b"[" + b",\n".join(lines) + b"]", name)
    except UserError:
        for line, number in zip(lines, numbers, strict=True):
            try:
                parse_json(line, name)
            except UserError as error:
                raise UserError(error.message, f"{name}:{number}") from None
        raise
    if len(events) != len(lines):
        raise UserError("has a line with more than one event", name)
    return events


class _Package:
    """What is known of a package: `now` is this run of it, `before` are earlier ones."""

    __slots__ = ("before", "ended", "line", "now", "open")

    def __init__(self, line: int) -> None:
        self.line = line
        self.now: dict[str, Outcome] = {}
        self.before: dict[str, Outcome] = {}
        self.open: dict[str, int] = {}
        self.ended = False


class _Stream:
    """What was read so far, in the order of the stream."""

    def __init__(self) -> None:
        self.packages: dict[str, _Package] = {}
        self.cases: dict[Key, TestCase] = {}
        self.said: dict[Key, str] = {}
        self.faults: list[Fault] = []
        self.started: Stated | None = None
        self.strays = 0

    def stray(self, line: bytes, number: int) -> None:
        """Take a line that is no event, such as the complaint of a compiler."""
        self.strays += 1
        if self.strays <= MAX_STRAY:
            text = line[:2000].decode("utf-8", "replace")
            self.faults.append(Fault(f"has a line that is no event: {quoted(text)}", number))

    def take(self, event: Fields, number: int) -> None:
        """Take the next event."""
        action, test = event.text("Action") or "", event.text("Test") or ""
        name = event.text("Package") or event.text("ImportPath") or ""
        if self.started is None and event.text("Time"):
            self.started = parse_time(event.text("Time") or "")
        if action == "build-fail":
            self.faults.append(Fault(f"says that {quoted(name)} does not build", number))
        if event.text("Package") is None:
            return
        package = self.packages.setdefault(name, _Package(number))
        if test:
            self._test(package, (name, test), event, number)
        elif action in _OUTCOMES:
            self._end(package, name, action, number)

    def _test(self, package: _Package, key: Key, event: Fields, number: int) -> None:
        action, test = event.text("Action") or "", key[1]
        package.ended = False
        if action == "run":
            package.open[test] = number
        elif action == "output":
            line = first_line(event.text("Output") or "")
            if line and not line.startswith(_SILENT):
                self.said.setdefault(key, line)
        elif action in _OUTCOMES:
            package.open.pop(test, None)
            outcome = _OUTCOMES[action]
            if package.now.get(test) is not Outcome.FAILED:
                package.now[test] = outcome
                self._settle(package, key, outcome, number)

    def _settle(self, package: _Package, key: Key, outcome: Outcome, number: int) -> None:
        failed = package.before.get(key[1]) is Outcome.FAILED
        self.cases[key] = TestCase(
            name=joined(*key),
            labels=key,
            outcome=outcome,
            flaky=failed and outcome is Outcome.PASSED,
            message=self.said.get(key, "") if outcome.bad else "",
            line=number,
        )

    def _end(self, package: _Package, name: str, action: str, number: int) -> None:
        """Take the result of a package; what failed in it explains its failure."""
        unfinished = self._unfinished(package, name)
        explained = unfinished or Outcome.FAILED in package.now.values()
        if action == "fail" and not explained:
            what = f"says that the package {quoted(name)} failed, and shows no test that did"
            self.faults.append(Fault(f"{what}; it does not build, or crashed", number))
        for test, outcome in package.now.items():
            if package.before.get(test) is not Outcome.FAILED:
                package.before[test] = outcome
        package.now = {}
        package.ended = True

    def _unfinished(self, package: _Package, name: str) -> bool:
        for test, line in package.open.items():
            key = (name, test)
            message = self.said.get(key) or "it began and did not end"
            self.cases[key] = TestCase(joined(*key), key, Outcome.ERROR, message=message, line=line)
            package.now[test] = Outcome.FAILED
        found = bool(package.open)
        package.open = {}
        return found

    def end(self) -> list[TestCase]:
        """Return the tests, after the last line."""
        for name, package in self.packages.items():
            self._unfinished(package, name)
            if not package.ended:
                what = f"ends before the package {quoted(name)} did: it was cut off"
                self.faults.append(Fault(what, package.line))
        if self.strays > MAX_STRAY:
            more = self.strays - MAX_STRAY
            self.faults.append(Fault(f"has {more} more lines that are no event"))
        return list(self.cases.values())
