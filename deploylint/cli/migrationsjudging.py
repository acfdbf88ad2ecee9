"""What `deploylint migrations` does, once its arguments are read."""

import os
import sys
from datetime import datetime
from typing import Any

from deploylint.cli.defaults import settings_policy
from deploylint.cli.github import with_collected
from deploylint.cli.migrations import FORMATS, OWN_FORMATS
from deploylint.cli.output import Output, parse_outputs, style_for, write_in_style, write_outputs
from deploylint.cli.overwriting import refuse_inputs, refuse_sources
from deploylint.cli.reading import for_machines, tell_readers
from deploylint.cli.sinks import end_cleanly
from deploylint.collect.clock import read_clock, system_now
from deploylint.collect.git import has_repository
from deploylint.collect.migrationswork import read_all, read_work_tree
from deploylint.decision import ExitCode, exit_code
from deploylint.engine import evaluate, open_case, prepare
from deploylint.errors import UserError
from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Migrations
from deploylint.load.library import PREFIX
from deploylint.load.policy import load_policy
from deploylint.load.settings import Settings, load_settings
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.outline import outline
from deploylint.model.location import Location
from deploylint.model.migrationsreport import MigrationsReport
from deploylint.model.plan import Plan, Strategy, nothing_planned
from deploylint.model.policy import Condition, Policy, Stage
from deploylint.model.report import Report
from deploylint.registry import BoundRule, bind, module_of
from deploylint.report.style import Style
from deploylint.review import Request, Seen, concluded

COMPARING = {"base": "--base", "before_commit": "--before-commit"}
DEFAULT_POLICY = f"{PREFIX}production"

Ruled = tuple[Policy, tuple[BoundRule, ...]]
"""A policy, and its rules that judge here."""


def judge_migrations(path: str, options: dict[str, Any]) -> ExitCode:
    """Judge the migrations in `path`, write the answer, and return the exit code.

    Raises UserError when nothing can be judged.
    """
    inputs = (path, options["policy"])
    outputs = with_collected(parse_outputs(options["outputs"], FORMATS, inputs))
    style = style_for(sys.stdout, verbose=options["verbose"], quiet=options["quiet"])
    try:
        return _judged(path, options, outputs, style)
    except BaseException as error:
        tell_readers(error, outputs, style)
        raise


def _judged(
    path: str, options: dict[str, Any], outputs: tuple[Output, ...], style: Style
) -> ExitCode:
    if any(output.file is not None for output in outputs):
        end_cleanly()
    settings, folder = _surroundings(path)
    ruled = rules_by_files(options["policy"], settings)
    refuse_sources(outputs, settings, ruled[0])
    found = _found(settings, folder, options)
    request = _request(ruled[0], settings, options)
    report = _report(_plan(path, found, options), found, ruled, request)
    migrations = outline(Scope(found.in_release, found.server))
    named = (file for migration in migrations for file in migration.files)
    refuse_inputs(outputs, (os.path.join(settings.root, file) for file in named))
    answer = MigrationsReport(
        folder=path,
        since=found.since,
        earlier=len(found.earlier),
        migrations=migrations,
        report=report,
    )
    shared = tuple(output for output in outputs if output.format not in OWN_FORMATS)
    if shared:
        reader = for_machines(style, shared, settings.root, ruled[0])
        write_outputs(iter([report]), shared, reader)
    own = tuple(output for output in outputs if output.format in OWN_FORMATS)
    write_in_style("migrations", answer, own, style)
    code = exit_code(report)
    return ExitCode.COMPLIANT if options["exit_zero"] and code is ExitCode.BLOCKED else code


def _found(settings: Settings, folder: str, options: dict[str, Any]) -> Migrations:
    compared = has_repository(settings.root) and not options["every"]
    if compared and options["before_commit"]:
        # only hooks ask what waits to be committed
        from deploylint.collect.migrationscommit import read_before_commit

        return read_before_commit(settings, folder, options["base"])
    if compared:
        return read_work_tree(settings, folder, options["base"])
    named = [name for key, name in COMPARING.items() if options[key]]
    if named:
        why = "--all judges every migration" if options["every"] else "there is no git repository"
        raise UserError(f"{why}, so there is nothing to compare with {named[0]}")
    return read_all(settings, folder)


def _surroundings(path: str) -> tuple[Settings, str]:
    """Return the settings that hold for `path`, and the path relative to their root."""
    if not os.path.lexists(path):
        raise UserError("there is no such file or folder", path)
    whole = os.path.abspath(path)
    settings = load_settings(whole if os.path.isdir(whole) else os.path.dirname(whole))
    if settings.file is None and not has_repository(settings.root):
        here = os.getcwd()
        inside = os.path.commonpath((here, whole)) == here
        settings = settings._replace(root=here if inside else os.path.dirname(whole))
    folder = os.path.relpath(whole, settings.root).replace(os.sep, "/")
    return settings, "" if folder == "." else folder


def rules_by_files(named: str | None, settings: Settings) -> Ruled:
    """Return the rules of the policy that files alone decide; those of production by default.

    Raises UserError when the policy that is asked for has none.
    """
    policy = load_policy(named or settings_policy(settings))
    rules = _by_files(policy)
    if not rules and named is not None:
        raise UserError(f"the policy {named} has no rule that files of migrations alone decide")
    if not rules:
        policy = load_policy(DEFAULT_POLICY)
        rules = _by_files(policy)
    return policy, rules


def _by_files(policy: Policy) -> tuple[BoundRule, ...]:
    """Return the rules that judge here, also those for plans that name migrations."""
    return tuple(
        bound._replace(rule=bound.rule._replace(when=tuple(filter(_asks, bound.rule.when))))
        for bound in bind(policy.rules)
        if _is_by_files(bound)
    )


def _asks(condition: Condition) -> bool:
    """Say whether a condition is one here; that a plan names migrations is none without a plan."""
    return condition.field != "migrations" or "true" not in condition.allowed


def _is_by_files(bound: BoundRule) -> bool:
    check = bound.rule.check
    return check is not None and bool(getattr(module_of(check), "BY_FILES", False))


def _report(plan: Plan, found: Migrations, ruled: Ruled, request: Request) -> Report:
    """Return the judgement; that nothing was added since the commit before is an answer.

    That no rule was for what was added is none.
    """
    policy, rules = ruled
    zone = request.settings.timezone or "UTC"
    clock = read_clock(plan, request.now, None, simulated=request.simulated)
    clock = clock._replace(timezone=zone)
    case = open_case(plan, {Clock: clock, Migrations: found})
    seen = Seen(clock, case, evaluate(prepare(rules, request.stages), case))
    added = found.in_release or found.unreadable or found.untaken
    answered = found.since is not None and found.why_unknown is None and not added
    report = concluded(seen, policy, request, answered=answered)
    assumptions = (found.why_unknown,) if found.why_unknown else ()
    return report._replace(timezone=zone, assumptions=assumptions)


def _request(policy: Policy, settings: Settings, options: dict[str, Any]) -> Request:
    simulated: datetime | None = options["now"]
    return Request(
        policy=policy.name,
        settings=settings,
        stages=tuple(Stage),
        now=simulated or system_now(),
        simulated=simulated is not None,
        strict=options["strict"],
    )


def _plan(path: str, found: Migrations, options: dict[str, Any]) -> Plan:
    """Return what stands for the plan; what has no place is told of the first migration."""
    strategy = Strategy(options["strategy"]) if options["strategy"] else None
    at = found.in_release[0].at if found.in_release else Location(path, 1, 1)
    return nothing_planned(strategy, at)
