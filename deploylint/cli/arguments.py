"""The options of `deploylint check`, and reading them without click where that is simple.

Click takes 16 ms of a start-up of 60, on a command that hooks run over and over. So the options
stand in one table: click builds its command from it (`check.py`), and `read_simple` reads what is
plainly right. Whatever it does not know for sure (a mistake, `--help`, joined short options, a
value that begins with a hyphen) it leaves to click. A property test compares the two.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from deploylint.load.values import parse_instant
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.windows import OnCall

POLICY_HELP = (
    "A policy file, or deploylint:NAME for a shipped one. Default: the settings', else"
    " deploylint:essential."
)
STAGE_HELP = (
    "Judge the rules of these stages (pre-deploy, build, staging, production, verify, close, or"
    " all); may be repeated. Default: all up to and including production."
)
OUTPUT_HELP = (
    "text, json, yaml, sarif, junit, github, gitlab, markdown or html, to standard output or to a"
    " file; may be repeated. Default: text."
)


MOST_JOBS = 256


class Option(NamedTuple):
    """One option: a flag without `metavar` and `choices`, else it takes a value.

    `many` collects the values of repetitions; otherwise the last one counts. `parse` turns a value
    into a type and raises ValueError with a sentence.
    """

    key: str
    names: tuple[str, ...]
    help: str
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    many: bool = False
    parse: Callable[[str], Any] | None = None

    @property
    def flag(self) -> bool:
        """Say whether it stands alone."""
        return self.metavar is None and not self.choices


def parse_jobs(text: str) -> int:
    """Return a number of processes; `auto` is that of the CPUs at hand. Raises ValueError."""
    if text == "auto":
        # few say so
        from deploylint.cli.cpus import usable_cpus

        return min(usable_cpus(), MOST_JOBS)
    if text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= MOST_JOBS:
        return int(text)
    raise ValueError(f"`{text}` is no number of processes from 1 to {MOST_JOBS}, nor auto")


def parse_environment(text: str) -> str:
    """Return the name of an environment. Raises ValueError without one."""
    if text.strip():
        return text
    raise ValueError("this names no environment")


def parse_policy(text: str) -> str:
    """Return the name of a policy. Raises ValueError without one: no other shall judge for it."""
    if text.strip():
        return text
    raise ValueError("this names no policy")


POLICY = Option("policy", ("--policy", "-p"), POLICY_HELP, metavar="POLICY", parse=parse_policy)

CHECK = (
    POLICY,
    Option("stages", ("--stage",), STAGE_HELP, metavar="STAGE", many=True),
    Option(
        "at",
        ("--at",),
        "The moment to judge. Default: the plan's schedule, else now.",
        metavar="INSTANT",
        parse=parse_instant,
    ),
    Option(
        "now",
        ("--now",),
        "Pretend that it is this moment; the report says so.",
        metavar="INSTANT",
        parse=parse_instant,
    ),
    Option(
        "environment",
        ("--environment",),
        "Refuse every plan for another environment, with exit code 2.",
        metavar="ENVIRONMENT",
        parse=parse_environment,
    ),
    Option("gate", ("--gate",), "The deployment is about to start: judge now."),
    Option("no_clock", ("--no-clock",), "Leave out what depends on the time of day."),
    Option(
        "kind",
        ("--type",),
        "Override the plan's type.",
        choices=tuple(kind.value for kind in ChangeType),
    ),
    Option(
        "priority",
        ("--priority",),
        "Override the plan's priority.",
        choices=tuple(priority.value for priority in Priority),
    ),
    Option(
        "on_call",
        ("--on-call",),
        "Is somebody on call? Default: unknown.",
        choices=tuple(answer.value for answer in OnCall),
    ),
    Option("strict", ("--strict",), "Warnings block, too."),
    Option("exit_zero", ("--exit-zero",), "Exit with 0 even if a plan is blocked."),
    Option("outputs", ("--output", "-o"), OUTPUT_HELP, metavar="FORMAT[=FILE]", many=True),
    Option(
        "changed_since",
        ("--changed-since",),
        "Judge only what changed since the work left this commit, branch or tag; every plan if"
        " that by which they are judged changed.",
        metavar="REF",
    ),
    Option(
        "only_plans",
        ("--only-plans",),
        "Pass over named files without `deployment` at the top, as in a folder; for hooks, which"
        " name whatever changed.",
    ),
    Option(
        "jobs",
        ("--jobs", "-j"),
        "Judge in so many processes; auto for as many as there are CPUs. Default: 1.",
        metavar="N",
        parse=parse_jobs,
    ),
    Option("verbose", ("--verbose", "-v"), "Show all evidence."),
    Option("quiet", ("--quiet", "-q"), "Show failing items and the decision only."),
)


class Simple(NamedTuple):
    """Arguments that could be read without click."""

    plain: tuple[str, ...]
    options: dict[str, Any]


def read_simple(arguments: Iterable[str], table: tuple[Option, ...]) -> Simple | None:
    """Return the arguments as click would read them; None for all that is not plain."""
    named = {name: option for option in table for name in option.names}
    plain: list[str] = []
    found: dict[str, list[Any]] = {option.key: [] for option in table}
    rest = iter(arguments)
    for argument in rest:
        if argument[:1] != "-" or argument == "-":
            plain.append(argument)
            continue
        name, equals, joined = argument.partition("=")
        option = named.get(name)
        if option is None or (equals and (option.flag or name[:2] != "--")):
            return None
        try:
            found[option.key].append(_value(option, joined if equals else None, rest))
        except ValueError:
            return None
    return Simple(tuple(plain), {option.key: _settled(option, found) for option in table})


def _value(option: Option, joined: str | None, rest: Iterable[str]) -> object:
    """Return the value of one use of an option; raise ValueError where click should look."""
    if option.flag:
        return True
    value = next(iter(rest), "-") if joined is None else joined
    if value[:1] == "-" or (option.choices and value not in option.choices):
        raise ValueError(value)
    return value if option.parse is None else option.parse(value)


def _settled(option: Option, found: dict[str, list[Any]]) -> object:
    values = found[option.key]
    if option.many:
        return tuple(values)
    return values[-1] if values else (False if option.flag else None)
