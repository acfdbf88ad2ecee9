"""The command line: finds the command, and turns every ending into its exit code."""

import os
import sys

from deploylint import __version__


def run() -> None:
    """Run the program as a process of its own.

    It ends without tearing everything down, which would take 3 ms of 65: all that was written is
    flushed, and the system takes back the rest.
    """
    try:
        code = main()
    except KeyboardInterrupt:
        # once more, while it was told
        code = 130
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105  # so that `--version` imports nothing
            stream.flush()
        except (OSError, ValueError, KeyboardInterrupt, SystemExit):
            pass
    os._exit(code)


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code; see `deploylint.decision.ExitCode`."""
    given = sys.argv[1:] if arguments is None else arguments
    # whoever closed them wants to read nothing
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # as above
    try:
        return _version() if given in (["--version"], ["-V"]) else _run(given)
    except KeyboardInterrupt:
        # as above
        from deploylint.cli.standarderror import say

        say("interrupted")
        return 130
    except SystemExit as ending:
        # a signal that ends the program, and click after a completion
        return int(ending.code or 0)


def _version() -> int:
    line = f"deploylint {__version__}\n"
    try:
        sys.stdout.write(line)
        sys.stdout.flush()
    except OSError:
        # whoever cannot have it does not mind that more is imported to say so
        from deploylint.cli.output import complain, print_chunks
        from deploylint.errors import UserError

        try:
            print_chunks([line])
        except UserError as error:
            complain(error)
            return 2
    return 0


def _run(arguments: list[str]) -> int:
    # `--version` needs none of this
    import gc

    # what starts is needed to its end: looking for garbage in it takes a fifth of the time
    gc.disable()
    from deploylint.cli.output import complain
    from deploylint.errors import UserError

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text stream
    try:
        return _simple_check(arguments) if arguments[:1] == ["check"] else _by_click(arguments)
    except UserError as error:
        complain(error)
        return 2
    except Exception as error:  # noqa: BLE001  # the last resort: no user is shown a traceback
        # only what went wrong pays for it
        from deploylint.cli.unended import gone

        if folder := gone(error):
            complain(folder)
            return 2
        return _own_fault(error)


def _simple_check(arguments: list[str]) -> int:
    from deploylint.cli.arguments import CHECK, read_simple

    simple = read_simple(arguments[1:], CHECK)
    if simple is None:
        return _by_click(arguments)
    from deploylint.cli.judging import judge_plans

    return judge_plans(simple.plain, simple.options)


def _by_click(arguments: list[str]) -> int:
    import click

    from deploylint.cli.group import COMMANDS

    try:
        if "_DEPLOYLINT_COMPLETE" in os.environ:
            # a shell asks how the line goes on
            from deploylint.cli.completing import register

            register()
            return int(COMMANDS.main(arguments, prog_name="deploylint", standalone_mode=False) or 0)
        # what click does beside this would write to streams that may be gone, and decide the code
        with COMMANDS.make_context("deploylint", list(arguments)) as context:
            return int(COMMANDS.invoke(context) or 0)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.ClickException as error:
        # only what is wrong pays for it
        from deploylint.cli.usage import complain_usage

        return complain_usage(error, arguments)


def _own_fault(error: Exception) -> int:
    if os.environ.get("DEPLOYLINT_DEBUG"):
        raise error
    from deploylint.cli.standarderror import say
    from deploylint.cli.unended import OUR_FAULT, fault

    say(f"deploylint: {fault(error)}")
    say(f"  {OUR_FAULT}")
    return 70
