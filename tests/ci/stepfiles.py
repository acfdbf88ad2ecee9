"""The files through which a step speaks to GitHub's runner, read as the runner reads them.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions#environment-files
"""

from pathlib import Path
from typing import NamedTuple

NAMES = ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_STATE")


class FileError(Exception):
    """The runner fails the step."""


class StepFiles(NamedTuple):
    """The files of one step, by the name of the variable that leads to each."""

    paths: dict[str, Path]

    def pairs(self, name: str) -> dict[str, str]:
        """Return the keys and values of a file; of a key that occurs twice, the last."""
        return read_pairs(self.paths[name].read_bytes().decode())

    def text(self, name: str) -> str:
        """Return the text of a file."""
        return self.paths[name].read_bytes().decode()


def new_files(folder: Path) -> StepFiles:
    """Return empty files for a step."""
    folder.mkdir(parents=True)
    paths = {name: folder / name.lower() for name in NAMES}
    for path in paths.values():
        path.touch()
    return StepFiles(paths)


def read_pairs(text: str) -> dict[str, str]:
    """Read lines `key=value` and `key<<end`, lines, `end`."""
    pairs: dict[str, str] = {}
    lines = text.split("\n")
    whole = lines[:-1] if lines[-1] == "" else lines
    rest = iter(whole)
    for line in rest:
        if not line:
            continue
        key, mark, value = _parted(line)
        if not mark or (mark == "<<" and not (key and value)):
            raise FileError(f"cannot read the line {line!r}")
        if mark == "<<":
            held = []
            for following in rest:
                if following == value:
                    break
                held.append(following)
            else:
                raise FileError(f"the end {value!r} is missing")
            value = "\n".join(held)
        pairs[key] = value
    return pairs


def _parted(line: str) -> tuple[str, str, str]:
    """Part a line at `=` or `<<`, whichever comes first."""
    found = [(line.index(mark), mark) for mark in ("=", "<<") if mark in line]
    return line.partition(min(found)[1]) if found else (line, "", "")
