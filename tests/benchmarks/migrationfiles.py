"""The files of a checkout or a bare repository, read with git alone, and the labels beside."""

import json
import subprocess
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path


class Files:
    """The files of the commit that is checked out, or that HEAD names."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def _git(self, *arguments: str, given: str | None = None) -> bytes:
        command = ["git", "-C", self._folder, *arguments]
        data = None if given is None else given.encode()
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout

    @cached_property
    def _objects(self) -> dict[str, str]:
        listed = self._git("ls-tree", "-r", "-z", "HEAD").decode("utf-8", "replace")
        rows = (row.partition("\t") for row in listed.split("\0") if row)
        return {path: head.split()[2] for head, _, path in rows if head.split()[1] == "blob"}

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self._objects)

    def texts(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the content of files that are text."""
        wanted = [path for path in paths if path in self._objects]
        asked = "".join(f"{self._objects[path]}\n" for path in wanted)
        answer = memoryview(self._git("cat-file", "--batch", given=asked))
        texts = {}
        at = 0
        for path in wanted:
            end = at + bytes(answer[at : at + 200]).index(b"\n")
            size = bytes(answer[at:end]).split()[-1]
            if size == b"missing":
                at = end + 1
                continue
            data = bytes(answer[end + 1 : end + 1 + int(size)])
            at = end + int(size) + 2
            try:
                texts[path] = data.decode()
            except UnicodeDecodeError:
                continue
        return texts


def labels_in(path: str) -> dict[str, str]:
    """Return the label of each file or folder."""
    data = json.loads(Path(path).read_text("utf-8"))
    return {
        name: label["class"] if isinstance(label, dict) else str(label)
        for name, label in data.items()
    }
