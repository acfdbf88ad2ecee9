"""The commands, each imported only when it is called."""

from importlib import import_module

import click

from deploylint.errors import did_you_mean

NAMES = (
    *("check", "evidence", "explain", "migrations", "policy", "record", "rules", "schema"),
    "window",
)


class LazyGroup(click.Group):
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and args[0] not in NAMES and not args[0].startswith("-"):
            known = did_you_mean(args[0], NAMES) or f"known: {', '.join(NAMES)}"
            ctx.fail(f"there is no command `{args[0]}`; {known}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="deploylint", message="deploylint %(version)s")
def COMMANDS() -> None:  # noqa: N802  # what the program calls
    """Judge a proposed deployment against policies, and block what does not comply.

    `deploylint check plan.yaml` prints pass, fail or na for every item of the checklist.

    Exit codes: 0 compliant, 1 blocked, 2 usage, plan or policy is wrong, 3 nothing was evaluated,
    4 policy integrity, 70 our own fault, 130 interrupted.
    """
