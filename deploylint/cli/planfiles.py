"""Which plans are meant."""

import os
from collections.abc import Iterator

from deploylint.cli.answering import Asked, Search, Wanted
from deploylint.cli.defaults import STDIN
from deploylint.cli.planpaths import Problems, files_below, is_pattern, matches
from deploylint.errors import UserError, did_you_mean
from deploylint.load.settings import Settings
from deploylint.model.location import Location
from deploylint.model.wording import LISTED, counted, listed
from deploylint.read.topkeys import top_keys

KEY = "deployment"
"""What stands at the top of a plan."""

KEYS_COMPARED = 1000
LONGEST_COMPARED = 40
"""A key that is longer is no slip of the pen."""

NONE_THERE = "so no plan is judged"


def asked_for(paths: tuple[str, ...], *, only_plans: bool = False) -> Asked:
    """Return what names, folders and patterns of the command line mean, each file once.

    With `only_plans` a file that is named may be no plan.
    """
    asked = _once([_meant(path, "", None) for path in paths])
    if not only_plans:
        return asked
    return asked._replace(files=tuple(one._replace(searched=True) for one in asked.files))


def asked_by(settings: Settings) -> Asked:
    """Return the plans that the settings name, by their paths from the current folder."""
    where = settings.where("plans")
    return _once([_meant(path, settings.root, where) for path in settings.plans])


def settings_plans(settings: Settings) -> tuple[str, ...]:
    """Return the plan files that the settings name, relative to the current folder.

    Raises UserError when one cannot be read, and when a folder or pattern leads to none: a gate
    that looked at nothing must not be green.
    """
    asked = asked_by(settings)
    found = {number for one in asked.files if _is_there(one) for number in one.searches}
    for number, search in enumerate(asked.searches):
        if number not in found:
            raise without_plan(search)
    return tuple(one.file for one in asked.files if _is_there(one))


def is_plan(data: bytes, file: str) -> bool:
    """Say whether a file that nobody named is a plan: `deployment` stands at its top.

    Raises UserError when it cannot be read, and when a key there is nearly that word: who
    misspelled it would be told nothing.
    """
    near: tuple[str, Location] | None = None
    for number, (key, at) in enumerate(top_keys(data, file)):
        if key == KEY:
            return True
        compared = near is None and number < KEYS_COMPARED and len(key) <= LONGEST_COMPARED
        if compared and did_you_mean(key.lower(), (KEY,)):
            near = key, at
    if near is not None:
        said = f"`{near[0]}` stands at the top where a plan has `{KEY}`; it may be a plan or none"
        hint = f"write `{KEY}:`; if it is no plan, name the plans themselves, not the folder"
        raise UserError(said, near[1], hint)
    return False


def without_plan(search: Search) -> UserError:
    """Return the complaint about a folder or pattern in which no file is a plan."""
    hint = f"a plan is a YAML or JSON file with `{KEY}` at its top"
    return UserError(f"no file below `{search.name}` is a plan, {NONE_THERE}", search.where, hint)


def told_passed_over(files: list[str], *, verbose: bool) -> Iterator[str]:
    """Yield in words which files of folders are no plans; all of them if `verbose`."""
    what = f"{counted(len(files), 'file')} without `{KEY}` at the top"
    if not verbose:
        more = "; --verbose names all" if len(files) > LISTED else ""
        yield f"passed over {what}: {listed(files)}{more}"
        return
    yield f"passed over {what}:"
    yield from (f"  {file}" for file in files)


class _Meant:
    """What one name, folder or pattern means; `given` is it from the current folder."""

    def __init__(self, search: Search, given: str) -> None:
        self.search = search
        self.given = given
        self.files: list[tuple[str, bool]] = []
        self.problems: Problems = []
        self.nothing: UserError | None = None

    @property
    def searched(self) -> bool:
        """Say whether plans have to be looked for among the files."""
        return any(searched for _, searched in self.files)


def _meant(name: str, base: str, where: Location | None) -> _Meant:
    path = os.path.join(base, name) if base and name != STDIN else name
    meant = _Meant(Search(name, where), _from_here(path, base))
    if os.path.isdir(path):
        found = [path]
    elif name == STDIN or os.path.lexists(path) or not is_pattern(name):
        meant.files.append((meant.given, False))
        return meant
    else:
        found = matches(name, base, meant.problems)
    for one in found:
        if os.path.isdir(one):
            below = files_below(one, meant.problems)
            meant.files += [(_from_here(file, base), True) for file in below]
        else:
            meant.files.append((_from_here(one, base), False))
    meant.files.sort()
    if not meant.files and not meant.problems:
        meant.nothing = _nothing(name, where, folder=path in found)
    return meant


def _from_here(path: str, base: str) -> str:
    return os.path.relpath(path) if base else path


def _nothing(name: str, where: Location | None, *, folder: bool) -> UserError:
    if not folder:
        return UserError(f"no file matches `{name}`, {NONE_THERE}", where)
    return UserError(f"no YAML or JSON file lies below `{name}`, {NONE_THERE}", where)


def _once(meant: list[_Meant]) -> Asked:
    """Return all files in order, each under the first name by which it is asked for."""
    files: dict[str, Wanted] = {}
    searches: list[Search] = []
    alone = len(meant) == 1
    for one in meant:
        own = (len(searches),) if one.searched else ()
        if one.searched:
            searches.append(one.search)
        for file, searched in one.files:
            key = file if alone or file == STDIN else os.path.abspath(file)
            found = Wanted(file, searched=searched, searches=own if searched else ())
            files[key] = _both(files[key], found) if key in files else found
        # ten thousand names are worth giving back
        one.files.clear()
        for place, problem in enumerate(one.problems):
            files[f"{one.given}\0{place}"] = Wanted(one.given, error=problem)
        if one.nothing is not None:
            files[f"{one.given}\0"] = Wanted(one.given, error=one.nothing, absent=True)
    given = tuple(one.given for one in meant)
    return Asked(tuple(files.values()), tuple(searches), given)


def _both(first: Wanted, again: Wanted) -> Wanted:
    """Return a file that is asked for twice; it has to be a plan if one of the two says so."""
    return first._replace(
        searched=first.searched and again.searched,
        searches=tuple(dict.fromkeys((*first.searches, *again.searches))),
    )


def _is_there(wanted: Wanted) -> bool:
    """Say whether a file is a plan, or shall be one. Raises UserError when that cannot be told."""
    if wanted.error is not None:
        raise wanted.error
    if not wanted.searched:
        return True
    # what is named needs no look
    from deploylint.read.files import read_bytes

    return is_plan(read_bytes(wanted.file), wanted.file)
