"""TAP 12, 13 and 14, with subtests in both forms that are in use.

node writes them indented, before the point that sums them up; vitest in braces, after it.
https://testanything.org/tap-version-14-specification.html

What sums subtests up is no test of its own, but when it fails and no subtest does it is one that
failed. A subtest that fails speaks against the run whatever its summary says. TAP states no time.
"""

import re

from deploylint.errors import UserError
from deploylint.facts.tests import Fault, Outcome, TestCase, TestRun
from deploylint.formats.junitcases import is_script
from deploylint.formats.reading import Reading
from deploylint.formats.testfields import LONGEST, joined
from deploylint.model.wording import counted, quoted

MAX_DEPTH = 60
"""Levels of subtests."""

STEP = 4
"""Spaces by which subtests are indented; lines that stand elsewhere are no TAP."""

_PLAN = re.compile(r"1\.\.(\d{1,9})\s*(?:#.*)?")
_POINT = re.compile(r"(not )?ok\b(?: +(\d{1,9})\b)?(.*)")
_DIRECTIVE = re.compile(r"\s#\s*(skip\S*|todo\b)", re.IGNORECASE)
_TIMED = re.compile(r"\s# time=[\d.]{1,20}m?s$")
_SAYS = re.compile(r"(?:error|message): *(['\"]?)(.+?)\1 *")
_MARK = re.compile(r"(?m)^(?:TAP version \d{1,3}\b|1\.\.\d{1,9}\b|(?:not )?ok \d{1,9}\b)")
_SUITE = "type: 'suite'"
"""What node writes below a point that stands for a group of tests, even an empty one."""


def looks_like_tap(text: str) -> bool:
    """Say whether `text` has a line that only TAP has."""
    return _MARK.search(text[:200_000]) is not None


