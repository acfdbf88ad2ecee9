"""Templates of Helm charts, which are no YAML before they are rendered: read line by line.

https://helm.sh/docs/chart_template_guide/. Of a Job, its name, annotations and command are read; of
a workload, its containers. What a template inserts stays as it is written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from deploylint.facts.rollout import Mechanism, RolloutStep, When
from deploylint.formats.rollouthooks import ARGO_CD, HELM, WAVE, Job, job_steps
from deploylint.formats.rolloutwords import applying
from deploylint.model.location import Location

_KEY = re.compile(
    r"(?P<indent>\s*(?:- )?)[\"']?(?P<key>[\w./-]+)[\"']?\s*:(?:\s+(?P<value>\S.*)|\s*)$"
)
_FLOW = str.maketrans(dict.fromkeys("[]\"',", " "))
_INSERTED = re.compile(r"\{\{[^}]*\}\}")
_BLOCK = re.compile(r"[|>][+-]?\d?$")
ANNOTATIONS = frozenset((HELM, ARGO_CD, WAVE))
WORKLOADS = frozenset(("Deployment", "StatefulSet", "DaemonSet"))
MOST = 400
"""Characters of a line that are looked at."""

LONGEST = 200
"""Lines of a command that are looked at."""


class Line(NamedTuple):
    """A `key: value` line: how far it is indented, and its number in the file."""

    number: int
    indent: int
    key: str
    value: str


def read_template(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the steps of the documents in a template."""
    lines = [line[:MOST] for line in text.splitlines()]
    steps: list[RolloutStep] = []
    start = 0
    for number, line in enumerate((*lines, "---")):
        if line.startswith("---"):
            steps += _document(lines, range(start, number), path)
            start = number + 1
    return tuple(steps)


def _document(lines: Sequence[str], numbers: range, path: str) -> Iterator[RolloutStep]:
    found = [one for number in numbers if (one := _line(lines[number], number)) is not None]
    kind = next((one.value for one in found if one.key == "kind"), "")
    if kind == "Job":
        yield from job_steps(_job(found, lines, numbers, path))
    elif kind in WORKLOADS:
        yield from _containers(found, lines, numbers, (kind, path))


def _job(found: Sequence[Line], lines: Sequence[str], numbers: range, path: str) -> Job:
    named = next((one for one in found if one.key == "name"), Line(numbers.start, 0, "", ""))
    return Job(
        name=_INSERTED.sub("…", named.value) or "Job",
        at=Location(path, named.number + 1, 1),
        annotations=_annotations(found, path),
        command="\n".join(_commands(found, lines, numbers)),
    )


def _annotations(found: Sequence[Line], path: str) -> Mapping[str, tuple[str, Location]]:
    return {
        one.key: (one.value, Location(path, one.number + 1, one.indent + 1))
        for one in found
        if one.key in ANNOTATIONS
    }


def _commands(found: Sequence[Line], lines: Sequence[str], numbers: range) -> Iterator[str]:
    """Yield the commands of containers, each with its arguments."""
    parts: list[str] = []
    for one in found:
        if one.key == "command" and parts:
            yield " ".join(parts)
            parts = []
        if one.key in ("command", "args"):
            parts.append(_words(one, lines, numbers))
    if parts:
        yield " ".join(parts)


def _words(line: Line, lines: Sequence[str], numbers: range) -> str:
    """Return the text of a list or block that begins in a line."""
    if line.value and not _BLOCK.fullmatch(line.value) and line.value != "[":
        return line.value.translate(_FLOW)
    words = []
    script = bool(_BLOCK.fullmatch(line.value))
    for number in range(line.number + 1, min(line.number + LONGEST, numbers.stop)):
        text = lines[number]
        bare = text.strip()
        indent = len(text) - len(text.lstrip())
        if bare and indent <= line.indent and not (indent == line.indent and bare[0] == "-"):
            break
        item = bare.removeprefix("- ").strip()
        script = script or bool(_BLOCK.fullmatch(item))
        words.append(f"{item}\n" if script else item.strip("\"',]"))
    return " ".join(words)


def _containers(
    found: Sequence[Line], lines: Sequence[str], numbers: range, owner: tuple[str, str]
) -> Iterator[RolloutStep]:
    """Yield the containers of a workload that migrate; each begins with its name."""
    kind, path = owner
    init = next((one for one in found if one.key == "initContainers"), None)
    main = next((one for one in found if one.key == "containers"), None)
    for one in found:
        if one.key not in ("command", "args") or main is None:
            continue
        command = applying(_words(one, lines, numbers))
        if command is None:
            continue
        inside = init is not None and init.number < one.number
        inside = inside and not (init.number < main.number < one.number)  # type: ignore[union-attr]  # inside
        word = "init container" if inside else "container"
        mechanism = Mechanism.INIT_CONTAINER if inside else Mechanism.CONTAINER
        how = f"the {word} of the {kind}"
        at = Location(path, one.number + 1, one.indent + 1)
        yield RolloutStep(mechanism, When.WITH, how, at, tool=command.tool)


def _line(text: str, number: int) -> Line | None:
    match = _KEY.match(text)
    if match is None:
        return None
    value = (match["value"] or "").split(" #")[0].strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return Line(number, len(match["indent"]), match["key"], value)
