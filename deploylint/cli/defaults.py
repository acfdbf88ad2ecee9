"""What holds where the command line says nothing."""

import os

from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.settings import Settings
from deploylint.model.policy import Stage
from deploylint.read.files import read_bytes, read_stdin

STDIN = "-"
DEFAULT_POLICY = "deploylint:essential"
DEFAULT_STAGES = (Stage.PRE_DEPLOY, Stage.BUILD, Stage.STAGING, Stage.PRODUCTION)


def read_input(file: str) -> tuple[bytes, str]:
    """Return the bytes of a plan file, `-` for standard input, and its name in messages.

    Raises UserError when it cannot be read.
    """
    return (read_stdin(), "<stdin>") if file == STDIN else (read_bytes(file), file)


def settings_policy(settings: Settings) -> str:
    """Return the policy that the settings name, relative to the current folder, or the default."""
    named = settings.policy
    if named is None:
        return DEFAULT_POLICY
    if named.startswith(PREFIX):
        return named
    return os.path.relpath(os.path.join(settings.root, named))


def parse_stages(given: tuple[str, ...]) -> tuple[Stage, ...]:
    """Return the stages named, in order; everything up to production when none is.

    Each value is a stage, several with commas, or `all`. Raises UserError for any other word.
    """
    if not given:
        return DEFAULT_STAGES
    words = [word.strip() for value in given for word in value.split(",")]
    if "all" in words:
        return tuple(Stage)
    known = [stage.value for stage in Stage]
    for word in words:
        if word not in known:
            hint = f"known: {', '.join(known)}, all"
            raise UserError(f"there is no stage `{word}`", None, hint)
    return tuple(stage for stage in Stage if stage.value in words)
