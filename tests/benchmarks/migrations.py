"""How well and how fast migrations are judged, on checkouts or bare repositories of projects.

    python -m tests.benchmarks.migrations labels alembic PATH LABELS.json
    python -m tests.benchmarks.migrations speed alembic PATH
    python -m tests.benchmarks.migrations survey PATH...
    python -m tests.benchmarks.migrations fails PATH...

`labels` judges each migration as a release of its own and compares that with what happened when it
was applied, taken back and applied again: precision and recall, each false alarm and each miss.
The label of a file or folder is a text or `{"class": text}`. `speed` reads a project three times.
`survey` reads everything in several projects and says how much of it cannot be read, and why;
`fails` lists what would fail a rule, each group of migrations judged as a release of its own.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deploylint.facts.migrations import Migration, Server
from deploylint.facts.operations import Does, Operation
from deploylint.migrations.analysis.problem import Problem, Weight
from deploylint.migrations.analysis.reverse import Situation, reversal_problems
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.project import Project
from deploylint.migrations.reading import confirmed, find_projects, read_project
from deploylint.migrations.registry import reader
from deploylint.model.migrationtools import Framework
from tests.benchmarks.migrationfiles import Files, labels_in

POSITIVE = ("residual", "down_err", "redo_err")
LEFT_OUT = ("merge", "up_err")
SHOWN = 8


class Read(NamedTuple):
    """What was read of a repository, and in how many seconds."""

    projects: tuple[Project, ...]
    migrations: tuple[Migration, ...]
    seconds: float

    @property
    def operations(self) -> list[Operation]:
        return [
            operation
            for one in self.migrations
            for script in (one.up, one.down)
            if script is not None
            for operation in script.operations
        ]


def read(files: Files, framework: Framework | None = None) -> Read:
    """Find and read all migrations of a framework, or of all."""
    begin = time.perf_counter()
    paths = files.paths
    found = reader(framework).detect(paths) if framework else find_projects(paths, ())
    searching = time.perf_counter() - begin
    texts = files.texts({path for one in found for path in (*one.files, *one.context)})
    begin = time.perf_counter()
    projects = confirmed(found, texts)
    migrations = tuple(
        one for project in projects for one in read_project(project, texts, project.files)
    )
    return Read(projects, migrations, searching + time.perf_counter() - begin)


def alone(migration: Migration) -> tuple[Problem, ...]:
    """Judge a migration as a release of its own."""
    return reversal_problems(Scope((migration,), Server()), Situation())


def groups(migrations: Iterable[Migration]) -> Iterable[tuple[Migration, ...]]:
    """Return migrations that are one change together."""
    found: dict[tuple[str, str, str], list[Migration]] = {}
    for one in migrations:
        key = (one.framework.value, one.project, one.group or one.version)
        found.setdefault(key, []).append(one)
    return [tuple(members) for members in found.values()]


def together(members: Sequence[Migration]) -> tuple[Problem, ...]:
    """Judge the migrations of a group as a release of its own."""
    return reversal_problems(Scope(members, Server()), Situation())


def label_of(migration: Migration, labels: dict[str, str]) -> str | None:
    names = [part for path in migration.files for part in path.split("/")[-2:]]
    return next((labels[name] for name in names if name in labels), None)


class Score:
    """How often problems of one kind were right."""

    def __init__(self) -> None:
        self.right: list[str] = []
        self.wrong: list[str] = []

    def row(self, name: str, positives: int) -> str:
        hits, all_ = len(self.right), len(self.right) + len(self.wrong)
        precision = f"{100 * hits / all_:5.1f} %" if all_ else "      -"
        recall = f"{100 * hits / positives:5.1f} %" if positives else "      -"
        return f"{name:22} {all_:6} {hits:6} {precision:>10} {recall:>10}"


def compare(framework: Framework, path: str, label_file: str) -> None:
    """Print precision and recall of "does not round-trip"."""
    labels = labels_in(label_file)
    migrations = read(Files(path), framework).migrations
    scores: dict[str, Score] = {"all": Score()}
    missed, counted, positives = [], 0, 0
    notes: list[str] = []
    for one in migrations:
        label = label_of(one, labels)
        if label is None or label in LEFT_OUT:
            continue
        counted += 1
        positive = label in POSITIVE
        positives += positive
        problems = alone(one)
        fails = [problem for problem in problems if problem.weight is Weight.FAIL]
        for code in {"all"} | {problem.code.value for problem in fails} if fails else ():
            score = scores.setdefault(code, Score())
            told = "\n      ".join(f"{problem.code}: {problem.message}" for problem in fails)
            (score.right if positive else score.wrong).append(f"{label}: {one.name}\n      {told}")
        if positive and not fails:
            said = "\n      ".join(f"({p.code}, {p.weight}: {p.message})" for p in problems)
            missed.append(f"{label}: {one.name}\n      {said or '(nothing is told)'}")
        elif not positive:
            notes += [f"{problem.code}, {problem.weight}" for problem in problems]
    print(f"{framework}: {counted} labelled migrations, {positives} of them do not round-trip\n")
    print(f"{'':22} {'told':>6} {'right':>6} {'precision':>10} {'recall':>10}")
    for code, score in scores.items():
        print(score.row(code, positives))
    listing("False alarms", scores["all"].wrong)
    listing("Missed", missed)
    counts = Counter(note for note in notes if not note.endswith("fail"))
    listing("Told besides of those that round-trip", [f"{n} {what}" for what, n in counts.items()])


def listing(title: str, rows: Sequence[str]) -> None:
    print(f"\n{title} ({len(rows)}):")
    for row in rows:
        print(f"  - {row}")


def speed(framework: Framework, path: str) -> None:
    """Print files and statements per second, the best of three readings."""
    files = Files(path)
    best = min((read(files, framework) for _ in range(3)), key=lambda one: one.seconds)
    begin = time.perf_counter()
    for one in best.migrations:
        alone(one)
    judging = time.perf_counter() - begin
    count = sum(len(project.files) for project in best.projects)
    statements = len(best.operations)
    print(
        f"{framework}: {count} files, {statements} operations; read in {best.seconds:.3f} s: "
        f"{count / best.seconds:.0f} files/s, {statements / best.seconds:.0f} operations/s; "
        f"judged in {judging:.3f} s"
    )
    print(opaque_row(best.operations))


def opaque_row(operations: Iterable[Operation]) -> str:
    known = list(operations)
    reasons = Counter(one.why or "" for one in known if one.does is Does.OPAQUE)
    opaque = sum(reasons.values())
    share = 100 * opaque / len(known) if known else 0
    rows = [f"    {n:5} {why}" for why, n in reasons.most_common(SHOWN)]
    return "\n".join([f"  {opaque} of {len(known)} operations are opaque ({share:.1f} %)", *rows])


def survey(paths: Sequence[str]) -> None:
    """Print what was read of each project, by framework."""
    for path in paths:
        files = Files(path)
        print(f"{path}: {len(files.paths)} files")
        whole = read(files)
        for framework in dict.fromkeys(one.framework for one in whole.projects):
            projects = [one for one in whole.projects if one.framework is framework]
            migrations = [one for one in whole.migrations if one.framework is framework]
            part = Read(tuple(projects), tuple(migrations), whole.seconds)
            count = sum(len(one.files) for one in projects)
            print(f" {framework}: {len(projects)} projects, {count} files, ", end="")
            print(f"{len(migrations)} migrations; all read in {whole.seconds:.2f} s")
            print(opaque_row(part.operations))
            codes = Counter(
                f"{problem.code} ({problem.weight})"
                for members in groups(migrations)
                for problem in together(members)
            )
            print("  " + ", ".join(f"{n} {code}" for code, n in codes.most_common()))


def fails(paths: Sequence[str]) -> None:
    """Print each problem that fails a rule."""
    for path in paths:
        for members in groups(read(Files(path)).migrations):
            for problem in together(members):
                if problem.weight is Weight.FAIL:
                    print(f"{problem.code}: {problem.message}\n    {problem.at}  {problem.also}")


def main(arguments: Sequence[str]) -> None:
    match list(arguments):
        case ["labels", framework, path, labels]:
            compare(Framework(framework), path, labels)
        case ["speed", framework, path]:
            speed(Framework(framework), path)
        case ["survey", *paths] if paths:
            survey(paths)
        case ["fails", *paths] if paths:
            fails(paths)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
