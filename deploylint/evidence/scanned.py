"""Whether a scan looked at anything, and whether it ended as a scan does."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from deploylint.evidence.scanoptions import hidden
from deploylint.facts.scans import Scan
from deploylint.facts.source import Piece, RecordedRun, Source
from deploylint.model.secrets import masked
from deploylint.model.severities import Level, level_of_word
from deploylint.model.verdict import Finding
from deploylint.model.wording import counted, listed, quoted, spoken

TELLING = {"osv-scanner": "osv-scanner", "snyk": "snyk"}
"""Tools that end with 0 only when they found packages and nothing wrong: tool and program."""

ERRORS = {
    ("osv-scanner", 127): "it met an error",
    ("osv-scanner", 128): "it found no package to look at",
    ("snyk", 2): "it met an error",
    ("snyk", 3): "it found no project to look at",
}
"""What exit codes of programs mean that say that nothing, or not everything, was scanned."""

NOT_RUN = 126
"""From here on an exit code says that a command could not be run, or that a signal ended it."""

LISTS_PACKAGES = {
    "trivy": "write JSON with `--list-all-pkgs`",
    "grype": (
        "write the packages to a file with syft, scan that file with `grype sbom:FILE`, and name it"
        " under `vulnerabilities` too"
    ),
    "osv-scanner": "record `osv-scanner` itself with `deploylint record`, its exit code tells",
    "snyk": "write JSON (`snyk test --json`)",
}
PLAIN = r"[\w@./:+~%*^<>=,-]{1,100}"


class Limits(NamedTuple):
    """What a policy accepts of a scan; `level` and `unknown_as` say what must not be hidden."""

    level: Level
    unknown_as: Level
    allow_skipped: int
    database_age: timedelta


def faults(pieces: Sequence[Piece[Scan]], limits: Limits) -> list[Finding]:
    """Return what speaks against each scan as a scan, whatever it found."""
    inventories = {p.source.path for p in pieces if p.content and _lists(p.content)}
    found: list[Finding] = []
    for piece in pieces:
        scan, source = piece.content, piece.source
        if scan is not None:
            clauses = _clauses(scan, source, inventories, limits)
            found += [Finding(f"{source.path}: {clause}", source.at) for clause in clauses]
    return found


def _lists(scan: Scan) -> bool:
    return scan.inventory and bool(scan.scanned)


def _clauses(scan: Scan, source: Source, inventories: set[str], limits: Limits) -> Iterator[str]:
    yield from (f"{scan.tool} {problem}" for problem in scan.problems)
    if scan.scanned == 0:
        noun = "package" if scan.dependencies else "file"
        yield f"{scan.tool} looked at no {noun}{_all_skipped(scan)}; nothing was scanned"
    elif len(scan.skipped) > limits.allow_skipped:
        names = listed([plain(name) for name in scan.skipped])
        yield (
            f"{scan.tool} skipped {counted(len(scan.skipped), 'package')}: {names};"
            f" the policy permits {limits.allow_skipped}"
        )
    elif scan.scanned is None and not scan.findings:
        unclear = _unclear(scan, source.run, inventories)
        if unclear is not None:
            yield unclear
    if source.run is not None:
        yield from _ending(scan, source.run)
        yield from _hidden(scan, source.run, limits)
        yield from hidden(scan.tool, source.run.command)
    yield from _outdated(scan, source, limits.database_age)


def _all_skipped(scan: Scan) -> str:
    return f" and skipped {len(scan.skipped)}" if scan.skipped else ""


def _unclear(scan: Scan, run: RecordedRun | None, inventories: set[str]) -> str | None:
    """Return why nobody knows whether anything was scanned, None when something tells."""
    tool = scan.tool.lower()
    if tool in TELLING and run is not None and run.exit_code == 0 and started(run, TELLING[tool]):
        return None
    if tool == "grype" and inventories & _targets(scan, run):
        return None
    advice = LISTS_PACKAGES.get(tool, "use a report that says it, such as the JSON of the tool")
    return (
        f"{scan.tool} reports nothing, and its report does not say whether it looked at any"
        f" package; {advice}"
    )


def vouched(pieces: Sequence[Piece[Scan]]) -> list[str]:
    """Return how it is known of scans without findings that they looked at something.

    Only where their own report does not say it; nothing speaks against these scans.
    """
    inventories = {p.source.path for p in pieces if p.content and _lists(p.content)}
    found = []
    for piece in pieces:
        scan, run = piece.content, piece.source.run
        if scan is None or scan.scanned is not None or scan.findings:
            continue
        listing = sorted(inventories & _targets(scan, run))
        told = f"the packages of {listing[0]}" if listing else "packages, for it ended with 0"
        found.append(f"{scan.tool} looked at {told}")
    return found


def _targets(scan: Scan, run: RecordedRun | None) -> set[str]:
    """Return the files that Grype may have scanned, as paths relative to the root."""
    words = (scan.target, *(run.command if run else ()))
    return {word.removeprefix("sbom:").removeprefix("./") for word in words}


def started(run: RecordedRun, program: str) -> bool:
    """Say whether the exit code of `run` is that of `program`, and not of a shell around it."""
    return any(word.rpartition("/")[2].partition(":")[0] == program for word in run.command)


def _ending(scan: Scan, run: RecordedRun) -> Iterator[str]:
    """Yield what the exit code says that the report does not."""
    code = run.exit_code
    program = TELLING.get(scan.tool.lower(), "")
    meaning = ERRORS.get((program, code)) if program and started(run, program) else None
    if meaning is not None:
        yield f"`{program}` ended with {code}: {meaning}"
    elif code >= NOT_RUN:
        yield f"its command ended with {code}: it could not be run, or was stopped"
    elif code and not scan.inventory and not (scan.findings or scan.left_out or scan.problems):
        yield f"its command ended with {code}, although the report is clean"


def _hidden(scan: Scan, run: RecordedRun, limits: Limits) -> Iterator[str]:
    """Yield options of the recorded command that hide what the policy asks about."""
    if scan.tool == "Trivy":
        words = _option(run.command, "--severity", "-s")
        shown = {level_of_word(word) for word in words.split(",")} if words else set()
        rest = [level.label for level in Level if level >= limits.level and level not in shown]
        if limits.unknown_as >= limits.level and "unknown" not in words.lower():
            rest.append("unknown")
        if words and rest:
            yield f"Trivy was told to leave out severities: {listed(rest)} (`--severity`)"
    if scan.tool == "Snyk":
        word = _option(run.command, "--severity-threshold")
        least = level_of_word(word)
        if least is not None and least > limits.level:
            yield f"Snyk was told to leave out what is below {least.label} (`--severity-threshold`)"


def _option(command: tuple[str, ...], *names: str) -> str:
    """Return the last value that one of the options has, empty when none is there."""
    found = ""
    for word, following in zip(command, (*command[1:], ""), strict=True):
        name, equals, value = word.partition("=")
        if name in names:
            found = value if equals else following
    return found


def _outdated(scan: Scan, source: Source, limit: timedelta) -> Iterator[str]:
    made = source.run.ended_at if source.run else source.time
    if scan.database is None or made is None:
        return
    age = made - scan.database
    if age > limit:
        yield (
            f"{scan.tool} looked with data that was {spoken(age)} old; the policy accepts"
            f" {spoken(limit)}: update its database"
        )


def plain(text: str) -> str:
    """Return an id or a name as it stands when nothing in it misleads or is secret, else quoted."""
    return text if re.fullmatch(PLAIN, text) and masked(text) == text else quoted(text)
