"""Go files of goose: which functions they register, and whether there is anything in them.

https://github.com/pressly/goose#go-migrations: `goose.AddMigrationContext(up, down)` and its
relatives, in `init`. Go is not read any further: a function that does anything is opaque.
"""

import re
from typing import NamedTuple

from deploylint.facts.migrations import Script
from deploylint.migrations.frameworks.sqlscript import opaque, top
from deploylint.migrations.sql.lines import Lines
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.verdict import Finding

_REGISTERS = r"\b(?:{names})\.Add(Named)?Migration(NoTx)?(?:Context)?[ \t]*\("
_IMPORTED_AS = re.compile(r"\b(\w+)[ \t]+\"github\.com/pressly/goose(?:/v[0-9]{1,3})?\"")
_NO_CODE = re.compile(r"//[^\n]*|/\*(?:.*?\*/|.*)|`[^`]*`?|\"(?:[^\"\\\n]|\\.)*\"?", re.DOTALL)
_WHY = "it is written in Go"
_NOTHING = re.compile(r"\s*(?:_\s*=\s*\w+\s*)*(?:return\s+nil\s*;?\s*)?")


class GoFile(NamedTuple):
    """What a file registers; a direction that is nil is None."""

    up: Script | None
    down: Script | None
    problems: tuple[Finding, ...]


def registers(text: str) -> bool:
    """Say whether a Go file registers a migration."""
    return _registration(text, _blanked(text)) is not None


def _registration(text: str, code: str) -> re.Match[str] | None:
    """Return the call that registers; the package may be imported under a name of its own."""
    names = "|".join({"goose", *_IMPORTED_AS.findall(text)} - {"import"})
    return re.search(_REGISTERS.format(names=names), code)


def go_file(path: str, text: str) -> GoFile:
    """Return both directions of a file."""
    code = _blanked(text)
    found = _registration(text, code)
    if found is None:
        problem = Finding("no call that registers a migration was found in it", top(path))
        return GoFile(up=opaque(top(path), _WHY), down=opaque(top(path), _WHY), problems=(problem,))
    arguments = _arguments(code, found.end())[1 if found[1] else 0 :]
    transaction = not found[2]
    up, down = (*arguments, "", "")[:2]
    return GoFile(
        up=_script(path, code, up, transaction=transaction),
        down=_script(path, code, down, transaction=transaction),
        problems=(),
    )


def _script(path: str, code: str, function: str, *, transaction: bool) -> Script | None:
    if function == "nil":
        return None
    if not function.isidentifier():
        return opaque(top(path), _WHY, transaction)
    declared = re.search(rf"^func[ \t]+{function}[ \t]*\(", code, re.MULTILINE)
    if declared is None:
        return opaque(top(path), _WHY, transaction)
    at = Lines(SqlText(text=code, path=path)).at(declared.start(), declared.end())
    start = code.find("{", declared.end())
    body = code[start + 1 : code.find("\n}", start)] if start >= 0 else "?"
    if _NOTHING.fullmatch(body) is not None:
        return Script(at=at, transaction=transaction)
    return opaque(at, _WHY, transaction)


def _arguments(code: str, start: int) -> list[str]:
    depth, arguments, first = 1, [], start
    for at in range(start, len(code)):
        depth += (code[at] in "([{") - (code[at] in ")]}")
        if depth == 0 or (depth == 1 and code[at] == ","):
            arguments.append(code[first:at].strip())
            first = at + 1
        if depth == 0:
            break
    return arguments


def _blanked(text: str) -> str:
    """Return a text with spaces for its comments and strings; every other place stays."""
    return _NO_CODE.sub(lambda found: re.sub(r"[^\r\n]", " ", found[0]), text)
