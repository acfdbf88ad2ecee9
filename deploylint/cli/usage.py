"""What is said when the command line cannot be read: the mistake, a way out, and where help is."""

import re

import click

from deploylint.cli.manual import Page
from deploylint.cli.manualcommands import PROGRAM, page_of
from deploylint.cli.manualpages import TOP
from deploylint.cli.standarderror import say
from deploylint.errors import did_you_mean
from deploylint.report.escape import printable

_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_VALUELESS = "does not take a value"


def complain_usage(error: click.ClickException, arguments: list[str]) -> int:
    """Print to standard error what is wrong with the usage, and return the exit code."""
    message, hint = _said(error)
    path, page = _called(arguments)
    for line in (
        printable(message),
        f"  hint: {printable(hint)}" if hint else "",
        f"  usage: {page.synopsis[0]}",
        f"  help: {path} --help",
    ):
        if line:
            say(line)
    return error.exit_code


def _called(arguments: list[str]) -> tuple[str, Page]:
    """Return the command that was called, as far as it is one, and its page."""
    path, page = PROGRAM, TOP
    for word in arguments:
        found = page_of(f"{path} {word}")
        if found is None:
            break
        path, page = f"{path} {word}", found
    return path, page


def _said(error: click.ClickException) -> tuple[str, str | None]:
    match error:
        case click.NoSuchOption():
            return f"there is no option `{error.option_name}`", _nearest(error)
        case click.BadOptionUsage():
            takes = "takes no value" if _VALUELESS in error.message else "needs a value"
            return f"`{error.option_name}` {takes}", None
        case click.MissingParameter():
            return f"{_named(error.param)} is missing", _choices(error.param)
        case click.BadParameter():
            message = error.message
            if _choices(error.param):  # click's own words
                message = message.replace("'", "`").rstrip(".")
            return f"{_named(error.param)}: {message}", None
    extra = _EXTRA.fullmatch(error.message)
    if extra:
        return f"`{extra[1]}` is one argument too many", None
    return error.message, None


def _nearest(error: click.NoSuchOption) -> str | None:
    if error.ctx is None:
        return None
    known = [name for one in error.ctx.command.get_params(error.ctx) for name in one.opts]
    return did_you_mean(error.option_name, known)


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return "an argument"
    if isinstance(param, click.Option):
        return f"`{max(param.opts, key=len)}`"
    return f"`{(param.metavar or str(param.name)).upper().strip('[].')}`"


def _choices(param: click.Parameter | None) -> str | None:
    if param is None or not isinstance(param.type, click.Choice):
        return None
    return f"one of {', '.join(str(one) for one in param.type.choices)}"
