"""Types and options of click that several commands share."""

from collections.abc import Callable
from typing import Any

import click

from deploylint.cli.arguments import Option
from deploylint.cli.completionvalues import BY_METAVAR


class Parsed(click.ParamType[Any]):
    """A value that a function of ours reads."""

    def __init__(self, option: Option) -> None:
        """Read with the function of `option`."""
        self.name = (option.metavar or option.key).lower()
        self.parse = option.parse

    def convert(
        self,
        value: Any,  # noqa: ANN401  # click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401  # click's signature
        """Return what the function makes of it, or end with a usage error that says why not."""
        try:
            return self.parse(str(value)) if self.parse else str(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def add_options(table: tuple[Option, ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options of `table` to a command, in its order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(table):
            declared = (*option.names, option.key)
            if option.flag:
                command = click.option(*declared, is_flag=True, help=option.help)(command)
                continue
            kind = click.Choice(option.choices) if option.choices else Parsed(option)
            command = click.option(
                *declared,
                type=kind,
                metavar=option.metavar,
                multiple=option.many,
                help=option.help,
                shell_complete=BY_METAVAR.get(option.metavar or ""),
            )(command)
        return command

    return decorate
