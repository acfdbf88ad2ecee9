"""How machines read the reports of `deploylint check`."""

import os
from collections.abc import Callable, Mapping

from deploylint.cli.output import Output, write_outputs
from deploylint.errors import UserError, UserErrors
from deploylint.load.library import PREFIX
from deploylint.model.location import Location
from deploylint.model.policy import Policy
from deploylint.model.report import Refusal, Trouble
from deploylint.report.style import Style

FOR_PEOPLE = ("text", "yaml")
"""Formats that do not say what could not be judged; standard error does."""


def from_root(root: str) -> Callable[[str], str]:
    """Return what turns a path into that from the top of the git repository around.

    Plans and policies are named from the current folder, evidence and migrations from `root`, that
    of the settings; where a file is there under both names, it is that of the current folder.
    Outside a repository a path stays as it is, and so does what is no file, such as a shipped
    policy or standard input.
    """
    here = os.getcwd()
    top = _top(here)

    def turned(file: str) -> str:
        if not file or file.startswith(("<", PREFIX)):
            return file
        places = [os.path.join(folder, file) for folder in (here, root)]
        there = next((place for place in places if os.path.lexists(place)), places[0])
        whole = os.path.normpath(there)
        inside = top is not None and whole.startswith(os.path.join(top, ""))
        path = os.path.relpath(whole, top) if inside else os.path.normpath(file)
        return path.replace(os.sep, "/")

    return turned


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
    return style._replace(
        from_root=from_root(root), help=_help(policy) if wanted and policy is not None else {}
    )


def tell_machines(error: UserError, outputs: tuple[Output, ...], style: Style) -> None:
    """Write what kept everything from being judged where machines look for the reports.

    Those who read a report alone shall not take the last one, or none, for an answer.
    """
    told = tuple(output for output in outputs if output.format not in FOR_PEOPLE)
    write_outputs(iter([refusal("", error)]), told, for_machines(style, told, os.getcwd()))


def _help(policy: Policy) -> Mapping[str, str]:
    # reads what every check says of itself
    from deploylint.cli.explaining import help_markdown

    reference = policy.files[-1].name
    return {rule.id: help_markdown(rule, policy.name, reference) for rule in policy.rules}


def refusal(file: str, error: UserError) -> Refusal:
    """Return an error as what stands in the place of a report."""
    errors = error.errors if isinstance(error, UserErrors) else (error,)
    return Refusal(file, tuple(_trouble(one) for one in errors))


def _trouble(error: UserError) -> Trouble:
    where = error.where
    at = where if isinstance(where, Location) else None
    if at is None and where is not None:
        at = Location(str(where), 1, 1)
    return Trouble(message=error.message, at=at, hint=error.hint)
