"""The commands, each imported only when it is called."""

from importlib import import_module

import click

from deploylint import __version__
from deploylint.cli.manualcommands import PagedGroup

NAMES = (
    *("check", "completion", "evidence", "explain", "migrations", "policy", "record", "rules"),
    *("schema", "window"),
)


class LazyGroup(PagedGroup):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of all commands."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Return the command, None when there is none of that name."""
        if cmd_name not in NAMES:
            return None
        command = import_module(f"deploylint.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101  # a mistake in this program
        return command

    def families(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the commands under what they are good for."""
        # commands that run do not pay for the texts
        from deploylint.cli.manualpages import GROUPS

        found = dict(GROUPS)
        named = {name for names in found.values() for name in names}
        found["OTHER COMMANDS"] = tuple(name for name in NAMES if name not in named)
        return found


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001  # a callback's signature
    if value and not ctx.resilient_parsing:
        # commands that run have it imported already
        from deploylint.cli.output import print_chunks

        print_chunks([f"deploylint {__version__}\n"])
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    *("-V", "--version"),
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version.",
)
def COMMANDS() -> None:  # noqa: N802  # what the program calls
    """Judge releases before they go out.

    A plan says which release will be deployed, where, when and how; a policy says what a release
    needs. Every item of the policy becomes pass, fail or na, with its reason, its place and how to
    mend it, and a release that does not comply is blocked. Nothing that a plan or a repository
    names is executed, and no network is used.

    COMMAND --help says more about each command.
    """
