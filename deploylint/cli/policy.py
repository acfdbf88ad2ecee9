"""`deploylint policy`: show and check policies."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import click

from deploylint.cli.arguments import POLICY, Option
from deploylint.cli.completionvalues import policies
from deploylint.cli.defaults import settings_policy
from deploylint.cli.manualcommands import PagedGroup
from deploylint.cli.options import add_options
from deploylint.cli.output import complain, print_chunks
from deploylint.cli.policytest import test, verify
from deploylint.cli.windowremarks import window_remarks
from deploylint.collect.clock import system_now
from deploylint.decision import ExitCode
from deploylint.errors import UserError
from deploylint.load.layers import LISTS
from deploylint.load.policy import load_policy
from deploylint.load.policyshape import JUDGES
from deploylint.load.settings import load_settings
from deploylint.load.values import parse_instant
from deploylint.model.location import Location
from deploylint.model.policy import Policy, Rule, Severity, WindowPart
from deploylint.model.policycheck import Remark
from deploylint.model.wording import counted
from deploylint.registry import bind
from deploylint.report.escape import printable
from deploylint.report.policy_yaml import in_policy
from deploylint.report.rules_json import rule_object

NOW = Option(
    "now",
    ("--now",),
    "Look at the windows as if it were this moment.",
    metavar="INSTANT",
    parse=parse_instant,
)


@click.group(name="policy", cls=PagedGroup)
def command() -> None:
    """Show, check and test policies."""


command.add_command(test)
command.add_command(verify)


@command.command(name="check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=policies)
@add_options((NOW,))
@click.option("--strict", is_flag=True, help="Warnings end with exit code 2, too.")
@click.option("--verbose", "-v", is_flag=True, help="Show what is merely worth knowing, too.")
@click.pass_context
def check(ctx: click.Context, /, files: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401  # click's
    """Say whether each policy FILE (or deploylint:NAME) can be used, with all it extends.

    Of its windows it is said what is probably not meant: hours that no rule covers, rules that
    never decide, freezes in the past. Zone and country are those of .deploylint.yaml.
    """
    now: datetime = options["now"] or system_now()
    ctx.exit(check_policies(files, now, strict=options["strict"], verbose=options["verbose"]))


def check_policies(
    files: tuple[str, ...],
    now: datetime,
    *,
    strict: bool = False,
    verbose: bool = False,
    tell: Callable[[UserError], None] = complain,
) -> ExitCode:
    """Say whether each policy can be used, `tell` why one cannot, and return the exit code."""
    settings = load_settings(os.getcwd())
    code = ExitCode.COMPLIANT
    for file in files:
        try:
            policy = _checkable(file)
            bound = bind(policy.rules)
            remarks = (*_without_rules(policy), *window_remarks(policy, settings, now))
        except UserError as error:
            tell(error)
            code = ExitCode.USAGE
        else:
            print_chunks(_verdict(file, policy, len(bound), remarks, verbose=verbose))
            worst = max((remark.level for remark in remarks), default=Severity.INFO)
            if worst >= (Severity.WARNING if strict else Severity.ERROR):
                code = ExitCode.USAGE
    return code


@command.command(name="show")
@click.argument("policy_argument", metavar="[POLICY]", required=False, shell_complete=policies)
@add_options((POLICY,))
@click.option(
    "--origin", is_flag=True, help="Say beside each setting which file and line decided it."
)
def show(policy_argument: str | None, policy: str | None, *, origin: bool) -> None:
    """Print the effective policy, all layers folded."""
    reference = policy_argument or policy or settings_policy(load_settings(os.getcwd()))
    loaded = load_policy(reference)
    print_chunks(_lines(loaded, origin=origin), machines=True)


def _checkable(file: str) -> Policy:
    """Return a policy that states rules, or windows alone. Raises UserErrors for any other."""
    policy = load_policy(file, rules_needed=False)
    return policy if policy.rules or policy.windows else load_policy(file)


def _without_rules(policy: Policy) -> Iterator[Remark]:
    """Note that a policy states windows alone."""
    if policy.windows is not None and not policy.rules:
        yield Remark(
            level=Severity.INFO,
            message="there are no rules: `deploylint window` can use this policy, `check` cannot",
            at=policy.window_parts[0].at,
            hint="if it shall judge plans, extend deploylint:essential or list rules",
        )


def _verdict(
    file: str, policy: Policy, bound: int, remarks: tuple[Remark, ...], *, verbose: bool
) -> Iterator[str]:
    """Yield what is said about one policy: the remarks, and how it is in one line."""
    for remark in remarks:
        if verbose or remark.level > Severity.INFO:
            yield f"{printable(f'{remark.at}: {remark.level.label}: {remark.message}')}\n"
            if remark.hint:
                yield f"  hint: {printable(remark.hint)}\n"
    numbers = {
        level: sum(remark.level is level for remark in remarks)
        for level in (Severity.ERROR, Severity.WARNING)
    }
    found = [counted(number, level.label) for level, number in numbers.items() if number]
    off = len(policy.rules) - bound
    layers = counted(len(policy.files), "layer")
    said = [f"{bound} rules", f"{off} switched off", layers, *found]
    yield f"{printable(file)}: {'' if found else 'fine: '}{', '.join(said)}\n"


def _lines(policy: Policy, *, origin: bool) -> Iterator[str]:
    layers = " <- ".join(file.name for file in reversed(policy.files))
    yield f"# {printable(layers)}\n"
    yield from _setting("policy", policy.name, 0)
    if policy.layer:
        yield from _setting("layer", policy.layer.value, 0)
    yield from _window_lines(policy, origin=origin)
    yield "rules:\n"
    for rule in policy.rules:
        yield f"  {rule.id}:\n"
        for key, value in _settings(rule):
            where = rule.origin.get("judge" if key in JUDGES else key)
            yield from _setting(key, value, 4, where if origin else None)
        if rule.params:
            yield "    with:\n"
        for name, parameter in rule.params.items():
            yield from _setting(name, parameter.value, 6, parameter.at if origin else None)


def _window_lines(policy: Policy, *, origin: bool) -> Iterator[str]:
    """Yield the windows; what the layers say about one list or table is gathered."""
    if policy.window_parts:
        yield "windows:\n"
    gathered: dict[str, list[WindowPart]] = {}
    for part in policy.window_parts:
        gathered.setdefault(part.path[0], []).append(part)
    for key, parts in gathered.items():
        if len(parts[0].path) == 1:
            yield from _setting(key, parts[0].value, 2, parts[0].at if origin else None)
            continue
        yield f"  {key}:\n"
        for part in parts:
            where = part.at if origin else None
            if key in LISTS:
                yield from _entry(part.value, 4, where)
            else:
                yield from _setting(part.path[1], part.value, 4, where)


def _settings(rule: Rule) -> Iterator[tuple[str, Any]]:
    """Yield what a rule says, in the order of the format; what is at its default is left out."""
    data: dict[str, Any] = rule_object(rule)
    yield "title", data["title"]
    for key in ("aliases", "category", "stage", "severity", "on_fail", "assurance"):
        if data[key]:
            yield key, data[key]
    yield (data["judged_by"], rule.check or rule.schema or True)
    if data["when"]:
        yield "when", data["when"]
    for key, default in (("na", "reason"), ("waivable", True), ("locked", False)):
        if data[key] != default:
            yield key, data[key]
    for key in ("disabled", "fix"):
        if data[key]:
            yield key, data[key]


def _setting(key: str, value: object, indent: int, where: Location | None = None) -> Iterator[str]:
    yield from _indented({key: value}, indent, where)


def _entry(value: object, indent: int, where: Location | None) -> Iterator[str]:
    yield from _indented([value], indent, where)


def _indented(value: object, indent: int, where: Location | None) -> Iterator[str]:
    for number, line in enumerate(in_policy(value)):
        comment = f"  # {printable(f'{where.file}:{where.line}')}" if where and not number else ""
        yield f"{' ' * indent if line else ''}{line}{comment}\n"
