"""`deploylint policy test` and `verify`: policies tested by plans whose judgement is known."""

from typing import Any

import click

from deploylint.cli.arguments import Option
from deploylint.cli.completionvalues import paths
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options

VERBOSE = Option("verbose", ("--verbose", "-v"), "List the rules that no test has seen fail.")
TEST = (
    Option(
        "outputs",
        ("--output", "-o"),
        "text or json, to standard output or to a file; may be repeated. Default: text.",
        metavar="FORMAT[=FILE]",
        many=True,
    ),
    VERBOSE,
    Option("quiet", ("--quiet", "-q"), "Show failing tests and the counts only."),
)


VERIFY = (
    Option(
        "tests",
        ("--tests",),
        "Where tests are looked for; may be repeated. Default: the current folder.",
        metavar="PATH",
        many=True,
    ),
    VERBOSE,
)

minimum = click.option(
    "--min-coverage",
    "minimum",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="Of so many rules of each policy some test has to see that they fail.",
)


@click.command(name="test", cls=PagedCommand)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=paths)
@minimum
@add_options(TEST)
@click.pass_context
def test(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401  # click's
    """Run the tests of policies in PATHs: each says which judgement a plan has to get.

    Tests stand in files called NAME.test.yaml; a folder is searched for them, without hidden
    folders, by default the current one. Clock, repository and CI run have no say: a test names the
    time, the zone and the folder that count.

    Exit codes: 0 all came as expected, 1 some did not or too little is covered, 2 usage or a file
    is wrong, 3 no test was found.
    """
    # what runs tests is not needed to say how it is used
    from deploylint.cli.policytesting import run_policy_tests

    ctx.exit(run_policy_tests(paths, options))


@click.command(name="verify", cls=PagedCommand)
@click.argument("files", nargs=-1, metavar="[FILE]...", shell_complete=paths)
@minimum
@add_options(VERIFY)
@click.pass_context
def verify(ctx: click.Context, /, files: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401  # click's
    """Check policies as `policy check` does, then run their tests: for a hook before each commit.

    FILEs are what changed. Those of them that are policies are checked, and with them the policy of
    the settings and all that tests name. All tests run, because a policy may be a layer of any.

    Where neither --tests nor --min-coverage is given, tests need not be there. With --min-coverage
    each policy that is checked counts, tested or not.

    Exit codes: 0 all is well; 1 a test failed or too little is covered; 2 a policy, a test file or
    the settings are wrong; 3 no test was found where tests are asked for.
    """
    # what checks and tests is not needed to say how it is used
    from deploylint.cli.policyverifying import verify_policies

    ctx.exit(verify_policies(files, options))
