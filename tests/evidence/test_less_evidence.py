"""Taking away evidence that plan or settings name never turns a failure into a pass.

The rule is ticked `pass` in the checklist each time: no tick makes up for what is gone.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from deploylint.model.verdict import Assurance, Status
from tests.evidence.damages import (
    COMMITTABLE,
    OF_A_RECORDED_FILE,
    OF_THE_FILE,
    Damage,
    delete,
    delete_record,
    good_file,
    older_copy,
)
from tests.evidence.placing import BOTH, Placed, judged, outside_ci, papers, place, release
from tests.evidence.repository import Repository
from tests.evidence.situations import SITUATIONS, Situation
from tests.program import run

RECORDED = {name: one for name, one in SITUATIONS.items() if one.command is not None}
DATED = {name: one for name, one in SITUATIONS.items() if one.dated}
LAID = [
    *(pytest.param(one, True, id=f"{name}-recorded") for name, one in RECORDED.items()),
    *(pytest.param(one, False, id=name) for name, one in DATED.items()),
]
"""Each situation, with the record of its run and without, where it counts without one."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    with outside_ci():
        yield release(tmp_path_factory.mktemp("template") / "repo")


def laid(
    template: Repository, folder: Path, situation: Situation, *, good: bool, recorded: bool
) -> Placed:
    """Return the situation in a repository of its own."""
    folder.mkdir(exist_ok=True)
    placed = place(template, folder, situation)
    placed.lay(good=good, recorded=recorded)
    return placed


def outcome(placed: Placed, *, named: tuple[str, ...] = BOTH, tick: bool = True) -> str:
    """Return what is said of the rule, with the exit code; nobody is asked to report a bug."""
    item, code = judged(placed, named=named, tick=tick)
    assert "please report it" not in item.reason
    detail = item.cause if item.cause is not None else item.assurance and item.assurance.label
    return f"{item.status} {detail} {code}"


def survivors(
    template: Repository, folder: Path, situation: Situation, *, good: bool, recorded: bool
) -> Mapping[str, str]:
    """Return the damages after which the rule does not fail, or the exit code is not 1."""
    found = {}
    for name, damage in damages(situation, recorded=recorded):
        placed = laid(template, folder / name, situation, good=good, recorded=recorded)
        damage(placed)
        placed.settle()
        said = outcome(placed)
        if not (said.startswith("fail ") and said.endswith(" 1")):
            found[name] = said
    return found


def damages(situation: Situation, *, recorded: bool) -> Iterator[tuple[str, Damage]]:
    of_the_record = OF_A_RECORDED_FILE if recorded else {}
    for name, damage in {**OF_THE_FILE, **of_the_record}.items():
        if not situation.committed or name in COMMITTABLE:
            yield name, damage


@pytest.mark.parametrize(("situation", "recorded"), LAID)
def test_the_situations_pass_and_fail(
    template: Repository, tmp_path: Path, situation: Situation, recorded: bool
) -> None:
    good = laid(template, tmp_path / "good", situation, good=True, recorded=recorded)
    bad = laid(template, tmp_path / "bad", situation, good=False, recorded=recorded)
    assert outcome(good, tick=False) in ("pass bound 0", "pass evidenced 0")
    assert outcome(bad, tick=False) in ("fail violated 1", "fail stale 1")
    assert outcome(bad) == outcome(bad, tick=False)


@pytest.mark.parametrize(("situation", "recorded"), LAID)
def test_evidence_that_fails_is_not_mended_by_taking_it_away(
    template: Repository, tmp_path: Path, situation: Situation, recorded: bool
) -> None:
    assert survivors(template, tmp_path, situation, good=False, recorded=recorded) == {}


@pytest.mark.parametrize(("situation", "recorded"), LAID)
def test_evidence_that_passes_does_not_outlive_its_damage(
    template: Repository, tmp_path: Path, situation: Situation, recorded: bool
) -> None:
    assert survivors(template, tmp_path, situation, good=True, recorded=recorded) == {}


@pytest.mark.parametrize("situation", RECORDED.values(), ids=RECORDED)
def test_a_good_report_under_the_record_of_a_failed_run_is_caught(
    template: Repository, tmp_path: Path, situation: Situation
) -> None:
    placed = laid(template, tmp_path, situation, good=False, recorded=True)
    good_file(placed)
    assert outcome(placed).startswith("fail ")


