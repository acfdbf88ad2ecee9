"""Why a run came to no end, in words for those who look for its reports."""

import os
import signal

from deploylint.cli.sinks import SIGNALLED
from deploylint.errors import UserError
from deploylint.report.escape import printable

OUR_FAULT = "this is our fault: please report it, with the output of DEPLOYLINT_DEBUG=1"
NOT_ALL = "so not everything was judged"


def fault(error: Exception) -> str:
    """Return what is said of a mistake in this program."""
    return f"internal error ({type(error).__name__}: {printable(str(error))})"


def gone(error: BaseException) -> UserError | None:
    """Return the complaint about a current folder that is not there, where this is the reason."""
    if not isinstance(error, OSError):
        return None
    try:
        os.getcwd()
    except OSError as why:
        said = (why.strerror or "no reason given").lower()
        hint = "go to a folder that is there: cd FOLDER"
        return UserError(f"the current folder cannot be used: {said}", None, hint)
    return None


def why_unended(error: BaseException) -> UserError:
    """Return what to tell those who wait for reports about what ended the run."""
    if isinstance(error, UserError):
        return error
    if isinstance(error, Exception):
        return gone(error) or UserError(f"{fault(error)}, {NOT_ALL}", None, OUR_FAULT)
    number = signal.SIGINT
    if isinstance(error, SystemExit) and isinstance(error.code, int) and error.code > SIGNALLED:
        number = signal.Signals(error.code - SIGNALLED)
    return UserError(f"the run was ended by {number.name}, {NOT_ALL}", None, "run it again")
