"""Reports that would overwrite each other, or what they are about, are refused beforehand."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain

from deploylint.cli.defaults import STDIN, read_input
from deploylint.cli.output import Output
from deploylint.cli.sinks import descriptor
from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.settings import NAME, Settings, find_root
from deploylint.model.policy import Policy

Identity = tuple[int, int]
"""Device and inode: the same under every name, and through links."""

PRINTED = 1
"""The descriptor of standard output, wherever it goes."""


class OverwriteError(UserError):
    """An output that may not be written, so that nobody is told anything there."""


def refuse_same(outputs: list[Output]) -> None:
    """Raise UserError when two outputs go to the same place."""
    printed = _standard_output() if any(output.file is None for output in outputs) else None
    places = [_place(output.file, printed) for output in outputs]
    for place in places:
        if places.count(place) > 1:
            shown = "standard output" if place is None else f"the file {place}"
            raise UserError(
                f"two outputs go to {shown}", None, "give all but one a file: -o json=FILE"
            )


def _place(file: str | None, printed: Identity | None) -> str | None:
    """Return where an output goes; None for standard output, if another one does as well."""
    if file is None or (printed is not None and _at(file) == printed):
        return None
    return None if descriptor(file) == PRINTED else os.path.realpath(file)


def refuse_inputs(outputs: Iterable[Output], inputs: Iterable[str | None]) -> None:
    """Raise OverwriteError when an output is one of the inputs, or the settings."""
    there = _there(outputs)
    if there:
        for output, file in _overwritten(there, (*inputs, _settings())):
            raise _overwrites(output, file)


def refuse_plans(outputs: Iterable[Output], plans: Iterable[str], others: Iterable[str]) -> None:
    """Raise OverwriteError when an output is one of the plans, or of the `others` that are some."""
    there = _there(outputs)
    if there:
        found = (one for one in _overwritten(there, others) if _is_plan(one[1]))
        for output, file in chain(_overwritten(there, plans), found):
            raise _overwrites(output, file)


def refuse_sources(outputs: Iterable[Output], settings: Settings, policy: Policy) -> None:
    """Raise OverwriteError when an output is something by which plans are judged."""
    there = _there(outputs)
    if not there:
        return
    # most outputs are not there yet
    from deploylint.cli.judgedby import judged_by

    named = [place.pattern for places in settings.evidence.values() for place in places]
    evidence = [os.path.relpath(os.path.join(settings.root, path)) for path in named]
    for output, file in _overwritten(there, [*judged_by(settings, policy), *evidence]):
        raise _overwrites(output, file)


def refuse_layers(outputs: Iterable[Output], policy: Policy) -> None:
    """Raise OverwriteError when an output is a file of the policy."""
    refuse_inputs(outputs, (file.name for file in policy.files))


def _overwrites(output: Output, file: str) -> OverwriteError:
    shown = "standard input" if file == STDIN else file
    return OverwriteError(
        f"`-o {output.format}={output.file}` would overwrite {shown}, which this run reads",
        None,
        "give the report a file of its own",
    )


def _there(outputs: Iterable[Output]) -> dict[Identity, Output]:
    """Return the outputs whose files are there already; others cannot be read as well."""
    found = {}
    for output in outputs:
        if output.file is not None and not output.shared and os.path.isfile(output.file):
            place = _at(output.file)
            if place is not None:
                found[place] = output
    return found


def _overwritten(
    there: dict[Identity, Output], files: Iterable[str | None]
) -> Iterator[tuple[Output, str]]:
    for file in files:
        if file is None or file.startswith(PREFIX):
            continue
        output = there.get(_at(0 if file == STDIN else file) or (0, 0))
        if output is not None:
            yield output, file


def _at(file: str | int) -> Identity | None:
    try:
        about = os.stat(file)
    except (OSError, ValueError):
        return None
    return about.st_dev, about.st_ino


def _standard_output() -> Identity | None:
    """Return what is printed to; None for a device that keeps nothing, such as /dev/null."""
    try:
        number = sys.stdout.fileno()
        mode = os.fstat(number).st_mode
    except (OSError, ValueError):
        return None
    return None if stat.S_ISCHR(mode) and not os.isatty(number) else _at(number)


def _settings() -> str | None:
    try:
        return os.path.relpath(os.path.join(find_root(os.getcwd()), NAME))
    except OSError:
        return None


def _is_plan(file: str) -> bool:
    # only a file of a folder has to be asked
    from deploylint.cli.planfiles import is_plan

    with suppress(UserError):
        return is_plan(*read_input(file))
    return False
