"""What `deploylint migrations` does, once its arguments are read."""

import os
import sys
from datetime import datetime
from typing import Any

from deploylint.cli.defaults import settings_policy
from deploylint.cli.github import with_collected
from deploylint.cli.migrations import FORMATS, OWN_FORMATS
from deploylint.cli.output import Output, parse_outputs, style_for, write_in_style, write_outputs
from deploylint.cli.planfiles import nothing_planned
from deploylint.cli.reading import for_machines, tell_readers
from deploylint.collect.clock import system_now
from deploylint.collect.git import has_repository
from deploylint.collect.migrationswork import read_all, read_work_tree
from deploylint.decision import Decision, ExitCode, count, decide, evaluated, exit_code, weighed
from deploylint.engine import evaluate, open_case, prepare
from deploylint.errors import UserError
from deploylint.facts.clock import Basis, Clock
from deploylint.facts.migrations import Migrations
from deploylint.load.library import PREFIX
from deploylint.load.policy import load_policy
from deploylint.load.settings import Settings, load_settings
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.outline import outline
from deploylint.model.location import Location
from deploylint.model.migrationsreport import MigrationsReport
from deploylint.model.plan import Strategy
from deploylint.model.policy import Action, Policy, Stage
from deploylint.model.report import Report
from deploylint.registry import BoundRule, bind, module_of
from deploylint.report.style import Style

DEFAULT_POLICY = f"{PREFIX}production"


def judge_migrations(path: str, options: dict[str, Any]) -> ExitCode:
    """Judge the migrations in `path`, write the answer, and return the exit code.

    Raises UserError when nothing can be judged.
    """
    outputs = with_collected(parse_outputs(options["outputs"], FORMATS))
    style = style_for(sys.stdout, verbose=options["verbose"], quiet=options["quiet"])
    try:
        return _judged(path, options, outputs, style)
    except UserError as error:
        tell_readers(error, outputs, style)
        raise


def _judged(
    path: str, options: dict[str, Any], outputs: tuple[Output, ...], style: Style
) -> ExitCode:
    settings, folder = _surroundings(path)
    policy, rules = rules_by_files(options["policy"], settings)
    found = _found(settings, folder, options)
    report = _report(found, policy, rules, options)
    answer = MigrationsReport(
        folder=path,
        since=found.since,
        earlier=len(found.earlier),
        migrations=outline(Scope(found.in_release, found.server)),
        report=report,
    )
    shared = tuple(output for output in outputs if output.format not in OWN_FORMATS)
    if shared:
        reader = for_machines(style, shared, settings.root, policy)
        write_outputs(iter([_placed(answer)]), shared, reader)
    own = tuple(output for output in outputs if output.format in OWN_FORMATS)
    write_in_style("migrations", answer, own, style)
    return _code(found, report, exit_zero=options["exit_zero"])


def _placed(answer: MigrationsReport) -> Report:
    """Return the judgement with a place for what has none: the first of the migrations."""
    files = (file for migration in answer.migrations for file in migration.files)
    plan = answer.report.plan
    return answer.report._replace(plan=plan._replace(at=Location(next(files, answer.folder), 1, 1)))


def _found(settings: Settings, folder: str, options: dict[str, Any]) -> Migrations:
    compared = has_repository(settings.root) and not options["every"]
    if compared:
        return read_work_tree(settings, folder, options["base"])
    if options["base"]:
        why = "--all judges every migration" if options["every"] else "there is no git repository"
        raise UserError(f"{why}, so there is nothing to compare with --base")
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


def rules_by_files(named: str | None, settings: Settings) -> tuple[Policy, tuple[BoundRule, ...]]:
    """Return the rules of the policy that files alone decide; those of production by default.

    Raises UserError when the policy that is asked for has none.
    """
    policy = load_policy(named or settings_policy(settings))
    rules = tuple(rule for rule in bind(policy.rules) if _is_by_files(rule))
    if not rules and named is not None:
        raise UserError(f"the policy {named} has no rule that files of migrations alone decide")
    if not rules:
        policy = load_policy(DEFAULT_POLICY)
        rules = tuple(rule for rule in bind(policy.rules) if _is_by_files(rule))
    return policy, rules


def _is_by_files(bound: BoundRule) -> bool:
    check = bound.rule.check
    return check is not None and bool(getattr(module_of(check), "BY_FILES", False))


def _report(
    found: Migrations, policy: Policy, rules: tuple[BoundRule, ...], options: dict[str, Any]
) -> Report:
    simulated: datetime | None = options["now"]
    now = simulated or system_now()
    clock = Clock(now=now, at=now, basis=Basis.NOW, simulated=simulated is not None)
    strategy = Strategy(options["strategy"]) if options["strategy"] else None
    plan = nothing_planned(strategy)
    case = open_case(plan, {Clock: clock, Migrations: found})
    items = weighed(evaluate(prepare(rules, tuple(Stage)), case), strict=options["strict"])
    decision = decide(items, strict=options["strict"])
    if _compared(found) and not evaluated(items):
        # that nothing was added since a commit is an answer, and a good one
        decision = Decision(Action.GO, blocked=False)
    return Report(
        plan=plan,
        policy=policy.name,
        policy_files=policy.files,
        policy_digest=policy.digest,
        now=now,
        at=now,
        basis=clock.basis.value,
        timezone=None,
        simulated=clock.simulated,
        stages=tuple(Stage),
        decision=decision.action,
        blocked=decision.blocked,
        counts=count(items, strict=options["strict"]),
        items=items,
        valid_until=decision.valid_until,
        assumptions=(found.why_unknown,) if found.why_unknown else (),
    )


def _compared(found: Migrations) -> bool:
    """Say whether the migrations were compared with a commit that is meant to be the one before."""
    return found.since is not None and found.why_unknown is None


def _code(found: Migrations, report: Report, *, exit_zero: bool) -> ExitCode:
    code = exit_code(report)
    if code is ExitCode.NOTHING and _compared(found):
        return ExitCode.COMPLIANT
    return ExitCode.COMPLIANT if exit_zero and code is ExitCode.BLOCKED else code
