"""Arguments read without click mean what click reads."""

from typing import Any

import click
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deploylint.cli.arguments import CHECK, read_simple
from deploylint.cli.options import add_options

NAMES = [name for option in CHECK for name in option.names]
VALUES = ["plan.yaml", "-", "", "P1", "p1", "hotfix", "text", "json=x", "2026-11-24T10:30:00Z"]
VALUES += ["2", "auto", "0", "main"]
WORDS = st.one_of(
    st.sampled_from([*NAMES, *VALUES, "--", "--help", "-h", "--versio", "-vq", "-ojson", "-j2"]),
    st.builds("{}={}".format, st.sampled_from(NAMES), st.sampled_from(VALUES)),
    st.text(max_size=4),
)


def by_click(arguments: list[str]) -> tuple[tuple[str, ...], dict[str, Any]] | None:
    """Return what click reads, None when it refuses the arguments."""
    seen: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    @click.command(context_settings={"help_option_names": ["-h", "--help"]})
    @click.argument("plans", nargs=-1, type=str)
    @add_options(CHECK)
    def command(plans: tuple[str, ...], **options: Any) -> None:
        seen.append((plans, options))

    try:
        command.main(arguments, standalone_mode=False)
    except click.ClickException:
        return None
    return seen[0] if seen else None


@given(st.lists(WORDS, max_size=6))
@example(["plan.yaml", "--at", "2026-11-24T10:30:00Z", "-o", "text", "-o", "json=x", "-v"])
@example(["--at", "tomorrow"])
@example(["--type=hotfix", "--priority", "P1", "--policy=x", "-p", "y"])
@example(["--gate=1"])
@example(["--now"])
@settings(max_examples=1000, deadline=None)
def test_what_is_read_without_click_is_what_click_reads(arguments: list[str]) -> None:
    simple = read_simple(arguments, CHECK)
    if simple is not None:
        assert (simple.plain, simple.options) == by_click(arguments)


def test_the_common_forms_need_no_click() -> None:
    for arguments in (
        ["plan.yaml"],
        ["--no-clock", "a.yaml", "b.yaml"],
        ["--gate", "-o", "text", "-o", "json=report.json", "plan.yaml"],
        ["--policy", "deploylint:production", "--stage=verify", "-v", "-"],
        ["--gate", "--environment", "production", "plan.yaml"],
    ):
        assert read_simple(arguments, CHECK) is not None
