"""How machines read the reports of `deploylint check`."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress

from deploylint.cli.output import Output, write_outputs
from deploylint.cli.overwriting import OverwriteError
from deploylint.cli.sinks import WriteError, held, is_special
from deploylint.errors import UserError, UserErrors
from deploylint.model.location import place_of
from deploylint.model.policy import Policy
from deploylint.model.report import Refusal, Trouble
from deploylint.report.naming import is_file
from deploylint.report.style import Style

FOR_PEOPLE = ("text", "yaml")
"""Formats in which standard error says what could not be judged, where it stands beside."""


def from_root(root: str) -> Callable[[str], str]:
    """Return what turns a path into that from the top of the git repository around.

    Plans and policies are named from the current folder, evidence and migrations from `root`, that
    of the settings; where a file is there under both names, it is that of the current folder.
    A file reached by a link to a folder is where the link leads. Outside of the repository a whole
    path stays one. Without a repository a path stays as it is, and so does what is no file, such as
    a shipped policy or standard input.
    """
    here = _here()
    top = _top(here)

    def turned(file: str) -> str:
        if not is_file(file):
            return file
        places = [os.path.join(folder, file) for folder in (here, root)]
        there = next((place for place in places if os.path.lexists(place)), places[0])
        path = os.path.normpath(file) if top is None else _below(top, there, file)
        return path.replace(os.sep, "/")

    return turned


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:
        # that it is gone may be what readers are told
        return os.sep


def _below(top: str, there: str, file: str) -> str:
    """Return the path of a file from `top`; `there` is all of it, `file` how it was named."""
    whole = os.path.normpath(there)
    inside = os.path.join(top, "")
    if not whole.startswith(inside):
        folder, name = os.path.split(there)
        real = os.path.join(os.path.realpath(folder), name)
        if not real.startswith(inside):
            return whole if os.path.isabs(file) else os.path.relpath(whole, top)
        whole = real
    return os.path.relpath(whole, top)


def _top(folder: str) -> str | None:
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def for_machines(
    style: Style, outputs: tuple[Output, ...], root: str, policy: Policy | None = None
) -> Style:
    """Return the style with what machines ask for; without a policy nothing is known of rules.

    `root` is that of the settings.
    """
    wanted = policy is not None and any(output.format == "sarif" for output in outputs)
    turn = from_root(root)
    known = _help(policy, turn(policy.files[-1].name)) if wanted and policy is not None else {}
    return style._replace(from_root=turn, help=known)


def tell_readers(error: BaseException, outputs: tuple[Output, ...], style: Style) -> None:
    """Write what kept everything from being judged where people and machines look for the reports.

    Those who read a report alone shall not take the last one, or none, for an answer. Once reports
    were begun, files alone are told: what was printed or went through a pipe cannot be taken back.
    """
    if isinstance(error, OverwriteError):
        return
    if not isinstance(error, UserError) or isinstance(error, WriteError):
        tell_files(error, outputs, style)
        return
    troubles = refusal("", error).troubles
    wrong = [trouble.at.file for trouble in troubles if trouble.at is not None]
    for output in outputs:
        if output.file is None and output.format in FOR_PEOPLE:
            continue
        # what is wrong, or named there, may be a file that somebody took for a report
        if output.file is None or not _is_one_of(output.file, wrong):
            _tell(error, output, style)


def tell_files(error: BaseException, outputs: tuple[Output, ...], style: Style) -> None:
    """Write into the files why the run came to no end."""
    # a run that comes to an end does not pay for the words
    from deploylint.cli.unended import why_unended

    with held():
        for output in outputs:
            if output.file is not None and not is_special(output.file):
                _tell(why_unended(error), output, style)


def _tell(error: UserError, output: Output, style: Style) -> None:
    try:
        told = for_machines(style, (output,), _here())
        write_outputs(iter([refusal("", error)]), (output,), told)
    except Exception:  # noqa: BLE001  # what went wrong may do so again
        if output.file is not None and not output.shared and os.path.isfile(output.file):
            # an earlier report that nobody can replace is better gone
            with suppress(OSError):
                os.unlink(os.path.realpath(output.file))


def _is_one_of(file: str, wrong: list[str]) -> bool:
    if any(_is_same(file, one) for one in wrong):
        return True
    # most runs have no errors
    from deploylint.cli.named import named_from

    with suppress(OSError):
        return any(_is_same(file, one) for one in named_from(wrong))
    return False


def _is_same(one: str, other: str) -> bool:
    with suppress(OSError, ValueError):
        return os.path.samefile(one, other)
    return False


def _help(policy: Policy, reference: str) -> Mapping[str, str]:
    # reads what every check says of itself
    from deploylint.cli.explaining import help_markdown

    return {rule.id: help_markdown(rule, policy.name, reference) for rule in policy.rules}


def refusal(file: str, error: UserError) -> Refusal:
    """Return an error as what stands in the place of a report."""
    errors = error.errors if isinstance(error, UserErrors) else (error,)
    return Refusal(file, tuple(_trouble(one) for one in errors))


def _trouble(error: UserError) -> Trouble:
    return Trouble(message=error.message, at=place_of(error.where), hint=error.hint)
