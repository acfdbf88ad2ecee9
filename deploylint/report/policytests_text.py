"""What came of the tests of policies, for people."""

from collections.abc import Iterator

from deploylint.model.policytests import Mismatch, Outcome, PolicyCoverage, PolicyTestReport
from deploylint.model.wording import counted
from deploylint.report.escape import printable
from deploylint.report.layout import MARGIN, Tone, hang, tint, usable
from deploylint.report.snippet import snippet
from deploylint.report.style import Style


def render(report: PolicyTestReport, style: Style) -> Iterator[str]:
    """Yield what came of each test, the counts, and the coverage, line by line."""
    for line in _lines(report, style):
        yield f"{line}\n"


def _lines(report: PolicyTestReport, style: Style) -> Iterator[str]:
    for file in dict.fromkeys(outcome.file for outcome in report.outcomes):
        outcomes = [outcome for outcome in report.outcomes if outcome.file == file]
        shown = [outcome for outcome in outcomes if outcome.mismatches or not style.quiet]
        if shown:
            title = printable(f"{file}: {outcomes[0].policy}")
            for line in hang("", title, usable(style.width), 2):
                yield tint(line, Tone.STRONG, color=style.color)
            for outcome in shown:
                yield from _outcome(outcome, style)
            yield ""
    yield from _counts(report, style)
    for one in report.coverage:
        yield from _coverage(one, report, style)


def _outcome(outcome: Outcome, style: Style) -> Iterator[str]:
    passed = not outcome.mismatches
    word, tone = ("pass", Tone.GOOD) if passed else ("FAIL", Tone.BAD)
    head = f"  {tint(word, tone, color=style.color)}  "
    yield from hang(head, printable(outcome.name), usable(style.width))
    for mismatch in outcome.mismatches:
        yield from _mismatch(mismatch, style)


def _mismatch(mismatch: Mismatch, style: Style) -> Iterator[str]:
    yield f"    --> {printable(str(mismatch.at))}"
    message = mismatch.message
    if mismatch.source.strip():
        message = yield from snippet(mismatch.source, mismatch.at, message, Tone.BAD, style)
    if message:
        yield from hang(" " * MARGIN, printable(message), usable(style.width))


def _counts(report: PolicyTestReport, style: Style) -> Iterator[str]:
    failed = sum(bool(outcome.mismatches) for outcome in report.outcomes)
    number = counted(len(report.outcomes), "test")
    if not report.outcomes:
        word, tone = "no test ran", Tone.BAD
    elif failed:
        word, tone = f"{failed} of {number} failed", Tone.BAD
    else:
        word, tone = f"{number} passed", Tone.GOOD
    yield tint(word, tone, color=style.color)


def _coverage(one: PolicyCoverage, report: PolicyTestReport, style: Style) -> Iterator[str]:
    width = usable(style.width)
    said = (
        f"{one.policy}: {len(one.failing)} of {counted(len(one.rules), 'rule')} seen to fail,"
        f" {len(one.passing)} to pass"
    )
    yield from hang("", printable(said), width, 2)
    if one.policy in report.thin:
        wanted = f"that is less than the {report.minimum}% asked for"
        yield tint(f"  {wanted}", Tone.BAD, color=style.color)
    unseen = [rule for rule in one.rules if rule not in one.failing]
    if unseen and style.verbose:
        names = ", ".join(unseen)
        yield from hang("  ", printable(f"never seen to fail: {names}"), width, 4)
