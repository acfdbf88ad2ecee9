"""What speaks against a release when its dependencies were scanned, and what shows nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from deploylint.checks.no_critical_vulnerabilities import Params, check
from deploylint.evidence.vulnerabilities import Ignore
from deploylint.facts.clock import Basis, Clock
from deploylint.facts.release import Release
from deploylint.facts.scans import Scan, ScanReports, Vulnerability
from deploylint.facts.source import Missing, Piece, RecordedRun, Source
from deploylint.facts.vex import Affected, Component, Statement, VexDocument, VexDocuments
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from deploylint.model.severities import Level
from deploylint.model.verdict import Assurance, Cause, Finding, Status, Verdict

COMMIT = "3f9c1e2" + "0" * 33
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CLOCK = Clock(now=NOW, at=NOW, basis=Basis.NOW)
NO_CLOCK = Clock(now=None, at=None, basis=Basis.NONE)
RELEASE = Release(
    commit=COMMIT, tree="b" * 40, parents=(), committed_at=NOW - timedelta(days=3), head=COMMIT
)
NAMED = Location("plan.yaml", 5, 12)
MADE = NOW - timedelta(hours=1)
AT = Location("scan.json", 1, 1)
POLICY = Location("policy.yaml", 9, 5)
NO_VEX = VexDocuments(kind=Kind.VEX)


def recorded(command: str, exit_code: int) -> RecordedRun:
    return RecordedRun(
        kind=Kind.VULNERABILITIES,
        name="scan",
        command=tuple(command.split()),
        exit_code=exit_code,
        started_at=MADE,
        ended_at=MADE,
        commit=COMMIT,
        tree=None,
        dirty=False,
        outputs=(),
        lockfiles=(),
        versions={},
        ci=None,
        path="scan.json.evidence.json",
        digest="sha256:1",
    )


def piece(
    scan: Scan, command: str = "", exit_code: int = 0, path: str = "scan.json"
) -> Piece[Scan]:
    made = recorded(command, exit_code) if command else None
    return Piece(Source(Kind.VULNERABILITIES, path, named=NAMED, run=made, time=MADE), scan)


def reports(*pieces: Piece[Scan], **more: Any) -> ScanReports:
    return ScanReports(kind=Kind.VULNERABILITIES, pieces=pieces, release=RELEASE, **more)


def judged(
    *scans: Scan | Piece[Scan],
    vex: VexDocuments = NO_VEX,
    clock: Clock = CLOCK,
    **params: Any,
) -> Verdict:
    pieces = (piece(scan) if isinstance(scan, Scan) else scan for scan in scans)
    return check(reports(*pieces), vex, clock, Params(**params))


def said(verdict: Verdict) -> str:
    """Return a verdict as text: outcome and reason, then each finding."""
    cause = f" {verdict.cause.value}" if verdict.cause else ""
    lines = [f"{verdict.status.value}{cause}: {verdict.reason}"]
    return "\n".join((*lines, *(f"- {finding.message}" for finding in verdict.findings)))


def bug(id_: str, severity: Level | None, package: str = "a", **more: Any) -> Vulnerability:
    return Vulnerability(id_, package, "1", severity, **{"source": "scan.json", **more})


def scan(*findings: Vulnerability, tool: str = "Trivy", **more: Any) -> Scan:
    return Scan(tool, **{"scanned": 9, "findings": findings, **more})


BY_RATING = (
    bug("CVE-1", Level.CRITICAL),
    bug("CVE-2", Level.HIGH, "b"),
    bug("CVE-3", None, "c", fixed_in=("2",)),
    bug("CVE-4", Level.LOW, "d"),
)
A = "a 1: CVE-1 is critical"
B = "b 1: CVE-2 is high"
C = "c 1: CVE-3 has no known severity, which counts as {}; fixed in 2"

LEVELS = [
    pytest.param(
        BY_RATING,
        {},
        "fail violated: 2 vulnerabilities are critical (1 by an unknown severity), of 4 found\n"
        f"- {A}\n- {C.format('critical')}",
        id="critical",
    ),
    pytest.param(
        BY_RATING,
        {"unknown_as": "low"},
        f"fail violated: 1 vulnerability is critical, of 4 found\n- {A}",
        id="unknown-as-low",
    ),
    pytest.param(
        BY_RATING[2:],
        {"level": "high", "unknown_as": "high"},
        "fail violated: 1 vulnerability has no known severity, which counts as high, of 2 found\n"
        f"- {C.format('high')}",
        id="unknown-alone",
    ),
    pytest.param(
        BY_RATING,
        {"level": "low", "unknown_as": "moderate"},
        "fail violated: 4 vulnerabilities are low or worse (1 by an unknown severity)\n"
        f"- {A}\n- {B}\n- {C.format('moderate')}\n- d 1: CVE-4 is low",
        id="low",
    ),
    pytest.param(
        BY_RATING[3:],
        {},
        "pass: Trivy looked at 9 packages and found no vulnerability that is critical (1 below it)",
        id="below",
    ),
    pytest.param(
        (bug("CVE-5", Level.INFO),),
        {"level": "low"},
        "pass: Trivy looked at 9 packages and found no vulnerability that is low or worse"
        " (1 below it)",
        id="negligible-is-below-low",
    ),
    pytest.param(
        (),
        {},
        "pass: Trivy looked at 9 packages and found no vulnerability that is critical",
        id="clean",
    ),
]


@pytest.mark.parametrize(("findings", "params", "expected"), LEVELS)
def test_levels(findings: tuple[Vulnerability, ...], params: Any, expected: str) -> None:
    assert said(judged(scan(*findings), **params)) == expected


def test_a_finding_lies_in_its_report_and_a_pass_holds_as_long_as_the_scan() -> None:
    verdict = judged(scan(bug("CVE-1", Level.CRITICAL)))
    assert verdict.findings == (Finding(A, AT),)
    verdict = judged(scan())
    assert (verdict.assurance, verdict.valid_until) == (
        Assurance.EVIDENCED,
        MADE + timedelta(hours=24),
    )


# One vulnerability, several tools

GHSA = bug("GHSA-1", None, aliases=("CVE-1",), purl="pkg:npm/a@1", source="other.json")
SAME = [
    pytest.param((bug("CVE-1", Level.HIGH), GHSA), "a 1: CVE-1 is high", id="by-alias"),
    pytest.param(
        (bug("CVE-1", Level.LOW), bug("CVE-1", Level.HIGH)), "a 1: CVE-1 is high", id="worst-counts"
    ),
    pytest.param(
        (bug("CVE-1", Level.HIGH, place="x"), bug("CVE-1", Level.HIGH, place="y")),
        "a 1: CVE-1 is high (x and 1 place more)",
        id="several-places",
    ),
    pytest.param(
        (bug("X-1", Level.HIGH, aliases=("GHSA-1",)), GHSA, bug("CVE-1", Level.HIGH)),
        "a 1: X-1 is high",
        id="by-the-alias-of-an-alias",
    ),
]


@pytest.mark.parametrize(("findings", "message"), SAME)
def test_one_vulnerability_counts_once(findings: tuple[Vulnerability, ...], message: str) -> None:
    verdict = judged(scan(*findings), level="high")
    assert said(verdict) == f"fail violated: 1 vulnerability is high or worse\n- {message}"


def test_one_id_in_two_packages_counts_twice() -> None:
    findings = (bug("CVE-1", Level.HIGH), bug("CVE-1", Level.HIGH, "b"))
    assert len(judged(scan(*findings), level="high").findings) == 2


def test_advisories_that_bundle_the_same_cves_are_not_one() -> None:
    bundles = (
        bug("RHSA-1", Level.HIGH, aliases=("CVE-1", "CVE-2")),
        bug("RHSA-2", Level.HIGH, aliases=("CVE-1", "CVE-3")),
    )
    assert len(judged(scan(*bundles), level="high").findings) == 2


def test_findings_without_package_are_named_by_their_place() -> None:
    findings = (
        Vulnerability("B602", severity=Level.CRITICAL, place="x.py:3", source="scan.json"),
        Vulnerability("B602", severity=Level.CRITICAL, place="x.py:9", source="scan.json"),
        Vulnerability("", severity=Level.CRITICAL, source="scan.json"),
    )
    assert [finding.message for finding in judged(scan(*findings)).findings] == [
        "the code: a vulnerability without an id is critical",
        "x.py:3: B602 is critical",
        "x.py:9: B602 is critical",
    ]


def test_names_that_could_mislead_are_quoted() -> None:
    odd = bug("CVE-1\n::error::", Level.CRITICAL, "x" * 300)
    message = judged(scan(odd)).findings[0].message
    assert message == f'"{"x" * 79}…" 1: "CVE-1 ::error::" is critical'
    token = "ghp_" + "a1" * 20
    assert token not in said(judged(scan(bug(token, Level.CRITICAL, token, fixed_in=(token,)))))


# Was anything scanned, and did it end well


NOTHING_SAID = (
    "{} reports nothing, and its report does not say whether it looked at any package; {}"
)
WITH_SBOM = (
    "write the packages to a file with syft, scan that file with `grype sbom:FILE`, and name it"
    " under `vulnerabilities` too"
)
ITSELF = "record `osv-scanner` itself with `deploylint record`, its exit code tells"
UNCLEAR = Scan("OSV-Scanner", None)
OSV = "osv-scanner scan --format json --output scan.json ."
CLEAN = "its command ended with {}, although the report is clean"
OTHER = "use a report that says it, such as the JSON of the tool"

FAULTS = [
    pytest.param(
        piece(scan(scanned=0)), "Trivy looked at no package; nothing was scanned", id="nothing"
    ),
    pytest.param(
        piece(scan(scanned=0, skipped=("x", "y"))),
        "Trivy looked at no package and skipped 2; nothing was scanned",
        id="everything-skipped",
    ),
    pytest.param(
        piece(scan(skipped=("x", "y z"))),
        'Trivy skipped 2 packages: x and "y z"; the policy permits 0',
        id="something-skipped",
    ),
    pytest.param(
        piece(scan(problems=("did not finish", "broke"))), "Trivy did not finish", id="problem"
    ),
    pytest.param(piece(Scan("Grype", None)), NOTHING_SAID.format("Grype", WITH_SBOM), id="grype"),
    pytest.param(
        piece(Scan("Trivy", None)),
        NOTHING_SAID.format("Trivy", "write JSON with `--list-all-pkgs`"),
        id="trivy-without-list",
    ),
    pytest.param(piece(Scan("OWASP", None)), NOTHING_SAID.format("OWASP", OTHER), id="other-sarif"),
    pytest.param(piece(UNCLEAR), NOTHING_SAID.format("OSV-Scanner", ITSELF), id="osv-alone"),
    pytest.param(
        piece(UNCLEAR, "make scan"),
        NOTHING_SAID.format("OSV-Scanner", ITSELF),
        id="osv-whose-exit-code-a-shell-may-have-swallowed",
    ),
    pytest.param(
        piece(UNCLEAR, OSV, 128), NOTHING_SAID.format("OSV-Scanner", ITSELF), id="osv-128"
    ),
    pytest.param(piece(scan(), "trivy fs .", 1), CLEAN.format(1), id="clean-with-exit-code-1"),
    pytest.param(
        piece(scan(bug("CVE-4", Level.LOW)), "trivy fs .", 127),
        "its command ended with 127: it could not be run, or was stopped",
        id="not-run",
    ),
    pytest.param(
        piece(scan(bug("CVE-4", Level.LOW), tool="Snyk"), "npx snyk test", 2),
        "`snyk` ended with 2: it met an error",
        id="snyk-error",
    ),
    pytest.param(
        piece(scan(bug("CVE-4", Level.LOW)), "trivy fs --severity HIGH,CRITICAL .", 0),
        "Trivy was told to leave out severities: unknown (`--severity`)",
        id="trivy-hides-what-it-does-not-know",
    ),
    pytest.param(
        piece(scan(), "trivy fs -s LOW,UNKNOWN ."),
        "Trivy was told to leave out severities: critical (`--severity`)",
        id="trivy-hides-what-counts",
    ),
    pytest.param(
        piece(scan(database=MADE - timedelta(days=3))),
        "Trivy looked with data that was 3 days old; the policy accepts 2 days:"
        " update its database",
        id="old-database",
    ),
]


@pytest.mark.parametrize(("report", "message"), FAULTS)
def test_scans_that_show_nothing(report: Piece[Scan], message: str) -> None:
    verdict = judged(report)
    assert verdict.cause is Cause.VIOLATED
    assert verdict.findings[0] == Finding(f"scan.json: {message}", AT)
    more = len(verdict.findings) - 1
    assert verdict.reason == f"scan.json: {message}{f', and {more} more' if more else ''}"


SBOM = piece(Scan("syft", 7, inventory=True), path="out/sbom.json")
OSV_IMAGE = "docker run ghcr.io/google/osv-scanner:v2.3.1 scan --format json ."
LOW = bug("CVE-4", Level.LOW)
NONE = "found no vulnerability that is critical"

SOUND = [
    pytest.param(
        (piece(UNCLEAR, OSV),),
        {},
        f"OSV-Scanner {NONE}; OSV-Scanner looked at packages, for it ended with 0",
        id="osv-with-its-exit-code",
    ),
    pytest.param(
        (piece(UNCLEAR, OSV_IMAGE),),
        {},
        f"OSV-Scanner {NONE}; OSV-Scanner looked at packages, for it ended with 0",
        id="osv-in-a-container",
    ),
    pytest.param(
        (piece(Scan("Grype", None, target="./out/sbom.json")), SBOM),
        {},
        f"Grype looked at 7 packages and {NONE}; Grype looked at the packages of out/sbom.json",
        id="grype-of-an-sbom-that-lies-beside-it",
    ),
    pytest.param(
        (piece(Scan("Grype", None), "grype sbom:out/sbom.json -o json"), SBOM),
        {},
        f"Grype looked at 7 packages and {NONE}; Grype looked at the packages of out/sbom.json",
        id="grype-recorded-with-an-sbom",
    ),
    pytest.param(
        (piece(scan(LOW), "trivy fs .", 1),),
        {},
        f"Trivy looked at 9 packages and {NONE} (1 below it)",
        id="exit-code-that-findings-explain",
    ),
    pytest.param(
        (piece(scan(left_out=("1 secret",)), "trivy fs .", 1),),
        {},
        f"Trivy looked at 9 packages and {NONE}\n- scan.json: 1 secret",
        id="exit-code-that-something-else-explains",
    ),
    pytest.param(
        (piece(scan(), "trivy fs --severity=UNKNOWN,CRITICAL ."),),
        {},
        f"Trivy looked at 9 packages and {NONE}",
        id="trivy-shows-all-that-counts",
    ),
    pytest.param(
        (piece(scan(tool="Snyk"), "snyk test --severity-threshold=critical"),),
        {},
        f"Snyk looked at 9 packages and {NONE}",
        id="snyk-shows-all-that-counts",
    ),
    pytest.param(
        (piece(scan(skipped=("x",))),),
        {"allow_skipped": 1},
        f"Trivy looked at 9 packages and {NONE}\n- scan.json: Trivy skipped x",
        id="skipping-that-is-permitted",
    ),
    pytest.param(
        (piece(scan()), piece(Scan("Bandit", 3, dependencies=False), path="bandit.sarif")),
        {},
        f"Trivy and Bandit looked at 9 packages and 3 files and {NONE}",
        id="source-code-beside-dependencies",
    ),
    pytest.param(
        (piece(scan(database=MADE - timedelta(days=3))),),
        {"database_age": timedelta(days=4)},
        f"Trivy looked at 9 packages and {NONE}",
        id="database-of-a-permitted-age",
    ),
]


@pytest.mark.parametrize(("pieces", "params", "expected"), SOUND)
def test_scans_that_show_something(
    pieces: tuple[Piece[Scan], ...], params: Mapping[str, Any], expected: str
) -> None:
    assert said(judged(*pieces, **params)) == f"pass: {expected}"


def test_a_snyk_threshold_above_the_level_hides_what_counts() -> None:
    report = piece(scan(tool="Snyk"), "snyk test --severity-threshold critical")
    hidden = "Snyk was told to leave out what is below critical (`--severity-threshold`)"
    assert said(judged(report, level="high")) == (
        f"fail violated: scan.json: {hidden}\n- scan.json: {hidden}"
    )


LEFT = (
    "{} was told to leave findings out ({}); use `ignore` of the rule, with a reason and a last day"
)
PART = (
    "{} was told to look at a part only ({});"
    " use `ignore` of the rule, with a reason and a last day"
)
OUTSIDE = "{} was told to look outside the repository: {}; write what it scans relative to the root"
HIDING = [
    ("Trivy", "trivy fs --ignore-unfixed", LEFT.format("Trivy", '"--ignore-unfixed"')),
    (
        "Trivy",
        "env TRIVY_IGNORE_UNFIXED=true trivy fs .",
        LEFT.format("Trivy", '"--ignore-unfixed true"'),
    ),
    (
        "Trivy",
        "trivy fs --ignore-status affected .",
        LEFT.format("Trivy", '"--ignore-status affected"'),
    ),
    ("Trivy", "trivy fs --ignorefile=all.txt .", LEFT.format("Trivy", '"--ignorefile all.txt"')),
    ("Trivy", "trivy fs --skip-dirs ** .", LEFT.format("Trivy", '"--skip-dirs **"')),
    ("Trivy", "trivy fs --skip-files a.lock .", LEFT.format("Trivy", '"--skip-files a.lock"')),
    ("Trivy", "trivy fs --scanners secret .", PART.format("Trivy", "--scanners secret")),
    ("Trivy", "trivy fs --pkg-types os .", PART.format("Trivy", "--pkg-types os")),
    ("Trivy", "trivy image --vuln-type library x:1", PART.format("Trivy", "--vuln-type library")),
    ("Trivy", "trivy fs /some/other/project", OUTSIDE.format("Trivy", '"/some/other/project"')),
    ("Trivy", "trivy fs ../other", OUTSIDE.format("Trivy", '"../other"')),
    ("Trivy", "trivy fs sub/../../other", OUTSIDE.format("Trivy", '"sub/../../other"')),
    ("Grype", "grype dir:/other", OUTSIDE.format("Grype", '"/other"')),
    ("npm audit", "npm audit --prefix ../other", OUTSIDE.format("npm audit", '"../other"')),
    ("pip-audit", "pip-audit -r ../r.txt", OUTSIDE.format("pip-audit", '"../r.txt"')),
    (
        "pip-audit",
        "pip-audit --ignore-vuln CVE-1",
        LEFT.format("pip-audit", '"--ignore-vuln CVE-1"'),
    ),
    ("npm audit", "npm audit --omit=peer", LEFT.format("npm audit", '"--omit peer"')),
    ("Grype", "grype . --only-fixed", LEFT.format("Grype", '"--only-fixed"')),
    ("Grype", "grype . --ignore-states fixed", LEFT.format("Grype", '"--ignore-states fixed"')),
    (
        "OSV-Scanner",
        "osv-scanner --config x.toml .",
        LEFT.format("OSV-Scanner", '"--config x.toml"'),
    ),
]


@pytest.mark.parametrize(("tool", "command", "clause"), HIDING, ids=[one[1] for one in HIDING])
def test_options_that_hide_findings(tool: str, command: str, clause: str) -> None:
    assert said(judged(piece(scan(tool=tool), command))) == (
        f"fail violated: scan.json: {clause}\n- scan.json: {clause}"
    )


def test_options_in_a_script_hide_findings_too() -> None:
    report = piece(scan(), "trivy fs .")
    run = report.source.run
    assert run is not None
    script = run._replace(command=("sh", "-c", "trivy fs --ignore-unfixed . > scan.json"))
    report = report._replace(source=report.source._replace(run=script))
    assert judged(report).cause is Cause.VIOLATED


PLAIN = [
    ("Trivy", "trivy fs --pkg-types library --scanners vuln,secret --ignore-unfixed=false ."),
    ("Trivy", "trivy image --pkg-types os,library registry.example.com/shop:1 -o /tmp/scan.json"),
    ("Trivy", "docker run -v /home/ci:/src aquasec/trivy:0.58.0 fs /src"),
    ("Trivy", "/usr/local/bin/trivy fs --cache-dir /var/cache ./sub/../lib"),
    ("npm audit", "npm audit --json"),
]


@pytest.mark.parametrize(("tool", "command"), PLAIN, ids=[one[1] for one in PLAIN])
def test_options_that_hide_nothing(tool: str, command: str) -> None:
    verdict = judged(piece(scan(tool=tool), command))
    assert (verdict.status, verdict.findings) == (Status.PASS, ())


def test_leaving_out_what_is_only_needed_to_build_is_usual_and_said() -> None:
    verdict = judged(piece(scan(tool="npm audit"), "npm audit --omit=dev"))
    note = 'scan.json: npm audit was run with "--omit dev", which may leave packages out'
    assert (verdict.status, [one.message for one in verdict.findings]) == (Status.PASS, [note])


def test_grype_needs_the_very_sbom_and_one_that_lists_something() -> None:
    grype = piece(Scan("Grype", None, target="other.json"))
    empty = piece(Scan("syft", 0, inventory=True), path="other.json")
    assert judged(grype, SBOM).cause is Cause.VIOLATED
    assert judged(grype, empty).cause is Cause.VIOLATED


def test_an_sbom_alone_is_no_scan() -> None:
    message = "out/sbom.json lists packages and judges none; name a scan too"
    assert said(judged(SBOM)) == f"fail violated: {message}\n- {message}"


def test_source_code_alone_shows_nothing_about_dependencies() -> None:
    message = "nothing looked at dependencies, only Bandit at source code; name a scan of them too"
    verdict = judged(Scan("Bandit", 3, dependencies=False))
    assert said(verdict) == f"fail violated: {message}\n- {message}"


def test_everything_that_is_wrong_is_said() -> None:
    ignore = Ignore("CVE-9", "no way in", date(2026, 11, 1), "qa-team", at=POLICY)
    verdict = judged(scan(BY_RATING[0], skipped=("x",)), ignore=(ignore,))
    skipped = "scan.json: Trivy skipped 1 package: x; the policy permits 0"
    assert said(verdict) == (
        f"fail violated: {skipped}; 1 vulnerability is critical; 1 ignore has ended\n"
        f"- {skipped}\n- {A}\n"
        '- the ignore for CVE-9 ended on 2026-11-01; "qa-team" has to decide anew'
    )


def test_no_evidence_is_unproven_and_says_where_it_was_looked_for() -> None:
    none = reports(searched=("npm-audit.json", "*.sarif"))
    assert said(check(none, NO_VEX, CLOCK, Params())) == (
        "fail unproven: no vulnerability scan of this release was found"
        " (looked for npm-audit.json and *.sarif)"
    )


# Ignores


def ignored(until: date, *, now: datetime = NOW, **more: Any) -> Verdict:
    one = Ignore(
        **{"id": "CVE-1", "reason": "no way in", "until": until, "owner": "qa-team", **more}
    )
    clock = Clock(now=now, at=now, basis=Basis.NOW)
    found = piece(scan(BY_RATING[0]))
    return judged(found, clock=clock, ignore=(one._replace(at=POLICY),))


ACCEPTED = 'a 1: CVE-1 is accepted until 2026-11-24 by "qa-team": "no way in"'
EXCUSED = f"pass: Trivy looked at 9 packages and {NONE} (1 excused: CVE-1)\n- {ACCEPTED}"
ENDED = 'the ignore for CVE-1 ended on 2026-11-23; "qa-team" has to decide anew'


def test_an_ignore_counts_until_its_day_ends() -> None:
    verdict = ignored(date(2026, 11, 24))
    assert said(verdict) == EXCUSED
    assert verdict.findings[0].at == POLICY
    assert verdict.valid_until == datetime(2026, 11, 25, tzinfo=UTC)
    later = ignored(date(2026, 12, 24))
    assert later.valid_until == MADE + timedelta(hours=24)


def test_an_ignore_that_has_ended_counts_no_longer_and_fails_itself() -> None:
    assert said(ignored(date(2026, 11, 23))) == (
        f"fail violated: 1 vulnerability is critical; 1 ignore has ended\n- {A}\n- {ENDED}"
    )


def test_an_ignore_is_judged_at_the_moment_of_the_deployment() -> None:
    ignore = Ignore("CVE-1", "no way in", date(2026, 11, 24), "qa-team")
    planned = Clock(now=NOW, at=NOW + timedelta(days=1), basis=Basis.SCHEDULE)
    assert judged(scan(BY_RATING[0]), clock=planned, ignore=(ignore,)).cause is Cause.VIOLATED
    assert said(judged(scan(BY_RATING[0]), clock=NO_CLOCK, ignore=(ignore,))) == EXCUSED


@pytest.mark.parametrize(
    ("more", "status"),
    [
        pytest.param({"id": "cve-1 "}, Status.PASS, id="case-and-blanks"),
        pytest.param({"package": "A"}, Status.PASS, id="in-this-package"),
        pytest.param({"package": "b"}, Status.FAIL, id="in-another-package"),
        pytest.param({"id": "CVE-11"}, Status.FAIL, id="another-id"),
    ],
)
def test_what_an_ignore_covers(more: Mapping[str, Any], status: Status) -> None:
    assert ignored(date(2026, 12, 24), **more).status is status


def test_an_ignore_that_matches_nothing_is_a_note() -> None:
    unused = Ignore("CVE-9", "no way in", date(2026, 12, 24), "qa-team", "b", at=POLICY)
    below = Ignore("CVE-4", "no way in", date(2026, 12, 24), "qa-team")
    verdict = judged(scan(LOW), ignore=(unused, below))
    note = "the ignore for CVE-9 in b matches nothing that was found; remove it"
    assert verdict.status is Status.PASS
    assert verdict.findings == (Finding(note, POLICY),)


# VEX


def vex(named: Location | None = NAMED, *, missing: tuple[Missing, ...] = (), **states: Any) -> Any:
    statement = Statement("CVE-1", (), "not_affected", "code_not_present", (Affected("a"),))
    content = VexDocument("", {"a": Component("a", "1")}, (statement,))
    source = Source(Kind.VEX, "vex.json", named=named, **{"time": MADE, **states})
    return VexDocuments(
        kind=Kind.VEX, pieces=(Piece(source, content),), missing=missing, release=RELEASE
    )


EXPLAINED = (
    f"pass: Trivy looked at 9 packages and {NONE} (1 excused: CVE-1)\n"
    "- a 1: CVE-1 is explained: not_affected, code_not_present"
)


def test_a_vex_document_explains_and_is_evidence_itself() -> None:
    verdict = judged(scan(BY_RATING[0]), vex=vex(commit=COMMIT, time=None))
    assert said(verdict) == EXPLAINED
    assert [(one.kind, one.source) for one in verdict.evidence] == [
        ("vulnerabilities", "scan.json"),
        ("vex", "vex.json"),
    ]


def test_a_pass_is_worth_what_the_weaker_of_both_is_worth() -> None:
    bound = piece(scan(BY_RATING[0]), "trivy fs .", 1)
    assert judged(bound, vex=vex(commit=COMMIT)).assurance is Assurance.BOUND
    assert judged(bound, vex=vex()).assurance is Assurance.EVIDENCED
    assert judged(piece(scan(LOW), "trivy fs .", 1), vex=vex()).assurance is Assurance.BOUND


def test_a_pass_ends_when_the_document_is_too_old() -> None:
    written = NOW - timedelta(days=89, hours=23)
    verdict = judged(scan(BY_RATING[0]), vex=vex(commit=COMMIT, time=written))
    assert verdict.valid_until == written + timedelta(days=90)


@pytest.mark.parametrize(
    ("documents", "note"),
    [
        pytest.param(
            vex(commit=COMMIT, time=NOW - timedelta(days=91)),
            "excuses nothing: vex.json is 91 days old; the policy accepts 90 days at most",
            id="too-old",
        ),
        pytest.param(
            vex(None),
            "found, but not counted: vex.json was made on 2026-11-24 08:30 UTC; nothing ties it to"
            " the commit; name it under `evidence: {vex: ...}`",
            id="found-by-chance",
        ),
        pytest.param(
            vex(commit="a" * 40),
            "excuses nothing: vex.json is of commit aaaaaaa, and the release is 3f9c1e2",
            id="of-another-commit",
        ),
    ],
)
def test_documents_that_do_not_count(documents: VexDocuments, note: str) -> None:
    assert said(judged(scan(BY_RATING[0]), vex=documents)) == (
        f"fail violated: 1 vulnerability is critical\n- {A}\n- {note}"
    )
    assert said(judged(scan(), vex=documents)) == (
        f"pass: Trivy looked at 9 packages and {NONE}\n- {note}"
    )


def test_a_document_that_is_named_and_missing_fails() -> None:
    gone = (Missing(Place("old.vex.json", NAMED), "does not exist"),)
    verdict = judged(scan(), vex=vex(missing=gone))
    assert (verdict.cause, verdict.reason) == (Cause.ERROR, "old.vex.json does not exist")
