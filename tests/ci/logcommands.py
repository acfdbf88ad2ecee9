"""What GitHub's runner obeys in the log of a step, and how it reads it.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions. The runner also
takes the older form `##[name key=value;key=value]data`, anywhere in a line:
https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

ANNOTATIONS = ("error", "warning", "notice")
KNOWN = {
    *ANNOTATIONS,
    *("debug", "group", "endgroup", "add-mask", "echo", "stop-commands", "set-output"),
    *("save-state", "set-env", "add-path", "add-matcher", "remove-matcher"),
}
_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
_OLD = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))


class Command(NamedTuple):
    """One command, unescaped."""

    name: str
    properties: dict[str, str]
    data: str


class Log(NamedTuple):
    """What a step printed: the commands that the runner obeyed, and the lines that people see."""

    commands: tuple[Command, ...]
    lines: tuple[str, ...]

    @property
    def annotations(self) -> tuple[Command, ...]:
        """The commands that GitHub shows beside the code."""
        return tuple(command for command in self.commands if command.name in ANNOTATIONS)


def read_log(text: str) -> Log:
    """Obey the commands in a log, as the runner does, one line after the other."""
    commands: list[Command] = []
    lines: list[str] = []
    stopped: str | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        command = _command(line, KNOWN if stopped is None else {*KNOWN, stopped})
        if command is None or (stopped is not None and command.name != stopped):
            lines.append(line)
        elif stopped is not None:
            stopped = None
        elif command.name == "stop-commands":
            assert command.data not in KNOWN | {""}, "the runner takes no such token"
            stopped = command.data
        else:
            commands.append(command)
    assert stopped is None, "commands were stopped and never taken up again"
    return Log(tuple(commands), tuple(lines))


def _command(line: str, known: Iterable[str]) -> Command | None:
    return _new(line.lstrip(), known) or _old(line, known)


def _new(line: str, known: Iterable[str]) -> Command | None:
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    if name not in known:
        return None
    pairs = dict(_pairs(properties.strip(), ",", _PROPERTY))
    return Command(name, pairs, _unescaped(line[end + 2 :], _DATA))


def _old(line: str, known: Iterable[str]) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[start + 3 : end].partition(" ")
    if name not in known:
        return None
    return Command(name, dict(_pairs(properties, ";", _OLD)), _unescaped(line[end + 1 :], _OLD))


def _pairs(
    text: str, separator: str, escapes: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, str]]:
    for pair in text.split(separator):
        key, _, value = pair.partition("=")
        if key and value:
            yield key, _unescaped(value, escapes)


def _unescaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escape, char in escapes:
        text = text.replace(escape, char)
    return text
