"""Vulnerabilities judged by the real program: every sample, records, lockfiles, VEX, ignores."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.judging import judge, outcome, written
from tests.evidence.repository import repository
from tests.evidence.scanning import PROGRAMS, dumped, record, sample, scanned
from tests.program import run

NONE = "found no vulnerability that is critical"
CLEAN = "its command ended with {}, although the report is clean"

EXPECTED = {
    "npm/npm_audit_v11_mockregistry.json": (1, "fail violated"),
    "npm/npm_audit_endpoint_error.json": (1, "fail error"),
    "npm/npm_audit_clean.json": (0, "pass bound"),
    "npm/npm_audit_v6.json": (1, "pass bound"),
    "npm/yarn_audit.ndjson": (16, "fail violated"),
    "pipaudit/pip_audit_osvmock.json": (1, "fail violated"),
    "pipaudit/pip_audit_all_skipped_rc0.json": (0, "fail violated"),
    "pipaudit/pip_audit_cyclonedx.json": (1, "fail violated"),
    "sarif/bandit.sarif": (1, "fail violated"),
    "sarif/bandit_unparsable.sarif": (0, "fail violated"),
    "sarif/ruff.sarif": (1, "fail violated"),
    "trivy/trivy.json": (0, "fail violated"),
    "trivy/trivy_wrong_folder.json": (0, "fail violated"),
    "trivy/trivy_list.json": (0, "pass bound"),
    "grype/grype.json": (0, "fail violated"),
    "grype/grype_clean.json": (0, "fail violated"),
    "osvscanner/osv.json": (1, "fail violated"),
    "osvscanner/osv_empty.json": (128, "fail violated"),
    "snyk/snyk.json": (1, "fail violated"),
    "snyk/snyk_projects.json": (2, "fail violated"),
    "snyk/snyk_error.json": (3, "fail error"),
    "cyclonedx/sbom_1.5.json": (0, "fail violated"),
    "cyclonedx/vex_1.6.json": (0, "fail error"),
}
"""Each sample, the exit code its tool had, and the verdict that the truth demands."""


@pytest.mark.parametrize("path", EXPECTED)
def test_every_sample_gets_the_verdict_that_the_truth_demands(path: str, tmp_path: Path) -> None:
    code, expected = EXPECTED[path]
    folder, name = path.split("/")
    scanned(tmp_path / "r", {name: sample(path)}, command=PROGRAMS[folder], exit_code=code)
    item = judge(
        tmp_path / "r",
        "no-critical-vulnerabilities",
        plan={"evidence": {"vulnerabilities": name}},
    )
    assert outcome(item) == expected


FALSE_GREENS = [
    pytest.param(
        "pipaudit/pip_audit_all_skipped_rc0.json",
        "fail violated: reports/scan.json: pip-audit looked at no package and skipped 7;"
        " nothing was scanned",
        id="pip-audit-looked-nothing-up",
    ),
    pytest.param(
        "npm/npm_audit_endpoint_error.json",
        "fail error: reports/scan.json is no report of npm audit but an error of npm: "
        '"405 Method Not Allowed - POST https://registry.example.com/-/npm/v1/security/ad…";'
        " nothing was scanned",
        id="npm-endpoint-refused",
    ),
    pytest.param(
        "sarif/bandit_unparsable.sarif",
        "fail violated: reports/scan.json: Bandit met 1 error while it scanned: "
        '"syntax error while parsing AST from file" (bad.py), and 1 more',
        id="bandit-could-not-parse",
    ),
]


@pytest.mark.parametrize(("path", "expected"), FALSE_GREENS)
def test_false_greens_are_said_in_a_sentence(path: str, expected: str, tmp_path: Path) -> None:
    scanned(tmp_path / "r", {"reports/scan.json": sample(path)}, exit_code=0)
    evidence = {"vulnerabilities": ["reports/*.json"]}
    item = judge(tmp_path / "r", "no-critical-vulnerabilities", plan={"evidence": evidence})
    assert written(item).splitlines()[0] == expected


def test_a_recorded_report_at_a_well_known_place_counts_unasked(tmp_path: Path) -> None:
    scanned(tmp_path / "r", {"npm-audit.json": sample("npm/npm_audit_clean.json")})
    item = judge(tmp_path / "r", "no-critical-vulnerabilities", assurance="bound")
    assert written(item) == (
        "pass bound: npm audit looked at 4 packages and found no vulnerability that is critical"
    )


def test_reports_about_something_else_are_passed_over_unless_they_are_named(tmp_path: Path) -> None:
    bandit, clean = sample("sarif/bandit.sarif"), sample("npm/npm_audit_clean.json")
    repo = scanned(tmp_path / "r", {"bandit.sarif": bandit}, command="bandit -r src", exit_code=1)
    repo.write({"audit.json": clean})
    record(repo, "audit.json", clean, command="npm audit --json", kind="validations")
    item = judge(repo.path, "no-critical-vulnerabilities")
    assert outcome(item) == "fail unproven"
    evidence = {"vulnerabilities": ["audit.json", "bandit.sarif"]}
    item = judge(repo.path, "no-critical-vulnerabilities", plan={"evidence": evidence})
    assert outcome(item) == "fail violated"
    record(repo, "audit.json", clean, command="npm audit --json")
    item = judge(repo.path, "no-critical-vulnerabilities", plan={"evidence": evidence})
    assert written(item) == (
        f"pass bound: npm audit and Bandit looked at 4 packages and 1 file and {NONE} (5 below it)"
    )


def test_outside_a_repository_the_time_of_a_report_counts(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "trivy.json").write_bytes(sample("trivy/trivy.json"))
    evidence = {"vulnerabilities": "trivy.json"}
    limits = {"unknown_as": "low"}
    judged = {
        now: judge(
            tmp_path / "r",
            "no-critical-vulnerabilities",
            plan={"evidence": evidence},
            with_=limits,
            now=f"2026-11-{now}+01:00",
        )
        for now in ("24T10:30:00", "24T17:30:00")
    }
    assert [outcome(item) for item in judged.values()] == ["pass evidenced", "fail stale"]


def test_a_report_without_time_and_record_proves_nothing(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    repo.commit({"README.md": "exports\n"})
    repo.write({"npm-audit.json": sample("npm/npm_audit_clean.json")})
    evidence = {"vulnerabilities": "npm-audit.json"}
    item = judge(repo.path, "no-critical-vulnerabilities", plan={"evidence": evidence})
    assert written(item).splitlines()[0] == (
        "fail stale: npm-audit.json says neither when it was made nor of which commit;"
        " run its command through `deploylint record`"
    )


def test_a_report_that_states_the_commit_is_bound(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    commit = repo.commit({"README.md": "exports\n"})
    run_ = {
        "tool": {"driver": {"name": "Snyk Open Source"}},
        "results": [{"ruleId": "SNYK-1", "level": "note"}],
        "versionControlProvenance": [{"revisionId": commit}],
    }
    repo.write({"security/snyk.sarif": dumped({"version": "2.1.0", "runs": [run_]})})
    item = judge(repo.path, "no-critical-vulnerabilities")
    assert written(item) == f"pass bound: Snyk Open Source {NONE} (1 below it)"


NPM_LOCK = {
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "exports"},
        "node_modules/minimist": {"version": "1.2.0"},
        "node_modules/mkdirp": {"version": "0.5.1"},
        "node_modules/mkdirp/node_modules/minimist": {"version": "0.0.8"},
    },
}
CRITICAL = sample("npm/npm_audit_v11_mockregistry.json")
UV_LOCK = (
    '[[package]]\nname = "Jinja2"\nversion = "{}"\n[[package]]\nname = "rich"\nversion = "1"\n'
)


def lock_judged(folder: Path, report: bytes, files: Mapping[str, str | bytes], **more: Any) -> str:
    scanned(folder, {"scan.json": report}, exit_code=1, files=files)
    evidence = {"vulnerabilities": "scan.json"}
    item = judge(folder, "no-critical-vulnerabilities", plan={"evidence": evidence}, **more)
    return written(item)


def test_npm_versions_are_taken_from_the_lockfile_of_the_commit(tmp_path: Path) -> None:
    assert lock_judged(tmp_path / "r", CRITICAL, {"package-lock.json": dumped(NPM_LOCK)}) == (
        "fail violated: 1 vulnerability is critical\n"
        "  scan.json:1 minimist 0.0.8, 1.2.0: GHSA-vh95-rmgr-6w4m is critical"
        " (node_modules/minimist and 1 place more)"
    )


def test_a_scan_of_other_npm_packages_than_the_commit_has_is_seen(tmp_path: Path) -> None:
    lock = {"packages": {"": {}, "node_modules/minimist": {"version": "1.2.0"}}}
    text = lock_judged(tmp_path / "r", CRITICAL, {"package-lock.json": dumped(lock)})
    assert text.splitlines()[1] == (
        "  scan.json:1 scan.json: npm audit looked at other packages than package-lock.json of"
        f' commit {head(tmp_path / "r")} has: "node_modules/mkdirp/node_modules/minimist"'
    )


def head(folder: Path) -> str:
    return repository(folder).head[:7]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("uv.lock", UV_LOCK),
        ("poetry.lock", UV_LOCK),
        (
            "requirements.txt",
            "# pinned\nJinja2[i18n] == {} ; python_version > '3' \\\n  --hash=x\n",
        ),
    ],
)
def test_a_scan_of_other_python_versions_than_the_commit_has_is_seen(
    name: str, content: str, tmp_path: Path
) -> None:
    report = json.loads(sample("pipaudit/pip_audit_osvmock.json"))
    report["dependencies"][0]["vulns"] = []
    same = lock_judged(tmp_path / "same", dumped(report), {name: content.format("2.10")})
    other = lock_judged(tmp_path / "other", dumped(report), {name: content.format("3.1.6")})
    assert same.splitlines()[0] == f"fail violated: scan.json: {CLEAN.format(1)}"
    assert other.splitlines()[0] == (
        f"fail violated: scan.json: pip-audit looked at other versions than {name} of commit"
        f' {head(tmp_path / "other")} has: "jinja2 2.10"'
    )


def test_a_lockfile_that_cannot_be_read_is_a_note(tmp_path: Path) -> None:
    clean = dumped({"dependencies": [{"name": "jinja2", "version": "3.1.6", "vulns": []}]})
    scanned(tmp_path / "r", {"scan.json": clean}, files={"uv.lock": "[[package"})
    evidence = {"vulnerabilities": "scan.json"}
    item = judge(tmp_path / "r", "no-critical-vulnerabilities", plan={"evidence": evidence})
    assert written(item) == (
        f"pass bound: pip-audit looked at 1 package and {NONE}\n"
        "  scan.json:1 scan.json: the lockfile could not be compared: uv.lock is not TOML:"
        " Expected ']]' at the end of an array declaration (at end of document)"
    )


VEX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "metadata": {"timestamp": "2026-11-02T10:00:00Z"},
    "vulnerabilities": [
        {
            "id": "GHSA-vh95-rmgr-6w4m",
            "affects": [{"ref": f"pkg:npm/minimist@{version}"} for version in ("1.2.0", "0.0.8")],
            "analysis": {"state": "not_affected", "justification": "code_not_reachable"},
        }
    ],
}


def test_a_vex_document_in_the_commit_counts_and_one_beside_it_does_not(tmp_path: Path) -> None:
    files: Mapping[str, str | bytes] = {"package-lock.json": dumped(NPM_LOCK)}
    committed = {**files, ".vex/minimist.json": dumped(VEX)}
    assert lock_judged(tmp_path / "in", CRITICAL, committed) == (
        f"pass bound: npm audit looked at 4 packages and {NONE} (1 excused: GHSA-vh95-rmgr-6w4m)\n"
        "  .vex/minimist.json:1 minimist 0.0.8, 1.2.0: GHSA-vh95-rmgr-6w4m is explained:"
        " not_affected, code_not_reachable"
    )
    repo = scanned(tmp_path / "out", {"npm-audit.json": CRITICAL}, exit_code=1, files=files)
    repo.write({"vex.json": dumped(VEX)})
    text = written(judge(repo.path, "no-critical-vulnerabilities"))
    assert text.splitlines()[0] == "fail violated: 1 vulnerability is critical"
    assert "found, but not counted: vex.json was made on 2026-11-02 10:00 UTC" in text


BY_PLAN = {"evidence": {"vulnerabilities": ["npm-audit.json"], "vex": ["own.json"]}}
BY_SETTINGS = {"evidence": {"vex": ["own.json"]}}


@pytest.mark.parametrize(
    ("base", "settings", "expected"),
    [
        pytest.param({}, None, "fail violated", id="by-the-plan-alone"),
        pytest.param({}, BY_SETTINGS, "pass bound", id="by-the-settings"),
        pytest.param({"own.json": dumped(VEX)}, None, "pass bound", id="in-main"),
        pytest.param({"own.json": b"{}"}, None, "fail violated", id="other-words-in-main"),
    ],
)
def test_nobody_explains_away_on_their_own_word(
    tmp_path: Path, base: Mapping[str, Any], settings: Mapping[str, Any] | None, expected: str
) -> None:
    files = {"package-lock.json": dumped(NPM_LOCK), ".gitignore": ".deploylint.yaml\n", **base}
    repo = scanned(tmp_path / "r", {}, files=files)
    tip = repo.head[:7]
    repo.branch("release")
    repo.commit({"own.json": dumped(VEX)}, "explain")
    repo.write({"npm-audit.json": CRITICAL})
    record(repo, "npm-audit.json", CRITICAL, exit_code=1, command="npm audit --json")
    record(repo, "own.json", dumped(VEX), command="cp ours own.json", kind="vex")
    item = judge(repo.path, "no-critical-vulnerabilities", plan=BY_PLAN, settings=settings)
    assert outcome(item) == expected
    why = (
        "own.json does not excuse GHSA-vh95-rmgr-6w4m: only the plan names it, and main at"
        f" {tip} does not hold it; name it under `evidence: {{vex: ...}}` in .deploylint.yaml"
    )
    found = [one["message"] for one in item["findings"]]
    assert (why in found) == (expected == "fail violated")


def test_a_vex_document_that_was_changed_after_the_commit_does_not_count(tmp_path: Path) -> None:
    files = {"package-lock.json": dumped(NPM_LOCK), "vex.json": dumped(VEX)}
    repo = scanned(tmp_path / "r", {"npm-audit.json": CRITICAL}, exit_code=1, files=files)
    repo.write({"vex.json": dumped({**VEX, "version": 2})})
    item = judge(repo.path, "no-critical-vulnerabilities")
    assert outcome(item) == "fail violated"


IGNORE = {
    "id": "GHSA-vh95-rmgr-6w4m",
    "reason": "only used by the tests",
    "until": "2026-12-24",
    "owner": "qa-team",
}


def test_ignores_stand_in_the_policy(tmp_path: Path) -> None:
    assert lock_judged(tmp_path / "r", CRITICAL, {}, with_={"ignore": [IGNORE]}) == (
        f"pass bound: npm audit looked at 4 packages and {NONE} (1 excused: GHSA-vh95-rmgr-6w4m)\n"
        f"  {tmp_path}/r-papers/policy.yaml:1 minimist: GHSA-vh95-rmgr-6w4m is accepted until"
        ' 2026-12-24 by "qa-team": "only used by the tests"'
    )


@pytest.mark.parametrize(
    ("ignore", "message"),
    [
        pytest.param([{**IGNORE, "until": None}], "expected text, found nothing", id="no-day"),
        pytest.param(
            [{k: v for k, v in IGNORE.items() if k != "until"}],
            "the key `until` is missing",
            id="without-a-day",
        ),
        pytest.param(
            [{**IGNORE, "until": "soon"}],
            "`soon` is no date; write year, month and day, such as 2026-12-20",
            id="no-date",
        ),
        pytest.param(
            [{**IGNORE, "owner": " "}], "expected text, found nothing but blanks", id="blank-owner"
        ),
        pytest.param([{**IGNORE, "why": "x"}], "the key `why` is not known here", id="unknown-key"),
        pytest.param([{**IGNORE, "at": "x"}], "the key `at` is not known here", id="own-place"),
        pytest.param(["CVE-1"], "expected a mapping, found text", id="an-id-alone"),
        pytest.param(IGNORE, "expected a list, found a mapping", id="one-alone"),
    ],
)
def test_ignores_that_are_not_whole_are_refused(
    ignore: object, message: str, tmp_path: Path
) -> None:
    rule = {
        "title": "The rule",
        "category": "tests",
        "stage": "pre-deploy",
        "check": "no-critical-vulnerabilities",
        "with": {"ignore": ignore},
    }
    policy = {"policy": "one", "layer": "project", "rules": {"the-rule": rule}}
    (tmp_path / "policy.yaml").write_text(json.dumps(policy))
    plan = {"deployment": {"version": "v1.2.0", "environment": "production"}}
    (tmp_path / "plan.yaml").write_text(json.dumps(plan))
    result = run("check", "plan.yaml", "--policy", "policy.yaml", cwd=tmp_path)
    assert result.code == 2
    assert f"`the-rule`, parameter `ignore`: {message}" in result.err


def test_a_second_report_of_another_commit_is_not_passed_over(tmp_path: Path) -> None:
    clean = sample("npm/npm_audit_clean.json")
    repo = scanned(tmp_path / "r", {"a.json": clean})
    repo.commit({"b.txt": "later"})
    repo.write({"b.json": clean})
    record(repo, "b.json", clean, command="npm audit --json")
    evidence = {"vulnerabilities": ["a.json", "b.json"]}
    item = judge(repo.path, "no-critical-vulnerabilities", plan={"evidence": evidence})
    assert outcome(item) == "fail stale"