def read_tap(data: bytes, name: str) -> Reading[TestRun]:
    """Return what a TAP stream says. Raises UserError when it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"is not UTF-8 at byte {error.start}", name) from None
    if not looks_like_tap(text):
        raise UserError("is no TAP: it has neither a version, nor a plan, nor a test", name)
    stream = _Stream(name)
    for number, line in enumerate(text.split("\n"), 1):
        stream.take(line.rstrip("\r"), number)
    return Reading(TestRun("TAP", tuple(stream.end()), tuple(stream.faults)))


class _Point:
    """A line that says `ok` or `not ok`; `open` when its subtests follow in braces.

    `group` says that it stands for tests, `message` is what its diagnostics say.
    """

    __slots__ = ("directive", "group", "line", "message", "name", "ok", "open")

    def __init__(self, match: re.Match[str], line: int) -> None:
        self.ok = match[1] is None
        self.line = line
        text = f" {match[3].strip()}"
        self.open = text.endswith(" {")
        text = text.removesuffix(" {")
        found = _DIRECTIVE.search(text)
        self.directive = found[1].lower() if found else ""
        text = text[: found.start()] if found else text
        plain = _TIMED.sub("", text).strip().removeprefix("-").strip()
        plain = plain or f"test {match[2] or ''}"
        self.name = plain.replace("\\#", "#").replace("\\\\", "\\")[:LONGEST]
        self.message = ""
        self.group = False

    @property
    def outcome(self) -> Outcome:
        """Return what the point says; one that is yet to be done may fail."""
        if self.directive == "todo" or (self.directive and self.ok):
            return Outcome.SKIPPED
        return Outcome.PASSED if self.ok else Outcome.FAILED

    def cases(self, below: list[TestCase] | None) -> list[TestCase]:
        """Return the tests that it stands for, given its subtests; None when it has none."""
        if below:
            inside = [
                case._replace(name=joined(self.name, case.name), labels=(self.name, *case.labels))
                for case in below
            ]
            failed = self.outcome is Outcome.FAILED and not any(c.outcome.bad for c in below)
            return [*inside, self._case(Outcome.FAILED)] if failed else inside
        hollow = below is not None or self.group or is_script(self.name)
        if hollow and self.outcome is Outcome.PASSED:
            return [self._case(Outcome.SKIPPED)]
        return [self._case(self.outcome)]

    def _case(self, outcome: Outcome) -> TestCase:
        name = joined(self.name)
        return TestCase(name, (name,), outcome, message=self.message, line=self.line)


class _Level:
    """The points at one indentation. `below` are subtests that belong to no point yet."""

    __slots__ = ("below", "cases", "indent", "last", "line", "numbers", "plan", "points")

    def __init__(self, indent: int, line: int) -> None:
        self.indent = indent
        self.line = line
        self.plan: int | None = None
        self.points = 0
        self.numbers: list[int] = []
        self.cases: list[TestCase] = []
        self.below: list[TestCase] | None = None
        self.last: _Point | None = None

    def settle(self) -> None:
        """Turn the last point, and the subtests in its braces, into tests."""
        last, self.last = self.last, None
        if last is None:
            return
        if not last.open:
            self.cases += last.cases(None)
            return
        self.cases += last.cases(self.below)
        self.below = None

    def absorb(self, level: "_Level") -> None:
        """Take the tests of a level of subtests that has ended."""
        self.below = self.below or []
        self.below += level.cases
        self.below += level.below or []

    def fault(self) -> str | None:
        """Return what is wrong with the numbers of this level."""
        if self.plan is None:
            return "has no plan (such as 1..4) for some tests, so it may have been cut off"
        if self.plan != self.points:
            listed = counted(self.points, "test")
            return f"announces {counted(self.plan, 'test')} and lists {listed}"
        complete = len(self.numbers) == self.points
        if complete and set(self.numbers) != set(range(1, self.plan + 1)):
            return "numbers its tests otherwise than its plan says"
        return None


class _Stream:
    """What was read so far. `recent` is the point that diagnostics would belong to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.levels = [_Level(0, 1)]
        self.faults: list[Fault] = []
        self.recent: _Point | None = None
        self.diagnostics: int | None = None

    def take(self, line: str, number: int) -> None:
        """Take the next line."""
        body = line.lstrip(" \t")
        indent = len(line[: len(line) - len(body)].expandtabs(STEP))
        body = body.rstrip()
        if not body or (self.diagnostics is not None and self._explains(body, indent)):
            return
        if body == "---" and self.recent is not None and indent > self.levels[-1].indent:
            self.diagnostics = indent
        elif match := _POINT.fullmatch(body):
            self._point(match, indent, number)
        elif indent % STEP == 0:
            self._other(body, indent, number)

    def _other(self, body: str, indent: int, number: int) -> None:
        """Take a line that is no point."""
        if match := _PLAN.fullmatch(body):
            level = self._level(indent, number)
            level.settle()
            if level.plan is not None:
                self.faults.append(Fault("has two plans", number))
            level.plan = int(match[1])
            level.line = number
        elif body.startswith("Bail out!"):
            why = body.removeprefix("Bail out!").strip()
            self.faults.append(Fault(f"gave up: {quoted(why)}" if why else "gave up", number))
        elif body == "}":
            self._level(indent, number).settle()

    def end(self) -> list[TestCase]:
        """Return the tests, after the last line."""
        if self.diagnostics is not None:
            self.faults.append(Fault("ends within the diagnostics of a test: it was cut off"))
        root = self._level(0, 0)
        if root.last is not None and root.last.open:
            self.faults.append(Fault("ends within a block of subtests: it was cut off"))
        root.settle()
        if root.below is not None:
            self.faults.append(Fault("ends with subtests whose result is missing: it was cut off"))
        fault = root.fault()
        self.faults += [Fault(fault, root.line)] if fault else []
        return root.cases + (root.below or [])

    def _explains(self, body: str, indent: int) -> bool:
        """Say whether a line belongs to the diagnostics that are open; close them in time."""
        started = self.diagnostics or 0
        if indent < started or (body == "..." and indent == started):
            self.diagnostics = None
        elif self.recent is not None:
            says = _SAYS.fullmatch(body[:LONGEST])
            self.recent.message = self.recent.message or (says[2] if says else "")
            self.recent.group = self.recent.group or body == _SUITE
        return indent >= started

    def _level(self, indent: int, number: int) -> _Level:
        """Return the level of that indentation; the deeper ones end."""
        while self.levels[-1].indent > indent:
            level = self.levels.pop()
            level.settle()
            fault = level.fault()
            self.faults += [Fault(fault, level.line)] if fault else []
            self.levels[-1].absorb(level)
        while self.levels[-1].indent < indent:
            above = self.levels[-1]
            if above.last is not None and not above.last.open:
                above.settle()
            if len(self.levels) >= MAX_DEPTH:
                raise UserError(f"nests subtests deeper than {MAX_DEPTH}", f"{self.name}:{number}")
            self.levels.append(_Level(above.indent + STEP, number))
        return self.levels[-1]

    def _point(self, match: re.Match[str], indent: int, number: int) -> None:
        point = _Point(match, number)
        if indent % STEP:
            if not point.ok:
                self.faults.append(Fault("has a failed test that stands in no plan", number))
            return
        level = self._level(indent, number)
        level.settle()
        level.points += 1
        level.numbers += [int(match[2])] if match[2] else []
        if level.below is not None and not point.open:
            level.cases += point.cases(level.below)
            level.below = None
        else:
            level.last = point
        self.recent = point
