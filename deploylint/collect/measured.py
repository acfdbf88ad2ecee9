"""What the files of a release say to the coverage that was measured of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from deploylint.collect.git import Git
from deploylint.collect.markers import text_of
from deploylint.errors import UnavailableError
from deploylint.facts.coverage import Beyond, Coverage

DISTINCT = 3
"""Steps at the end of a path that are enough to know a file by, wherever it was measured."""

SEVERAL = ""
"""Stands for the path of a file when several could be meant."""

GROUP = 16_000_000
"""Bytes that are in memory at a time."""

MAX_TOTAL = 500_000_000
"""Bytes of measured files whose lines are counted."""

POINTER = b"version https://git-lfs.github.com/"
"""How the content begins that stands for a file which Git LFS keeps elsewhere."""


def compared(
    contents: Sequence[Coverage], files: Mapping[str, str], git: Git | None
) -> Iterator[Coverage]:
    """Yield what reports count, with what the `files` of the release say to it.

    `files` are paths, each with the id of its content in `git`, or an empty text. Raises
    UnavailableError when the lines of measured files cannot be counted.
    """
    tree = Tree(files, {base(file) for content in contents for file in content.files})
    found = [
        {file: tree.find(file, content.sources) for file in content.files} for content in contents
    ]
    lengths = _lengths(
        git, {path: files[path] for paths in found for path in paths.values() if path}
    )
    endings = Counter(_ending(path) for path in files)
    for content, paths in zip(contents, found, strict=True):
        there = {file: path for file, path in paths.items() if path is not None}
        known = {_ending(path or file) for file, path in there.items()} - {""}
        yield content._replace(
            unknown=tuple(file for file in content.files if file not in there),
            known=tuple(path or file for file, path in there.items()),
            beyond=tuple(_beyond(content, there, lengths)),
            alike=tuple(sorted((ending, endings[ending]) for ending in known)),
        )


def _beyond(
    content: Coverage, there: Mapping[str, str], lengths: Mapping[str, tuple[int, int]]
) -> Iterator[Beyond]:
    for file, line in content.highest:
        path = there.get(file, SEVERAL)
        lines, last = lengths.get(path, (0, line))
        if line > last:
            yield Beyond(path, lines, line)


def _lengths(git: Git | None, files: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Return how many lines files have, and the number of the last one that may be measured.

    The second is one more after a line end: some tools count what follows it as a line. Without an
    id, and where the commit holds something else than the text that was measured, nothing is said.
    """
    ids = {path: name for path, name in files.items() if name}
    if git is None or not ids:
        return {}
    found: dict[str, tuple[int, int]] = {}
    for group in _groups(git, ids):
        contents = git.blobs(dict.fromkeys(group.values()))
        for path, name in group.items():
            text = text_of(contents.get(name, b""))
            if text is not None and not text.startswith(POINTER):
                ends = max(text.count(b"\n"), text.count(b"\r"))
                whole = not text or text.endswith((b"\n", b"\r"))
                found[path] = (ends + (not whole), ends + 1)
    return found


def _groups(git: Git, ids: Mapping[str, str]) -> Iterator[dict[str, str]]:
    sizes = git.sizes(ids.values())
    lacking = next((path for path, name in ids.items() if name not in sizes), None)
    if lacking is not None:
        raise UnavailableError(f"this clone lacks the content of {lacking}; clone without --filter")
    if sum(sizes.values()) > MAX_TOTAL:
        megabytes = MAX_TOTAL // 1_000_000
        raise UnavailableError(f"the measured files are larger than {megabytes} MB together")
    group: dict[str, str] = {}
    held = 0
    for path, name in ids.items():
        group[path] = name
        held += sizes[name]
        if held > GROUP:
            yield group
            group, held = {}, 0
    if group:
        yield group


def _ending(path: str) -> str:
    """Return `.py` of `src/a.py`; an empty text of `Makefile` and `.profile`."""
    name, dot, ending = base(path).rpartition(".")
    return dot + ending if name else ""


def base(path: str) -> str:
    """Return the last step of a path."""
    return path.rpartition("/")[2]


class Tree:
    """The files of a release, to look measured files up in."""

    def __init__(self, files: Iterable[str], wanted: set[str]) -> None:
        """Keep those of `files` whose last step is among the `wanted`."""
        self.files = {file for file in files if base(file) in wanted}
        self.ends: dict[str, str] = {}
        for file in self.files:
            for end in _ends(file):
                self.ends[end] = SEVERAL if end in self.ends else file

    def find(self, file: str, sources: Iterable[str]) -> str | None:
        """Return the path of what a report calls `file`, below one of its `sources`.

        SEVERAL files may be meant, or none (None). A relative path may start at any folder of the
        release: reports are made in a part of it, or leave out where sources lie. An absolute one
        was measured in another place; its end has to be a file of the release, or three steps long
        and the end of one.
        """
        if _is_absolute(file):
            return self._ends_in(file)
        steps = _steps(file)
        below = (self._below(source, file) for source in sources)
        found = {path for path in below if path is not None}
        if not found and (len(steps) > 1 or not sources):
            return self.ends.get("/".join(steps))
        return SEVERAL if len(found) > 1 else next(iter(found), None)

    def _below(self, source: str, file: str) -> str | None:
        path = f"{source}/{file}"
        return self._ends_in(path) if _is_absolute(path) else self.ends.get("/".join(_steps(path)))

    def _ends_in(self, path: str) -> str | None:
        steps = _steps(path)
        end = "/".join(steps[-DISTINCT:])
        if len(steps) >= DISTINCT and end in self.ends:
            return self.ends[end]
        ends = ["/".join(steps[-count:]) for count in range(1, DISTINCT)]
        found = [end for end in ends if end in self.files]
        return SEVERAL if len(found) > 1 else next(iter(found), None)


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or path[1:3] == ":/"


def _steps(path: str) -> list[str]:
    """Return the steps of a path; `..` takes the step before it back, or leads nowhere known."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return steps


def _ends(path: str) -> Iterator[str]:
    """Yield every end of a path that begins with a step: `a/b/c`, `b/c`, `c`."""
    yield path
    start = path.find("/") + 1
    while start:
        yield path[start:]
        start = path.find("/", start) + 1
