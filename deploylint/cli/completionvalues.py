"""How the values of options and arguments go on, for completion."""

from collections.abc import Callable, Iterable
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from deploylint.errors import UserError

Completer = Callable[[click.Context, click.Parameter, str], list["CompletionItem[str]"]]

PLANS = "yaml yml json"
POLICIES = "yaml yml"


def plans(*_: object) -> list["CompletionItem[str]"]:
    """Return that a plan file is wanted."""
    return [_files(PLANS)]


def paths(*_: object) -> list["CompletionItem[str]"]:
    """Return that any file or folder will do."""
    return [_files("")]


def policies(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list["CompletionItem[str]"]:
    """Return the shipped policies, and that a policy file is wanted."""
    from deploylint.load.library import PREFIX, shipped_names

    shipped = _beginning((PREFIX + name for name in shipped_names()), incomplete)
    return shipped if incomplete.startswith(PREFIX) else [*shipped, _files(POLICIES)]


def stages(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list["CompletionItem[str]"]:
    """Return the stages that are not named yet in a list with commas."""
    from deploylint.model.policy import Stage

    before, comma, _ = incomplete.rpartition(",")
    left = [stage.value for stage in Stage if stage.value not in before.split(",")]
    words = (f"{before}{comma}{stage}" for stage in left)
    return _beginning(words if comma else (*words, "all"), incomplete)


def environments(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list["CompletionItem[str]"]:
    """Return the environments whose names are known."""
    from deploylint.model.plan import ENVIRONMENTS, EnvironmentKind

    return _beginning((EnvironmentKind.PRODUCTION.value, *ENVIRONMENTS), incomplete)


def formats(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list["CompletionItem[str]"]:
    """Return the formats of the command; behind `FORMAT=`, that a file is wanted."""
    name, equals, _ = incomplete.partition("=")
    if equals:
        return [CompletionItem(f"{name}=", type="file")]
    known = _formats(ctx)
    found = _beginning(known, incomplete)
    # whoever has typed all of it may want a file
    return [*found, CompletionItem(f"{name}=", type="open")] if name in known else found


def rules_and_checks(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list["CompletionItem[str]"]:
    """Return the rules of the policy at hand and of the whole catalogue, and the checks."""
    import os

    from deploylint.cli.defaults import settings_policy
    from deploylint.cli.explain import WHOLE
    from deploylint.load.policy import load_policy
    from deploylint.load.settings import load_settings
    from deploylint.registry import check_ids

    told: dict[str, str | None] = {}
    try:
        given = ctx.params.get("policy")
        for source in (given,) if given else (settings_policy(load_settings(os.getcwd())), WHOLE):
            told.update({rule.id: rule.title for rule in load_policy(source).rules})
    except UserError:
        pass  # the checks are there whatever the policy says
    for check in check_ids():
        told.setdefault(check, "a check")
    return [
        CompletionItem(name, help=title)
        for name, title in sorted(told.items())
        if name.startswith(incomplete)
    ]


BY_METAVAR: dict[str, Completer] = {
    "POLICY": policies,
    "STAGE": stages,
    "ENVIRONMENT": environments,
    "FORMAT[=FILE]": formats,
    "FILE": paths,
    "FOLDER": paths,
    "PATH": paths,
}
"""How the values of options go on, by what their help calls them."""


def _formats(ctx: click.Context) -> tuple[str, ...]:
    if ctx.params.get("calendar"):
        from deploylint.cli.calendaroptions import FORMATS

        return FORMATS
    if ctx.command.name == "check":
        from deploylint.cli.output import FORMATS as ALL

        return ALL
    module = import_module(getattr(ctx.command.callback, "__module__", __name__))
    known: tuple[str, ...] = getattr(module, "FORMATS", ("text", "json"))
    return known


def _beginning(words: Iterable[str], incomplete: str) -> list["CompletionItem[str]"]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def _files(endings: str) -> "CompletionItem[str]":
    return CompletionItem("", type="file", help=endings)
