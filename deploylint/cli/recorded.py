"""What `deploylint record` does, once its arguments are read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import NamedTuple

from deploylint.cli.output import complain, write_file
from deploylint.cli.schemaplace import schema_place
from deploylint.collect.around import Around, Question
from deploylint.collect.clock import system_now
from deploylint.collect.outputs import is_pattern, make_room, output_path, present, records_of
from deploylint.collect.process import Ended, Environment, run_held, signals_held
from deploylint.collect.recording import (
    Repository,
    ci_run,
    kept_by_git,
    look_after,
    look_before,
    masked_arguments,
    options_of,
    versions,
)
from deploylint.collect.sealing import seal_lockfiles, seal_outputs
from deploylint.collect.tee import Tee
from deploylint.decision import ExitCode
from deploylint.errors import UserError
from deploylint.facts.source import RecordedRun, Sealed
from deploylint.formats.run import write_run
from deploylint.load.settings import find_root
from deploylint.model.evidence import Kind

FOLDER = "reports/deploylint"
"""Where records lie that are evidence by themselves, relative to the root."""


class Wish(NamedTuple):
    """What is asked for; `outputs` and `log` are paths as the user says them in `folder`."""

    kind: Kind
    name: str
    command: tuple[str, ...]
    folder: str
    environment: Environment
    outputs: tuple[str, ...] = ()
    log: str | None = None


class Places(NamedTuple):
    """Where things are, relative to `root`; `alone` is where a record without outputs lies."""

    root: str
    outputs: tuple[str, ...]
    log: str | None
    alone: str


def record(wish: Wish) -> int:
    """Run the command, write its record, and return the exit code of the command.

    Raises UserError, before anything is run, when an output cannot be one.
    """
    places = _places(wish)
    around = Around(Question(root=places.root, version=""))
    # lockfiles are what the command runs with, so they are looked at before it can change them
    lockfiles = seal_lockfiles(places.root, wish.folder)
    old = (file for path in places.outputs for file in present(places.root, path))
    before = look_before(around, (*places.outputs, *old))
    make_room(places.root, places.outputs, partial(kept_by_git, around, before))
    list(records_of(places.root, (places.alone,)))
    with signals_held() as held, _log(places) as tee:
        started = system_now()
        ended = run_held(wish.command, wish.environment, held, tee)
        stopped = max(started, system_now())
        sealed, problems = _seal(places, tee)
        after = look_after(around, before, (*places.outputs, *(one.path for one in sealed)))
        problems += [] if ended.problem is None else [UserError(ended.problem)]
        problems += [] if after.doubt is None else [UserError(after.doubt)]
        run = _run(wish, ended, after, (started, stopped))
        run = run._replace(outputs=sealed, lockfiles=lockfiles, versions=versions(around))
        return _finish(places, run, problems)


def _places(wish: Wish) -> Places:
    root = find_root(wish.folder)
    given = wish.outputs if wish.log is None else (*wish.outputs, wish.log)
    paths = [output_path(root, wish.folder, text) for text in given]
    log = None if wish.log is None else paths[-1]
    if log is not None and is_pattern(log):
        raise UserError("is a pattern; --log names one file", wish.log)
    if log is not None and log in paths[:-1]:
        raise UserError("is named by --out and by --log; --log alone will do", wish.log)
    return Places(root, tuple(dict.fromkeys(paths)), log, f"{FOLDER}/{wish.kind}-{wish.name}")


@contextmanager
def _log(places: Places) -> Iterator[Tee | None]:
    """Open the file of --log. Raises UserError when that fails."""
    if places.log is None:
        yield None
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        file = os.open(os.path.join(places.root, places.log), flags, 0o666)
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        raise UserError(f"cannot be written: {why}", places.log) from None
    try:
        yield Tee(file)
    finally:
        os.close(file)


def _seal(places: Places, tee: Tee | None) -> tuple[tuple[Sealed, ...], list[UserError]]:
    """Return the outputs as they are now; a log that lacks something has no digest."""
    sealed, problems = seal_outputs(places.root, places.outputs)
    if tee is None or tee.problem is None:
        return sealed, problems
    problems.append(UserError(f"could not be written to its end: {tee.problem}", places.log))
    kept = (one._replace(digest=None) if one.path == places.log else one for one in sealed)
    return tuple(kept), problems


def _run(
    wish: Wish, ended: Ended, repository: Repository, times: tuple[datetime, datetime]
) -> RecordedRun:
    started, stopped = times
    return RecordedRun(
        kind=wish.kind,
        name=wish.name,
        command=masked_arguments(wish.command),
        exit_code=ended.exit_code,
        started_at=started,
        ended_at=stopped,
        commit=repository.commit,
        tree=repository.tree,
        dirty=repository.dirty,
        outputs=(),
        lockfiles=(),
        versions={},
        ci=ci_run(wish.environment),
        path="",
        digest="",
        options=options_of(wish.environment),
        leftovers=repository.leftovers,
    )


def _finish(places: Places, run: RecordedRun, problems: list[UserError]) -> int:
    """Write the record beside each output, say what is wrong, and return the exit code."""
    code: int = run.exit_code
    beside = [one.path for one in run.outputs if not is_pattern(one.path)]
    try:
        for name in records_of(places.root, beside or (places.alone,)):
            path = os.path.join(places.root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write_file(path, (write_run(run, schema_place("record", path)),))
    except UserError as error:
        problems.append(UserError(f"there is no record: {error.message}", error.where, error.hint))
        code = code or ExitCode.USAGE
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        problems.append(UserError(f"there is no record: {why}", FOLDER))
        code = code or ExitCode.USAGE
    # whoever reads our messages may have gone; the exit code is the command's all the same
    with suppress(OSError):
        for problem in problems:
            place = "" if problem.where is None else f"{problem.where}: "
            complain(UserError(f"{place}{problem.message}", "deploylint", problem.hint))
    return code
