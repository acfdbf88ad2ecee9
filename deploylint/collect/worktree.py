"""What differs in the work tree from the commit that is checked out."""

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.collect.git import Git, why
from deploylint.collect.leftovers import is_of_an_editor
from deploylint.collect.lfs import LONGEST, is_what_pointer_says
from deploylint.collect.places import RECORD
from deploylint.collect.sealed import Sealed, sealed_work_tree
from deploylint.errors import UnavailableError

CARRIED = ("core.filemode", "core.symlinks", "core.ignorecase", "core.precomposeunicode")
"""Settings that say what the file system can do; without them every file might seem changed."""

ENDINGS = ("core.autocrlf", "core.eol")
"""Settings that say how line ends are stored."""

UNKNOWN = "??"
"""The state of a file that git does not know."""

CHANGED = " M"
"""The state of a file that differs from the index, and its content in the index not from HEAD."""

EXECUTABLE = "100755"

State = tuple[str, str]
"""Two letters for what was staged and what not, and the path relative to the work tree."""

STATUS = ("--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=dirty")
"""https://git-scm.com/docs/git-status; submodules are not descended into."""


class Changes(NamedTuple):
    """The files that differ from HEAD, and those that git does not know and is not told to ignore.

    Paths are relative to the root.
    """

    kept: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Return both, each file once."""
        return tuple(dict.fromkeys((*self.kept, *self.unknown)))


def dirty_files(git: Git, ignore: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the files that differ from HEAD or that git does not know, relative to `git.root`.

    As `changed_files`, of which this is the whole.
    """
    return changed_files(git, ignore).all


def changed_files(git: Git, ignore: Iterable[str] = ()) -> Changes:
    """Return the files that differ from HEAD, and those that git does not know.

    The whole work tree is looked at: what lies outside the root begins with `../`. Left out are
    what a .gitignore tells to ignore, files of editors, records (`*.evidence.json`) and what
    `ignore` names: paths, or prefixes that end in `/`. What a clone or a person ignores elsewhere
    is not left out: nobody else would see it. A submodule at another commit than HEAD says is a
    file that differs. Raises UnavailableError when the repository cannot be read.
    """
    left_out = tuple(ignore)
    prefixes = tuple(path for path in left_out if path.endswith("/"))
    head = git.commit("HEAD")
    with sealed_work_tree(git, head) as tree:
        states = tuple(_status(_without_flags(tree), _options(git)))
    kept_elsewhere = _kept_elsewhere(git, head, states)
    here = os.path.realpath(git.root)
    found: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for state, path in states:
        name = os.path.relpath(os.path.join(git.top, path), here).replace(os.sep, "/")
        unknown = state == UNKNOWN
        if (
            path not in kept_elsewhere
            and not name.endswith(RECORD)
            and name not in left_out
            and not name.startswith(prefixes)
            and not (unknown and is_of_an_editor(path))
        ):
            found[unknown][name] = None
    return Changes(tuple(found[False]), tuple(found[True]))


def records_in(git: Git) -> tuple[str, ...]:
    """Return the records in the work tree, relative to it, ignored or not.

    Raises UnavailableError when the repository cannot be read.
    """
    with sealed_work_tree(git, None) as tree:
        answer = tree.run("ls-files", "-z", "--cached", "--others", "--", f"*{RECORD}")
    if answer.code != 0:
        raise UnavailableError(why(answer))
    return tuple(dict.fromkeys(os.fsdecode(answer.out).split("\0")[:-1]))


def _options(git: Git) -> tuple[str, ...]:
    """Return the settings that the answer depends on; none of them can start a program."""
    found = {setting.key: setting.value for setting in git.settings()}
    kept = {key: found[key] for key in (*CARRIED, *ENDINGS) if key in found}
    # otherwise it is a file of the user
    kept["core.excludesfile"] = os.devnull
    # a file that a sparse checkout leaves out is no difference, one that is there all the same is
    kept["core.sparsecheckout"] = "true"
    return tuple(part for key, value in kept.items() for part in ("-c", f"{key}={value}"))


def _status(tree: Sealed, options: tuple[str, ...]) -> Iterator[State]:
    answer = tree.run("status", *STATUS, options=options)
    if answer.code != 0:
        raise UnavailableError(why(answer))
    for entry in os.fsdecode(answer.out).split("\0"):
        if entry:
            yield entry[:2], entry[3:]


def _kept_elsewhere(git: Git, head: str | None, states: Iterable[State]) -> frozenset[str]:
    """Return the files that only seem changed, because Git LFS put them there with a filter.

    git looks into a file when its time tells nothing, and without the filter it sees a difference.
    """
    changed = {path for state, path in states if state == CHANGED}
    if not changed or head is None:
        return frozenset()
    answer = git.run("ls-tree", "-r", "-z", "--full-tree", head)
    entries = (entry.partition("\t") for entry in os.fsdecode(answer.out).split("\0"))
    files = {path: about.split(" ") for about, _, path in entries if path in changed}
    sizes = git.sizes(name for *_, name in files.values())
    pointers = git.blobs(name for name, size in sizes.items() if size <= LONGEST)
    return frozenset(
        path
        for path, (mode, *_, name) in files.items()
        if is_what_pointer_says(
            os.path.join(git.top, path), pointers.get(name, b""), executable=mode == EXECUTABLE
        )
    )


def _without_flags(tree: Sealed) -> Sealed:
    """Return the tree with an index in which no file is marked as "assume unchanged".

    git does not look at such a file, so it would hide what was changed in it.
    """
    answer = tree.run("ls-files", "-v", "-z")
    if answer.code != 0:
        raise UnavailableError(why(answer))
    marked = [entry[2:] for entry in answer.out.split(b"\0") if entry[:1].islower()]
    if not marked:
        return tree
    # most repositories mark nothing
    from shutil import copyfile

    own = tree._replace(index_file=os.path.join(tree.folder, "index"))
    copyfile(tree.index_file, own.index_file)
    told = b"".join(name + b"\0" for name in marked)
    answer = own.run("update-index", "--no-assume-unchanged", "-z", "--stdin", stdin=told)
    if answer.code != 0:
        raise UnavailableError(why(answer))
    return own
