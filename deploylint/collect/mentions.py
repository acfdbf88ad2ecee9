"""What the code of an earlier commit says of the things that a release takes away.

All files of the commit are read, in portions, and not asked of `git grep`: that one believes what
the attributes of the repository say of a file (that it is binary, for instance), and takes ten
times as long for words in all their spellings.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence

from deploylint.collect.committed import LINK, SUBMODULE, Entry, entry
from deploylint.collect.git import Git
from deploylint.collect.migrationfiles import texts_of_migrations
from deploylint.collect.trees import CommitTree
from deploylint.errors import UnavailableError
from deploylint.facts.migrations import Mention, Mentions, Migrations
from deploylint.load.migrations import MigrationSettings
from deploylint.migrations.analysis.mentions import Sought, landmarks, sought
from deploylint.migrations.codefiles import apps_of, is_code
from deploylint.migrations.ignoredcolumns import PROBE, ignores
from deploylint.migrations.spellings import mentioned

MAX_BYTES = 400_000_000
"""Bytes of code that are searched."""

MAX_NAMES = 500
PORTION = 16_000_000
"""Bytes that are read at once."""

MOST = 2
"""Places that are told of each name."""

LIKELY = re.compile(r"model|entit|schema|repositor|dao|table|quer|store|sql", re.IGNORECASE)
"""Paths that are looked at first: what they hold is the most telling mention."""

ENOUGH = 4
"""The part of the tables of migrations that code mentions which uses them, at least: a fourth."""

PROGRAM = re.compile(
    r"\.(?:py|rb|go|rs|java|kts?|scala|groovy|clj|[cm]?[jt]s|[jt]sx|vue|svelte|php|cs|fs|vb|exs?"
    r"|erl|swift|dart|hs|c|cc|cpp|cxx|h|hpp|pl|pm|lua|jl)$"
)
"""Ends of what may be the program itself."""

WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
BEGINNING = 8_000
"""Bytes among which git looks for what no text holds."""


def mentions(old: CommitTree, found: Migrations, settings: MigrationSettings) -> Mentions:
    """Return what the commit of `old` says of the things that the release takes away.

    All of the repository is searched, also what lies above the root of `old`.
    """
    things = sought(found)
    if not things:
        return Mentions()
    names = tuple(one.name for one in things)
    if len(things) > MAX_NAMES:
        return Mentions(searched=names, problem=f"there are more than {MAX_NAMES} names")
    own = texts_of_migrations(old, settings)
    search = _Search(things, landmarks(own.values(), things))
    try:
        search.all_of(old.git, _code(old, own))
    except UnavailableError as error:
        search.problem = str(error)
    return Mentions(
        searched=names,
        files=search.files,
        found=tuple(search.found),
        ignored=tuple(search.ignored),
        problem=search.problem or search.why_elsewhere,
    )


class _Search:
    """A search for several things at once, as long as each has not been found often enough."""

    def __init__(self, things: Sequence[Sought], landmarks: Sequence[Sought]) -> None:
        self.landmarks = {one.name: one for one in landmarks}
        self.known = len(landmarks)
        self.enough = self.known - max(1, -(-self.known // ENOUGH))
        self.left = {one.name: MOST for one in things}
        self.things = tuple(things)
        self.files = 0
        self.found: list[Mention] = []
        self.ignored: list[Mention] = []
        self.problem: str | None = None

    @property
    def why_elsewhere(self) -> str | None:
        """Return why the code that was searched may not be that which uses the database."""
        if len(self.landmarks) <= self.enough:
            return None
        return "the code that uses these tables does not lie here"

    def all_of(self, git: Git, files: Sequence[Entry]) -> None:
        """Search files; raises UnavailableError when they cannot be read."""
        outside = next((one.path for one in files if one.mode == SUBMODULE), None)
        if outside is not None:
            self.problem = f"{outside} is a submodule, which was not searched"
        for portion in self._portions(git, [one for one in files if one.mode != SUBMODULE]):
            contents = git.blobs({one.id for one in portion})
            for one in portion:
                self._look(one.path, contents[one.id])

    def _portions(self, git: Git, files: Sequence[Entry]) -> Iterator[list[Entry]]:
        sizes = git.sizes({one.id for one in files})
        portion: list[Entry] = []
        size = total = 0
        for one in files:
            if one.id not in sizes:
                self.problem = f"{one.path} is not in this clone"
                continue
            size, total = size + sizes[one.id], total + sizes[one.id]
            if total > MAX_BYTES:
                self.problem = f"its code is larger than {MAX_BYTES // 1_000_000} MB"
                break
            portion.append(one)
            if size > PORTION:
                yield portion
                portion, size = [], 0
            if not self.left:
                return
        yield portion

    def _look(self, path: str, content: bytes) -> None:
        data = _text(content)
        if data is None:
            return
        self.files += 1
        lower = data.lower()
        if PROGRAM.search(path) and len(self.landmarks) > self.enough:
            self._pass_landmarks(data, lower)
        for thing in self.things:
            if thing.ignorable is not None and path.endswith(".rb") and PROBE in lower:
                self._look_for_ignored(path, data, thing, thing.ignorable)
            if thing.name in self.left:
                self._look_for(path, (data, lower), thing)

    def _pass_landmarks(self, data: bytes, lower: bytes) -> None:
        for one in tuple(self.landmarks.values()):
            if mentioned(data, lower, one.spellings) is not None:
                del self.landmarks[one.name]

    def _look_for(self, path: str, texts: tuple[bytes, bytes], thing: Sought) -> None:
        line = mentioned(*texts, thing.spellings)
        if line is None:
            return
        self.found.append(Mention(thing.name, path, line))
        self.left[thing.name] -= 1
        if not self.left[thing.name]:
            del self.left[thing.name]

    def _look_for_ignored(
        self, path: str, data: bytes, thing: Sought, ignorable: tuple[str, str]
    ) -> None:
        line = ignores(path, data.decode("utf-8", "replace"), *ignorable)
        if line is not None:
            self.ignored.append(Mention(thing.name, path, line))


def _code(old: CommitTree, migrations: Iterable[str]) -> list[Entry]:
    """Return the files and submodules of a commit that may be code, by their paths from the top."""
    git = old.git
    above = os.path.relpath(os.path.realpath(git.root), git.top).replace(os.sep, "/")
    start = "" if above == "." else f"{above}/"
    own = {f"{start}{path}" for path in migrations}
    apps = apps_of(own)
    lines = git.ask("ls-tree", "-r", "-z", "--full-tree", old.commit).split("\0")
    everything = (entry(line) for line in lines if line)
    code = (one for one in everything if one.path not in own and one.mode != LINK)
    found = [one for one in code if is_code(one.path, apps)]
    return sorted(found, key=lambda one: (LIKELY.search(one.path) is None, one.path))


def _text(content: bytes) -> bytes | None:
    """Return a text in an encoding in which ASCII is one byte each, None for what is no text."""
    wide = WIDE.get(content[:2])
    if wide is not None:
        return content.decode(wide, "replace").encode("utf-8", "replace")
    return None if b"\0" in content[:BEGINNING] else content
