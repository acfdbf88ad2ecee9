"""Whether a version is above those that are tagged, and its step fits the changes."""

from typing import NamedTuple

from deploylint.evidence.changelogs import of_version, sections
from deploylint.evidence.changelogweight import weigh_changelogs
from deploylint.evidence.since import Compared, compared, remarks
from deploylint.evidence.steps import Asking, asking, step_notes, step_problems
from deploylint.evidence.versions import (
    base_of,
    manifest_evidence,
    manifest_problems,
    order_problems,
)
from deploylint.evidence.weigh import together
from deploylint.facts.changelog import Changelogs
from deploylint.facts.changes import Changes
from deploylint.facts.manifests import Manifests
from deploylint.facts.release import Release
from deploylint.model.plan import Plan
from deploylint.model.semver import SemVer
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Assurance, Evidence, Finding, Verdict, failed, passed


class History(NamedTuple):
    """What a repository shows of the versions before; `step` says whether the step is judged."""

    changes: Changes
    release: Release
    changelogs: Changelogs | None
    manifests: Manifests | None
    step: bool


def judge(plan: Plan, version: SemVer, said: Verdict, history: History) -> Verdict:
    """Return what the repository shows; `said` is what the plan alone shows."""
    changes, manifests = history.changes, history.manifests
    asked = _asking(plan, changes, history.changelogs) if history.step else None
    problems = [
        *order_problems(plan, version, changes, history.release),
        *(step_problems(plan, (base_of(version, changes), version), asked) if asked else ()),
        *(manifest_problems(plan, version, manifests) if manifests else ()),
    ]
    if problems:
        return failed(together(problems), *problems)
    found = compared(changes, plan)
    if isinstance(found, Verdict):
        return _first(plan, said, history.release)
    unclear = said.cause is not None and real(plan.previous_version)
    stating = manifest_evidence(manifests) if manifests else ()
    return said if unclear else _as_seen(plan, version, found, asked, stating)


def _asking(plan: Plan, changes: Changes, changelogs: Changelogs | None) -> Asking:
    """Return what the commits after the last release and the changelog ask for."""
    known = sections(weigh_changelogs(changelogs)) if changelogs else ()
    section = next(iter(of_version(known, plan.version)), None)
    return asking(changes.commits, section)


def _first(plan: Plan, said: Verdict, release: Release) -> Verdict:
    """Return what the plan says where no earlier version is tagged."""
    missing = f"no earlier version is tagged in the history of {release.short}"
    note = Finding(missing, plan.where("version"))
    return said._replace(reason=f"{said.reason}; {missing}", findings=(*said.findings, note))


def _as_seen(
    plan: Plan,
    version: SemVer,
    found: Compared,
    asked: Asking | None,
    others: tuple[Evidence, ...],
) -> Verdict:
    """Say that the repository shows it."""
    base = base_of(version, found.changes)
    fits = _fits(found, asked) if asked and base else ""
    places = [plan.where(key) for key in ("version", "previous_version") if key in plan.data]
    return passed(
        f"{plan.version} is a semantic version above {found.since.name}{fits}",
        *remarks(found, plan),
        *(step_notes(plan, (base, version), asked) if asked else ()),
        evidence=(*stated(*places), *found.evidence, *others),
        assurance=Assurance.BOUND,
    )


def _fits(found: Compared, asked: Asking) -> str:
    if asked.asked:
        return f", which fits the {found.commits} since then"
    return f"; no type is named by the {found.commits} since then" if found.work else ""
