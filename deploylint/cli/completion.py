"""`deploylint completion`: scripts with which shells complete what is typed."""

import click

from deploylint.cli.manualcommands import PagedCommand

SHELLS = ("bash", "zsh", "fish")


@click.command(name="completion", cls=PagedCommand)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the script for a SHELL: bash 4.4 or newer, zsh or fish.

    It completes commands, options and their words, plans, policies with those that are shipped,
    stages, formats, and the rules and checks that can be explained.
    """
    from deploylint.cli.completing import script
    from deploylint.cli.output import print_chunks

    print_chunks([script(shell)])
