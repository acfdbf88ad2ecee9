"""`deploylint migrations`: the migrations of a release, judged alone."""

from typing import Any

import click

from deploylint.cli.arguments import POLICY, Option
from deploylint.cli.completionvalues import paths
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options
from deploylint.load.values import parse_instant
from deploylint.model.plan import Strategy

OWN_FORMATS = ("text", "json")
"""Each is a module `report/migrations_FORMAT.py`."""

FORMATS = (*OWN_FORMATS, "sarif", "junit", "github", "gitlab", "markdown", "html")
"""The others show the judgement as they show that of a plan."""

MIGRATIONS = (
    Option(
        "base",
        ("--base",),
        "Judge what was added since this commit, branch or tag. Default: since the main branch;"
        " on the main branch itself since the last tagged version.",
        metavar="REF",
    ),
    Option("every", ("--all",), "Judge every migration that is there."),
    Option(
        "before_commit",
        ("--before-commit",),
        "For a hook: if something waits to be committed, judge only when it may be a migration,"
        " or was one.",
    ),
    POLICY._replace(
        help="The policy whose rules on migrations judge. Default: the settings', else"
        " deploylint:production."
    ),
    Option(
        "strategy",
        ("--strategy",),
        "How the new version takes over. Default: rolling, so old and new run side by side.",
        choices=tuple(one.value for one in Strategy),
    ),
    Option(
        "now",
        ("--now",),
        "Pretend that it is this moment; the report says so.",
        metavar="INSTANT",
        parse=parse_instant,
    ),
    Option("strict", ("--strict",), "Warnings block, too."),
    Option("exit_zero", ("--exit-zero",), "Exit with 0 even if something blocks."),
    Option(
        "outputs",
        ("--output", "-o"),
        "text, json, sarif, junit, github, gitlab, markdown or html, to standard output or to a"
        " file; may be repeated. Default: text.",
        metavar="FORMAT[=FILE]",
        many=True,
    ),
    Option("verbose", ("--verbose", "-v"), "Show each operation: reverse, loss, lock, breakage."),
    Option("quiet", ("--quiet", "-q"), "Show failing items and the decision only."),
)


@click.command(name="migrations", cls=PagedCommand)
@click.argument("path", metavar="[PATH]", default=".", shell_complete=paths)
@add_options(MIGRATIONS)
@click.pass_context
def command(ctx: click.Context, /, path: str, **options: Any) -> None:  # noqa: ANN401  # click's
    """Judge the migrations in PATH that are new, by what stands in their files.

    Can they be taken back, do they lose data, do they break the version that runs, do they lock
    tables, are they in order? PATH is a folder or file of the work tree; by default all of the
    repository. Nothing is executed. Outside a repository, and with --all, every one is judged.

    Exit codes: 0 compliant, or nothing was added; 1 blocked; 2 usage, policy or settings are wrong;
    3 no migration was found at all where all were to be judged.
    """
    # what judges is not needed to say how it is used
    from deploylint.cli.migrationsjudging import judge_migrations

    ctx.exit(judge_migrations(path, options))
