"""How many verdicts on migrations fail over the last releases of a real project.

    python -m tests.benchmarks.noise REPOSITORY [RELEASES] [COMMITS] [RULE,RULE...]

Each pair of tagged versions, one after the other in the history, is a release. Where there are too
few, pre-releases count, then versions of other branches, then any tags of the history; where there
are too few tags, stretches of COMMITS commits do (40): what they change need not be released. The
rules are those of `production` that files of
migrations alone decide, or those that are named. Every failing verdict is printed with the findings
that make it fail, to be read: would a maintainer agree? The table at the end has, for each rule,
how many releases with migrations fail, and how many findings make them fail.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise

from deploylint.collect.git import Git
from deploylint.collect.lastrelease import Asked, look_back
from deploylint.collect.migrationfiles import added
from deploylint.collect.release import read_release
from deploylint.collect.tags import read_tags
from deploylint.collect.trees import CommitTree
from deploylint.engine import evaluate, open_case, prepare
from deploylint.facts.clock import Basis, Clock
from deploylint.facts.migrations import Migrations
from deploylint.load.policy import load_policy
from deploylint.load.settings import Settings, load_settings
from deploylint.model.plan import nothing_planned
from deploylint.model.policy import Stage
from deploylint.model.report import Item
from deploylint.model.verdict import Status
from deploylint.registry import BoundRule, bind, module_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
POLICY = "deploylint:production"
MORE = re.compile(r", and (\d+) more problems?$")
SHOWN = 12
HEAD = ("rule", "releases with migrations", "fail", "failing findings")

FINAL = re.compile(r"^\D{0,20}(\d+\.\d+\.\d+)$")
"""A version that is no pre-release, with whatever before it."""

Ends = list[tuple[str, str]]
Ranges = list[tuple[str, str, str]]


def ranges(git: Git, number: int, step: int) -> Ranges:
    """Return the last pairs of versions; without tags, stretches of `step` commits."""
    ends = next((one for one in tagged(git) if len(one) > number), None)
    if ends is None:
        log = git.ask("rev-list", "--first-parent", f"--max-count={number * step + 1}", "HEAD")
        ends = [(one[:9], one) for one in reversed(log.split()[::step])]
    return [(a[1], b[1], f"{a[0]}..{b[0]}") for a, b in pairwise(ends[-number - 1 :])]


def tagged(git: Git) -> Iterator[Ends]:
    """Yield tags with their commits, first those that are releases for certain."""
    tags = read_tags(git)
    versions = look_back(git, tags, read_release(git, None, None), Asked(version="")).versions
    yield [(one.tag.name, one.tag.commit) for one in versions if not one.version.prerelease]
    yield [(one.tag.name, one.tag.commit) for one in versions]
    finals = [(found[1], one) for one in tags if (found := FINAL.search(one.name))]
    finals.sort(key=lambda one: tuple(map(int, one[0].split("."))))
    yield [(one.name, one.commit) for _, one in finals]
    times = {one.commit: one for one in tags}
    log = git.ask("rev-list", "--topo-order", "--reverse", "HEAD").split()
    yield [(times[one].name, one) for one in log if one in times]


def rules_by_files(named: Iterable[str]) -> tuple[BoundRule, ...]:
    """Return the rules that files of migrations alone decide, or those of them that are named."""
    wanted = frozenset(named)
    return tuple(
        one
        for one in bind(load_policy(POLICY).rules)
        if one.rule.check is not None
        and getattr(module_of(one.rule.check), "BY_FILES", False)
        and (not wanted or one.rule.id in wanted)
    )


def judged(found: Migrations, rules: tuple[BoundRule, ...]) -> tuple[Item, ...]:
    """Return the verdicts on the migrations of one release."""
    clock = Clock(now=NOW, at=NOW, basis=Basis.NOW)
    case = open_case(nothing_planned(), {Clock: clock, Migrations: found})
    return evaluate(prepare(rules, tuple(Stage)), case)


def failing(item: Item) -> int:
    """Return how many findings make a verdict fail: they come first, notes after them."""
    more = MORE.search(item.reason)
    return 1 + int(more[1]) if more else 1


def show(item: Item, name: str, number: int) -> None:
    """Print a failing verdict with what makes it fail."""
    print(f"\n{name} {item.rule} ({number} migrations)")
    fails = failing(item)
    for finding in item.findings[: min(fails, SHOWN)]:
        print(f"  {finding.at}: {finding.message}")
    if fails > SHOWN:
        print(f"  and {fails - SHOWN} more")


def count(
    root: str, settings: Settings, wanted: Ranges, rules: tuple[BoundRule, ...]
) -> Counter[str]:
    """Judge each release, print what fails, and return how often what was seen."""
    git = Git(root)
    counts: Counter[str] = Counter()
    for old, new, name in wanted:
        found = added(CommitTree(git, new), CommitTree(git, old), settings.migrations)
        number = len(found.in_release)
        counts["migrations"] += number
        counts["releases with migrations"] += number > 0
        if not number and not found.rewritten:
            continue
        for item in judged(found._replace(since=name), rules):
            if item.status is Status.FAIL:
                counts[item.rule] += 1
                counts[f"{item.rule} findings"] += failing(item)
                show(item, name, number)
    return counts


def main(root: str, number: int, step: int, named: Iterable[str]) -> None:
    """Print every failing verdict, then how many there were."""
    rules, settings = rules_by_files(named), load_settings(root)
    wanted = ranges(Git(root), number, step)
    start = time.perf_counter()
    counts = count(root, settings, wanted, rules)
    seconds = time.perf_counter() - start
    released = counts["releases with migrations"]
    print(f"\n{counts['migrations']} migrations in {released} of {len(wanted)} releases, ", end="")
    print(f"{seconds:.1f} s\n| {' | '.join(HEAD)} |\n| --- | ---: | ---: | ---: |")
    for one in rules:
        name = one.rule.id
        print(f"| {name} | {released} | {counts[name]} | {counts[f'{name} findings']} |")


if __name__ == "__main__":
    asked = sys.argv[2:] + ["20", "40", ""][len(sys.argv) - 2 :]
    main(sys.argv[1], int(asked[0]), int(asked[1]), filter(None, asked[2].split(",")))
