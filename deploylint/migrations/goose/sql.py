"""SQL files of goose: what its comments say, line by line.

The rules are those of its parser
(https://github.com/pressly/goose/blob/main/internal/sqlparser/parser.go). A statement ends with the
line whose last word before a comment ends in `;`, or is what stands between `StatementBegin` and
`StatementEnd`. `NO TRANSACTION` and `ENVSUB ON` are for both directions, wherever they stand.
"""

import re
from enum import Enum
from typing import NamedTuple

from deploylint.migrations.frameworks.placeholders import Holes
from deploylint.migrations.frameworks.sections import Line, line_place, lines, part
from deploylint.migrations.frameworks.sqlscript import BOM, Sent, Source, top
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

_VARIABLES = Holes(
    pattern=re.compile(r"\$\{[^{}\s]*\}|\$[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_$])"), tool="goose"
)


class _State(Enum):
    START = "before the first mark"
    UP = "up"
    DOWN = "down"


class SqlFile(NamedTuple):
    """What a file holds; a direction without its mark is None."""

    up: Source | None
    down: Source | None
    problems: tuple[Finding, ...]


class _Reader:
    """Goes through the lines and keeps what was found."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.state = _State.START
        self.is_block = False
        self.first: Line | None = None
        self.end = 0
        self.marks: dict[_State, Location] = {}
        self.parts: dict[_State, list[SqlText]] = {_State.UP: [], _State.DOWN: []}
        self.sent = Sent.IN_TRANSACTION
        self.holes: Holes | None = None
        self.problems: list[Finding] = []

    def line(self, line: Line) -> None:
        """Take one line."""
        stripped = line.text.strip()
        is_comment = stripped.startswith("--")
        if is_comment and "+goose" in stripped:
            self._mark(line, stripped)
        elif self.first is None and (is_comment or not stripped):
            return
        elif self.state is _State.START:
            self._complain("goose accepts no statement before `-- +goose Up`", line)
        else:
            self.first = self.first or line
            self.end = line.end
            if not self.is_block and _ends_statement(line.text):
                self._store()

    def finish(self) -> None:
        """Take the end of the file."""
        if self.is_block:
            self._complain("there is no `-- +goose StatementEnd`", self.first)
        self._unfinished()

    def _mark(self, line: Line, stripped: str) -> None:
        words = " ".join(stripped.replace("--", "").replace("+goose", "", 1).split()).upper()
        if line.text[:1].isspace() or words not in _MARKS:
            self._complain("goose does not know this mark and stops", line)
        elif words in ("UP", "DOWN"):
            self._direction(_State[words], line)
        elif words == "STATEMENTBEGIN":
            self._unfinished()
            self.is_block = True
        elif words == "STATEMENTEND":
            if not self.is_block:
                self._complain("there is no `-- +goose StatementBegin` before this", line)
            self._store()
            self.is_block = False
        elif words == "NO TRANSACTION":
            self.sent = Sent.TOGETHER
        elif words == "ENVSUB ON":
            self.holes = _VARIABLES

    def _direction(self, state: _State, line: Line) -> None:
        wanted = _State.START if state is _State.UP else _State.UP
        if self.state is not wanted:
            place = "first" if state is _State.UP else "once, behind `-- +goose Up`"
            self._complain(f"this has to stand {place}, and goose stops here", line)
        self._unfinished()
        self.state = state
        self.marks.setdefault(state, line_place(self.path, line))

    def _unfinished(self) -> None:
        if self.first is not None:
            self._complain("the statement does not end in `;`, and goose stops there", self.first)
        self._store()

    def _store(self) -> None:
        if self.first is not None and self.state is not _State.START:
            self.parts[self.state].append(part(self.path, self.text, self.first, self.end))
        self.first = None

    def _complain(self, message: str, line: Line | None) -> None:
        if not self.problems:
            at = top(self.path) if line is None else line_place(self.path, line)
            self.problems.append(Finding(message, at))


_MARKS = frozenset(
    ("UP", "DOWN", "STATEMENTBEGIN", "STATEMENTEND", "NO TRANSACTION", "ENVSUB ON", "ENVSUB OFF"),
)


def sql_file(path: str, text: str) -> SqlFile:
    """Return both directions of a file; goose stops at the first problem."""
    body = text.removeprefix(BOM)
    reader = _Reader(path, body)
    if body != text:
        message = "the file begins with a byte order mark, behind which goose sees no mark"
        reader.problems.append(Finding(message, top(path)))
    for line in lines(body):
        reader.line(line)
    reader.finish()
    if not reader.marks and not reader.problems:
        reader.problems.append(Finding("there is no `-- +goose Up`", top(path)))
    return SqlFile(
        up=_source(reader, _State.UP),
        down=_source(reader, _State.DOWN),
        problems=tuple(reader.problems),
    )


def _source(reader: _Reader, state: _State) -> Source | None:
    at = reader.marks.get(state)
    if at is None:
        return None
    parts = tuple(reader.parts[state])
    return Source(at=at, parts=parts, sent=reader.sent, holes=reader.holes)


def _ends_statement(line: str) -> bool:
    last = ""
    for word in line.split():
        if word.startswith("--"):
            break
        last = word
    return last.endswith(";")
