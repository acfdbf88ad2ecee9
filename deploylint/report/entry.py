"""The lines of one item in a text report."""

from collections.abc import Iterable, Iterator

from deploylint.model.location import Location
from deploylint.model.policy import Severity
from deploylint.model.report import Item, Report
from deploylint.model.verdict import Status
from deploylint.report.decided import rests_on
from deploylint.report.escape import printable
from deploylint.report.found import found, line
from deploylint.report.layout import MARGIN, Tone, columns, hang, tint, usable
from deploylint.report.style import Style

_SHORT = {Status.PASS: ("pass", Tone.GOOD), Status.NA: ("na", Tone.FAINT)}
_FAILING = {
    Severity.ERROR: ("FAIL", Tone.BAD),
    Severity.WARNING: ("WARN", Tone.WARN),
    Severity.INFO: ("INFO", Tone.STRONG),
}
_EDGE = " " * MARGIN
_MOST_FINDINGS = 10


class Entries:
    """Lays out the items of one report.

    Names end in a colon, without which those who listen hear name and reason as one.
    """

    def __init__(self, report: Report, style: Style) -> None:
        """Lay out items of `report` as `style` says."""
        self.report = report
        self.style = style
        self.width = usable(style.width)

    def lines(self, items: Iterable[Item]) -> Iterator[str]:
        """Yield the items of one category: first what is in order, then what fails, set apart."""
        failing = [item for item in items if item.status is Status.FAIL]
        short = [item for item in items if item.status is not Status.FAIL]
        for item in short:
            yield from self._short(item)
        for number, item in enumerate(failing):
            if number or short:
                yield ""
            yield from self._failing(item)

    def _short(self, item: Item) -> Iterator[str]:
        word, tone = _SHORT[item.status]
        head = f"  {tint(word, tone, color=self.style.color)}{' ' * (6 - len(word))}"
        said = printable(f"{item.rule}: {item.reason}")
        yield from hang(head, said, self.width)
        for note in item.findings:
            yield from self._labelled("  note: ", note.message)
            if note.at is not None:
                yield from self._place(
                    note.at, "", Tone.STRONG, line(note.at, note.source, self.report)
                )
        yield from self._details(item)

    def _failing(self, item: Item) -> Iterator[str]:
        word, tone = _FAILING[item.severity]
        if item.waiver is not None:
            tone = Tone.WARN
        yield from self._what(item, tint(word, tone, color=self.style.color))
        if item.waiver is not None:
            yield from self._labelled(_EDGE, f"waived: {item.waiver}")
        yield from self._findings(item, tone)
        if item.origin is not None:
            yield from self._labelled("  rule: ", self._demanded(item))
        if item.fix is not None:
            yield from self._labelled("   fix: ", item.fix)
        yield from self._details(item)

    def _what(self, item: Item, word: str) -> Iterator[str]:
        """Yield what is wrong: with which item, and how."""
        name, reason = printable(item.rule), printable(item.reason)
        waived = "" if item.waiver is None else " (waived)"
        if " " in name:  # a line of the checklist that belongs to no rule
            yield from hang(f"  {word}  ", f"{name}{waived}: {reason}", self.width)
            return
        head = f"  {word}  {tint(name, Tone.STRONG, color=self.style.color)}{waived}: "
        yield from hang(head, reason, self.width, MARGIN, columns(name) + len(waived) + 2)

    def _findings(self, item: Item, tone: Tone) -> Iterator[str]:
        """Yield each place once, with what is wrong there unless the reason has said it."""
        shown = item.findings if self.style.verbose else item.findings[:_MOST_FINDINGS]
        for at, source, told in found(item._replace(findings=shown), self.report):
            if at is not None:
                yield from self._place(at, "; ".join(told), tone, source)
            else:
                for message in told:
                    yield from self._labelled("      - ", message)
        if len(shown) < len(item.findings):
            more = len(item.findings) - len(shown)
            yield from self._labelled(_EDGE, f"and {more} more, which --verbose shows")

    def _place(self, at: Location, message: str, tone: Tone, source: str) -> Iterator[str]:
        """Yield where a finding is, its source line if that is known, and what is wrong."""
        yield f"    --> {printable(str(at))}"
        if source and not source.isspace():
            # most reports have nothing to point at, and need no patterns of secrets
            from deploylint.report.snippet import snippet

            message = yield from snippet(source, at, message, tone, self.style)
        if message:
            yield from self._labelled(_EDGE, message)

    def _details(self, item: Item) -> Iterator[str]:
        """Yield, if asked for, on what the verdict rests and where the rule comes from."""
        if not self.style.verbose:
            return
        reached = "none" if item.assurance is None else item.assurance.label
        yield from self._detail(f"assurance: {reached} ({item.required_assurance.label} required)")
        if item.cause is not None:
            yield from self._detail(f"cause: {item.cause}; on fail: {item.on_fail.label}")
        for evidence in item.evidence:
            yield from self._detail(f"evidence: {rests_on(evidence)}")
        if item.origin is None or item.status is not Status.FAIL:
            yield from self._detail(f"rule: {self._demanded(item)}")

    def _demanded(self, item: Item) -> str:
        """Return what is demanded, by which line of the policy, and more if asked for."""
        more = [item.severity.label, f"stage {item.stage}"] if self.style.verbose else []
        if item.origin is None:
            return f"none ({', '.join(more)})"
        place = f"{item.origin.file}:{item.origin.line}"
        return f"{item.title} ({', '.join([place, *more])})"

    def _detail(self, text: str) -> Iterator[str]:
        return hang(_EDGE, printable(text), self.width, MARGIN + 2, -2)

    def _labelled(self, label: str, text: str) -> Iterator[str]:
        """Return the lines of `text` behind a label that fills the margin."""
        shown = label if label.isspace() else tint(label, Tone.STRONG, color=self.style.color)
        return hang(shown, printable(text), self.width)
