"""Commands of click whose help is a page of the manual."""

from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem

from deploylint.cli.manual import Page, Sheet
from deploylint.cli.standarderror import say
from deploylint.errors import did_you_mean

PROGRAM = "deploylint"


def page_of(path: str) -> Page | None:
    """Return the page of the command with that path, such as `deploylint policy check`."""
    # commands that run do not pay for the texts
    from deploylint.cli import manualmore, manualpages

    name = "_".join(path.split()[1:]).upper() or "TOP"
    found = getattr(manualpages, name, None) or getattr(manualmore, name, None)
    return found if isinstance(found, Page) else None


class PagedCommand(click.Command):
    """A command with a page of the manual; without one, click lays its help out."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the page."""
        page = page_of(ctx.command_path)
        if page is None:
            super().format_help(ctx, formatter)
        else:
            formatter.write("".join(f"{line}\n" for line in _page(self, ctx, page)))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that prints the page as everything is printed."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _print_help
        return option


class PagedGroup(PagedCommand, click.Group):
    """A group of commands with a page of the manual."""

    command_class = PagedCommand

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Without any nothing is judged, so it must not look like success."""
        if not args and not ctx.resilient_parsing:
            say(ctx.get_help())
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        names = self.list_commands(ctx)
        if args[0] not in names and not args[0].startswith("-"):
            known = did_you_mean(args[0], names) or f"known: {', '.join(names)}"
            ctx.fail(f"there is no command `{args[0]}`; {known}")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin so; the modules of the others are not imported."""
        if incomplete[:1] == "-":
            return super().shell_complete(ctx, incomplete)
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        told = _commands(ctx, tuple(names))
        return [CompletionItem(name, help=summary) for name, summary in told]

    def families(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the commands under the headings of the page."""
        return {"COMMANDS": tuple(sorted(self.commands))}


def _print_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001  # a callback's signature
    if value and not ctx.resilient_parsing:
        # commands that run have it imported already
        from deploylint.cli.output import print_chunks

        print_chunks([ctx.get_help(), "\n"])
        ctx.exit()


def _page(command: click.Command, ctx: click.Context, page: Page) -> Iterator[str]:
    """Yield the lines of a page."""
    # help is laid out as reports are; commands that run have it imported already
    import sys

    from deploylint.cli.output import style_for

    style = style_for(sys.stdout, verbose=False, quiet=False)
    ctx.color = style.color  # else click takes the colour out again
    sheet = Sheet(style)
    yield from sheet.title(ctx.command_path, page.summary)
    yield from sheet.section("SYNOPSIS", sheet.usages(page.synopsis))
    yield from sheet.section("DESCRIPTION", sheet.paragraphs(_description(command)))
    if isinstance(command, PagedGroup):
        for heading, names in command.families().items():
            yield from sheet.section(heading, sheet.table(_commands(ctx, names)))
    for heading, options in _options(command, ctx, page).items():
        yield from sheet.section(heading, sheet.terms([_option(one) for one in options]))
    yield from sheet.section("EXAMPLES", sheet.examples(page.examples))
    yield from sheet.section("EXIT STATUS", sheet.table(page.status))
    yield from sheet.section("ENVIRONMENT", sheet.terms(page.environment))
    yield from sheet.section("FILES", sheet.terms(page.files))
    yield from sheet.section(
        "SEE ALSO", sheet.paragraphs([", ".join(page.see)] if page.see else [])
    )


def _description(command: click.Command) -> Iterator[str]:
    """Yield what the command says of itself; exit codes have a section of their own."""
    # click keeps it as it stands in the source
    from inspect import cleandoc

    for text in cleandoc(command.help or "").split("\n\n"):
        if not text.startswith("Exit codes:"):
            yield text


def _commands(ctx: click.Context, names: tuple[str, ...]) -> list[tuple[str, str]]:
    pages = ((name, page_of(f"{ctx.command_path} {name}")) for name in names)
    return [(name, "" if page is None else page.summary) for name, page in pages]


def _options(
    command: click.Command, ctx: click.Context, page: Page
) -> dict[str, list[click.Option]]:
    """Return the options under their headings; those that no heading names come last."""
    known = [one for one in command.get_params(ctx) if isinstance(one, click.Option)]
    named = {str(one.name): one for one in known if not one.hidden}
    groups = {
        heading: [named.pop(key) for key in keys if key in named] for heading, keys in page.options
    }
    groups["OTHER OPTIONS" if groups else "OPTIONS"] = list(named.values())
    return groups


def _option(option: click.Option) -> tuple[str, str]:
    """Return how an option is written, and what it does."""
    names = ", ".join(sorted(option.opts, key=len))
    said = option.help or ""
    if option.is_flag or option.count:
        return names, said
    if isinstance(option.type, click.Choice):
        said = f"{said} One of: {', '.join(str(one) for one in option.type.choices)}."
    metavar = option.metavar or max(option.opts, key=len).lstrip("-").upper()
    return f"{names} {metavar}", said.strip()
