"""Samples of what no kind of evidence here is: named as any of them, they are refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.errors import UserError
from deploylint.formats.budgetreport import read_budgets
from deploylint.formats.ciruns import read_builds
from deploylint.formats.coveragereport import read_coverage
from deploylint.formats.issuelist import read_issues
from deploylint.formats.releasedata import read_releases
from deploylint.formats.reviewdata import read_reviews
from deploylint.formats.run import read_run
from deploylint.formats.scanreport import read_scan
from deploylint.formats.testreport import read_tests
from deploylint.formats.vex import read_vex
from tests.evidence.judging import SAMPLES, judge, outcome

FOLDERS = (
    *("alertmanager", "attestation", "backup", "dotenv"),
    *("ical", "migrations", "prometheus", "tls"),
)
FOREIGN = sorted(path for name in FOLDERS for path in (SAMPLES / name).iterdir())
READERS = (
    *(read_tests, read_coverage, read_scan, read_vex, read_budgets),
    *(read_reviews, read_builds, read_issues, read_releases, read_run),
)


def name_of(path: Path) -> str:
    return str(path.relative_to(SAMPLES))


@pytest.mark.parametrize("path", FOREIGN, ids=name_of)
@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_no_reader_takes_it_for_its_own(path: Path, read: Callable[[bytes, str], object]) -> None:
    with pytest.raises(UserError):
        read(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", FOREIGN, ids=name_of)
def test_no_tick_stands_beside_it(tmp_path: Path, path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "report").write_bytes(path.read_bytes())
    ticked = [{"id": "the-rule", "status": "pass"}]
    plan = {"evidence": {"tests": "report"}, "checklist": ticked}
    assert outcome(judge(folder, "tests-pass", plan=plan)) == "fail error"
