"""Options and arguments that several commands share."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.settings import Settings
from deploylint.load.values import parse_instant
from deploylint.model.policy import Stage

DEFAULT_POLICY = "deploylint:essential"
DEFAULT_STAGES = (Stage.PRE_DEPLOY, Stage.BUILD, Stage.STAGING, Stage.PRODUCTION)


class Instant(click.ParamType[datetime]):
    """A moment in ISO 8601 with offset."""

    name = "instant"

    def convert(
        self,
        value: Any,  # noqa: ANN401  # click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """Return the moment, or end with a usage error that says what is wrong."""
        try:
            return parse_instant(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def policy_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--policy`."""
    return click.option(
        "--policy",
        "-p",
        metavar="POLICY",
        help="A policy file, or deploylint:NAME for a shipped one. Default: the settings',"
        f" else {DEFAULT_POLICY}.",
    )(command)


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