@pytest.mark.parametrize("situation", RECORDED.values(), ids=RECORDED)
def test_a_failure_is_not_mended_by_deleting_its_record(
    template: Repository, tmp_path: Path, situation: Situation
) -> None:
    placed = laid(template, tmp_path, situation, good=False, recorded=True)
    assert outcome(placed).startswith("fail ")
    delete_record(placed)
    assert outcome(placed).startswith("fail ")


@pytest.mark.parametrize("situation", RECORDED.values(), ids=RECORDED)
def test_evidence_of_another_commit_is_not_mended_by_deleting_its_record(
    template: Repository, tmp_path: Path, situation: Situation
) -> None:
    """Reports that say themselves when they were made may be older: then they stay so."""
    placed = laid(template, tmp_path, situation, good=True, recorded=True)
    older_copy(placed)
    assert outcome(placed) == "fail stale 1"
    delete_record(placed)
    old = placed.file.read_bytes().replace(b"2026-11-24T", b"2026-10-24T")
    placed.file.write_bytes(old.replace(placed.repo.head.encode(), b"e" * 40))
    assert outcome(placed).startswith("fail ")


@pytest.mark.parametrize("situation", RECORDED.values(), ids=RECORDED)
def test_a_pass_proves_no_more_without_its_record(
    template: Repository, tmp_path: Path, situation: Situation
) -> None:
    placed = laid(template, tmp_path, situation, good=True, recorded=True)
    before, _ = judged(placed, tick=False)
    assert before.assurance is Assurance.BOUND
    delete_record(placed)
    after, _ = judged(placed, tick=False)
    own = placed.repo.head.encode() in placed.file.read_bytes()
    expected = Assurance.BOUND if own else Assurance.EVIDENCED if situation.dated else None
    assert (after.assurance if after.status is Status.PASS else None) is expected


@pytest.mark.parametrize("named", [pytest.param((one,), id=one) for one in BOTH])
@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_either_place_that_names_evidence_demands_it(
    template: Repository, tmp_path: Path, situation: Situation, named: tuple[str, ...]
) -> None:
    placed = laid(template, tmp_path, situation, good=False, recorded=True)
    assert outcome(placed, named=named).startswith("fail ")
    delete(placed)
    delete_record(placed)
    placed.settle()
    assert outcome(placed, named=named).startswith("fail ")


@pytest.mark.parametrize("situation", RECORDED.values(), ids=RECORDED)
def test_a_file_that_is_gone_is_missed_by_its_pattern(
    template: Repository, tmp_path: Path, situation: Situation
) -> None:
    """Another file that passes matches as well; what was recorded has to be there too."""
    pattern = f"{situation.path.rpartition('/')[0]}/*"
    beside = dict.fromkeys(situation.beside, (None, b"built\n"))
    one = situation._replace(beside=beside)
    placed = laid(template, tmp_path, one, good=False, recorded=True)
    placed = placed._replace(situation=one._replace(path=pattern))
    assert outcome(placed).startswith("fail ")
    (placed.repo.path / situation.path).unlink()
    assert outcome(placed).startswith("fail ")


@pytest.mark.parametrize("damage", OF_THE_FILE.values(), ids=OF_THE_FILE)
def test_an_artifact_that_is_listed_is_missed(
    template: Repository, tmp_path: Path, damage: Damage
) -> None:
    situation = SITUATIONS["checksums"]
    placed = laid(template, tmp_path, situation, good=True, recorded=True)
    listed = placed._replace(situation=situation._replace(path="dist/app.whl"))
    damage(listed)
    assert outcome(placed).startswith("fail ")


REAL = [
    pytest.param("junit", "deleted", id="tests"),
    pytest.param("trivy", "link-out", id="scan"),
    pytest.param("ci-run", "pipe", id="build"),
    pytest.param("bugs", "truncated", id="bugs"),
    pytest.param("pull-request", "directory", id="review"),
    pytest.param("changelog-entry", "deleted", id="changelog"),
]


@pytest.mark.parametrize(("name", "damage"), REAL)
def test_the_real_program_says_so_too(
    template: Repository, tmp_path: Path, name: str, damage: str
) -> None:
    placed = laid(template, tmp_path, SITUATIONS[name], good=False, recorded=True)
    policy, plan = papers(placed)
    command = ("check", str(plan), "--policy", str(policy), "--now", "2026-11-24T10:30:00+01:00")
    assert run(*command, cwd=placed.repo.path).code == 1
    OF_THE_FILE[damage](placed)
    placed.settle()
    result = run(*command, cwd=placed.repo.path)
    assert (result.code, result.err) == (1, "")
    assert '"the-rule" says pass: the evidence ' in result.out
