"""The answer of `deploylint evidence` for people: the release, each kind, then each rule."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from deploylint.model.evidencereport import (
    EvidenceReport,
    FoundPiece,
    KindFound,
    RuleStanding,
)
from deploylint.model.verdict import Evidence, Status
from deploylint.model.wording import counted, listed, quoted, spoken
from deploylint.report.escape import printable
from deploylint.report.layout import Tone, hang, moment, tint, usable
from deploylint.report.naming import document, release
from deploylint.report.style import Style

_SHORT = 7
_DIGEST = len("sha256:") + 12
_LABEL = 15
"""The columns that labels take, with the blanks around them."""

_WORDS = {
    Status.PASS: ("pass", Tone.GOOD),
    Status.FAIL: ("fail", Tone.BAD),
    Status.NA: ("na", Tone.FAINT),
    None: ("not judged", Tone.FAINT),
}
_OWN = frozenset(("plan", "checklist", "clock", "window", "assumption"))
"""Kinds of evidence that lie in the plan, the policy or the time."""


def render(reports: Iterable[EvidenceReport], style: Style) -> Iterator[str]:
    """Yield the answer for each plan, line by line."""
    for number, report in enumerate(reports):
        if number:
            yield "\n"
        for line in _Page(style).lines(report):
            yield f"{line}\n"


class _Page:
    """Lays out one answer."""

    def __init__(self, style: Style) -> None:
        """Lay out as `style` says."""
        self.color = style.color
        self.width = usable(style.width)

    def lines(self, report: EvidenceReport) -> Iterator[str]:
        """Yield the lines of `report`."""
        yield from self._strong(_title(report))
        for text in _about(report):
            yield from hang("  ", printable(text), self.width, 2)
        for kind in report.kinds:
            if not kind.empty or kind.rules:
                yield ""
                yield from self._kind(kind)
        others = [kind.name for kind in report.kinds if kind.empty and not kind.rules]
        if others:
            yield ""
            text = f"no rule asks for it, and nothing was found: {', '.join(others)}"
            yield from hang("", text, self.width, 2)
        yield ""
        yield from self._strong(_sum(report))
        shown = {path for kind in report.kinds for piece in kind.pieces for path in _names(piece)}
        for rule in report.rules:
            yield from self._rule(rule, shown)

    def _strong(self, text: str) -> Iterator[str]:
        for line in hang("", printable(text), self.width, 2):
            yield tint(line, Tone.STRONG, color=self.color)

    def _labelled(self, label: str, tone: Tone, text: str) -> Iterator[str]:
        head = f"  {tint(label, tone, color=self.color)}{' ' * (_LABEL - 2 - len(label))}"
        yield from hang(head, printable(text), self.width, _LABEL)

    def _more(self, text: str) -> Iterator[str]:
        yield from hang(" " * _LABEL, printable(text), self.width, _LABEL)

    def _kind(self, kind: KindFound) -> Iterator[str]:
        yield from self._strong(f"{kind.name} ({_readers(kind)})")
        if kind.problem is not None:
            yield from self._labelled("not told", Tone.BAD, kind.problem)
        for piece in kind.pieces:
            yield from self._piece(piece)
        for place in kind.missing:
            text = f"{place.pattern} {place.why}; named in {place.at}"
            yield from self._labelled("missing", Tone.BAD, text)
        if kind.empty:
            yield from self._labelled("nothing", Tone.WARN, _searched(kind))

    def _piece(self, piece: FoundPiece) -> Iterator[str]:
        counts = piece.assurance
        word, tone = ("not counted", Tone.BAD) if counts is None else (counts.label, Tone.GOOD)
        if counts is not None and piece.exit_code:
            tone = Tone.WARN
        yield from self._labelled(word, tone, piece.path)
        yield from self._more(piece.why)
        yield from self._more("; ".join(_made(piece)))

    def _rule(self, rule: RuleStanding, shown: set[str]) -> Iterator[str]:
        word, tone = _WORDS[rule.status]
        yield from self._labelled(word, tone, f"{rule.rule}: {_asked(rule)}")
        yield from self._more(rule.reason)
        for evidence in rule.evidence:
            if evidence.kind not in _OWN and evidence.source not in shown:
                yield from self._more(f"from {_rested(evidence)}")


def _title(report: EvidenceReport) -> str:
    plan = report.plan
    if plan is None:
        return f"the repository, without a plan; policy {report.policy}"
    return f"{document(plan)}: {release(plan)}; policy {report.policy}"


def _about(report: EvidenceReport) -> Iterator[str]:
    """Yield what is to be known about the release commit and the clock."""
    release = report.release
    if release is None:
        yield f"no release commit: {report.release_problem}"
    else:
        where = "" if release.at is None else f", named in {release.at}"
        branch = "HEAD is detached" if release.branch is None else f"branch {release.branch}"
        made = moment(release.committed_at.astimezone(UTC), "UTC")
        yield f"release {release.commit[:_SHORT]}{where}, committed {made}; {branch}"
        if release.head != release.commit:
            yield f"checked out is another commit, {release.head[:_SHORT]}"
        if release.shallow:
            yield "the clone is shallow: what is not in its history cannot be told"
    clock = ", simulated" if report.simulated else ""
    yield f"now is {moment(report.now.replace(microsecond=0), None)}{clock}"


def _readers(kind: KindFound) -> str:
    if not kind.rules:
        return "no rule asks for it"
    age = "" if kind.max_age is None else f", {spoken(kind.max_age)} old at most"
    return f"for {listed(kind.rules)}{age}"


def _searched(kind: KindFound) -> str:
    looked = f"looked for {listed(kind.searched)}" if kind.searched else "no place is well known"
    return f"{looked}; name a place in the plan: evidence: {{{kind.name}: [...]}}"


def _made(piece: FoundPiece) -> Iterator[str]:
    """Yield how old a piece is, how it was made, its digest and where it is named."""
    if piece.age is not None:
        ahead = piece.age.total_seconds() < 0
        yield f"made {spoken(piece.age)} {'ahead' if ahead else 'ago'}"
    if piece.command is not None:
        ended = f"which {'failed' if piece.exit_code else 'ended'} with {piece.exit_code}"
        yield f"recorded in {piece.record}: {quoted(' '.join(piece.command))}, {ended}"
    if piece.commit is not None:
        yield f"commit {piece.commit[:_SHORT]}"
    if piece.digest is not None:
        yield piece.digest[:_DIGEST]
    yield "found unasked" if piece.named is None else f"named in {piece.named}"


def _names(piece: FoundPiece) -> Iterator[str]:
    yield piece.path
    if piece.record is not None:
        yield piece.record


def _sum(report: EvidenceReport) -> str:
    rules = report.rules
    if not rules:
        return f"no rule of {report.policy} asks for evidence"
    said = [
        f"{number} {word}"
        for status, (word, _) in _WORDS.items()
        if (number := sum(rule.status is status for rule in rules))
    ]
    what = counted(len(rules), "rule")
    return f"{what} of {report.policy} that evidence decides: {', '.join(said)}"


def _asked(rule: RuleStanding) -> str:
    """Return what the rule asks for, and what it gets."""
    if rule.status is Status.PASS and rule.reached is not None:
        return f"{rule.reached.label} (asks for {rule.required.label})"
    cause = f", {rule.cause}" if rule.cause is not None else ""
    return f"asks for {rule.required.label}{cause}"


def _rested(evidence: Evidence) -> str:
    short = (evidence.commit or "")[:_SHORT]
    commit = f" at {short}" if short not in evidence.source else ""
    return f"{evidence.kind}: {evidence.source}{commit}"
