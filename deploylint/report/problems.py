"""What is wrong as problems, each at one place, for formats that show them beside the code."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.policy import Severity
from deploylint.model.report import Answer, Item, Refusal, Report
from deploylint.model.verdict import Status
from deploylint.model.wording import quoted
from deploylint.report.decided import nothing_judged
from deploylint.report.found import Found, found, repeats
from deploylint.report.style import Style

UNJUDGED = "plan-judged"
"""Stands for a rule where a file could not be judged."""

JUDGED = "The plan can be judged"

OWN_LINE = "checklist-item"
"""Stands for a rule where a line of the checklist belongs to none."""

SETTINGS = ".deploylint.yaml"
"""Where a format that asks for a file shows what no file is to blame for."""

_LONG = 1000
"""The longest line that is known by its words."""


class Problem(NamedTuple):
    """What is wrong at one place.

    `rule` is an id, `title` what should be. `item` is the failing item; None where a file could not
    be judged. `plan` is where the plan of a report starts, `document` which one of its file it is.
    The files of `at` and `plan` are relative to the root of the repository. `fingerprint` stays the
    same when lines move, and differs between any two problems of a report.
    """

    rule: str
    title: str
    message: str
    at: Location
    blocking: bool
    severity: Severity
    fingerprint: str
    item: Item | None = None
    fix: str | None = None
    waiver: str | None = None
    plan: Location | None = None
    document: int = 1


class _Sight(NamedTuple):
    """A report under way: its plan, files by how they are shown, and what is known by what.

    `lines` are source lines by what they are known by.
    """

    report: Report
    style: Style
    plan: Location
    files: dict[str, str]
    seen: dict[str, int]
    lines: dict[str, str]

    def rooted(self, at: Location) -> Location:
        """Return a place with its file relative to the root; few files have many places."""
        if at.file not in self.files:
            self.files[at.file] = self.style.from_root(at.file)
        return at._replace(file=self.files[at.file])


def rule_id(item: Item) -> str:
    """Return the id of the rule that an item is about, or what stands for none."""
    return OWN_LINE if item.origin is None else item.rule


def _problems(report: Report, style: Style) -> Iterator[Problem]:
    """Yield what is wrong, in the order of the report: each item once for each of its places."""
    plan = report.plan.at._replace(file=style.from_root(report.plan.file))
    sight = _Sight(report, style, plan, {report.plan.file: plan.file}, {}, {})
    for item in report.items:
        if item.status is Status.FAIL:
            places = _places(item, report)
            whole = len(places) == 1 or not repeats(item)
            for at, seen in places.items():
                message = _message(item, seen, whole=whole)
                whole = False
                yield _problem(sight, item, at, seen, message)


def _refused(refusal: Refusal, style: Style) -> Iterator[Problem]:
    """Yield why a file could not be judged, each reason at its place."""
    seen: dict[str, int] = {}
    name = style.from_root(refusal.file)
    for trouble in refusal.troubles:
        at = trouble.at or Location(refusal.file, 1, 1)
        yield Problem(
            rule=UNJUDGED,
            title=JUDGED,
            message=trouble.message,
            at=at._replace(file=style.from_root(at.file)),
            blocking=True,
            severity=Severity.ERROR,
            fingerprint=_fingerprint((name, UNJUDGED, trouble.message), seen),
            fix=trouble.hint,
        )


class Run:
    """The problems of one answer after the other, with fingerprints that differ between all.

    Of an answer with problems one short text is kept, of others nothing.
    """

    def __init__(self, style: Style) -> None:
        """Begin a run; nothing is known yet."""
        self._style = style
        self._met: dict[str, int] = {}

    def problems(self, answer: Answer) -> Iterator[Problem]:
        """Yield what is wrong with a plan; where nothing of it was judged, that this is so.

        A plan that was met before is told apart by how often, so each of its problems counts again.
        """
        times = 0
        for problem in wrong(answer, self._style):
            times = times or self._meet(answer)
            again = problem.fingerprint if times == 1 else _digest((problem.fingerprint, times))
            yield problem._replace(fingerprint=again)

    def _meet(self, answer: Answer) -> int:
        """Return how many times a plan was met with problems, this time included."""
        if isinstance(answer, Refusal):
            file, document = answer.file, 0
        else:
            file, document = answer.plan.file, answer.plan.document
        name = repr((self._style.from_root(file), document))
        self._met[name] = times = self._met.get(name, 0) + 1
        return times


def wrong(answer: Answer, style: Style) -> Iterator[Problem]:
    """Yield what is wrong with an answer: why a file, or anything of it, could not be judged, too.

    Fingerprints differ within the answer; `Run` makes them differ between answers.
    """
    if isinstance(answer, Refusal):
        yield from _refused(answer, style)
    elif nothing_judged(answer):
        yield _unjudged(answer, style)
    else:
        yield from _problems(answer, style)


def _unjudged(report: Report, style: Style) -> Problem:
    """Return that no rule had anything to say: the plan is blocked, and no item says why."""
    at = report.plan.at._replace(file=style.from_root(report.plan.file))
    return Problem(
        rule=UNJUDGED,
        title=JUDGED,
        message=f"nothing was judged: no rule of the policy {quoted(report.policy)} applies to the"
        " plan",
        at=at,
        blocking=True,
        severity=Severity.ERROR,
        fingerprint=_digest((at.file, report.plan.document, UNJUDGED)),
        fix="Choose a policy, or stages, with rules that apply; `deploylint check` says of each why"
        " it does not.",
        plan=at,
        document=report.plan.document,
    )


def _problem(sight: _Sight, item: Item, at: Location, seen: list[Found], message: str) -> Problem:
    report, rooted = sight.report, sight.rooted(at)
    line = _line(sight, at, seen)
    known = (sight.plan.file, report.plan.document, rule_id(item), item.rule, rooted.file, line)
    return Problem(
        rule=rule_id(item),
        title=item.title,
        message=message,
        at=rooted,
        blocking=item.blocks,
        severity=item.severity,
        fingerprint=_fingerprint(known, sight.seen),
        item=item,
        fix=item.fix,
        waiver=item.waiver,
        plan=sight.plan,
        document=report.plan.document,
    )


def _places(item: Item, report: Report) -> dict[Location, list[Found]]:
    """Return what is found at each place; what has none is at the plan."""
    places: dict[Location, list[Found]] = {}
    for one in found(item, report):
        places.setdefault(one.at or report.plan.at, []).append(one)
    return places or {report.plan.at: []}


def _message(item: Item, seen: list[Found], *, whole: bool) -> str:
    """Return what is wrong at a place: the `whole` reason, and what the findings say beyond it.

    Of several places only the first says the reason, and none where the findings say it.
    """
    told = [text for one in seen for text in one.told]
    messages = [item.reason, *told] if whole else told
    return "; ".join(dict.fromkeys(filter(None, messages))) or item.reason or item.title


def _line(sight: _Sight, at: Location, seen: list[Found]) -> str:
    """Return the line that stands at a place, by which it is known when lines move.

    A file of one line may have a problem at each word, so a long line stands as its digest.
    """
    known = next((one.line for one in seen if one.line), "")
    places = sight.report.plan.places
    if not known and at.file == places.file:
        known = places.line(at.line)
    if known not in sight.lines:
        words = " ".join(known.split())
        sight.lines[known] = words if len(words) <= _LONG else _digest((words,))
    return sight.lines[known]


def _fingerprint(known: tuple[object, ...], seen: dict[str, int]) -> str:
    """Return a fingerprint; the second of two that are alike counts as another one."""
    digest = _digest(known)
    seen[digest] = number = seen.get(digest, 0) + 1
    return digest if number == 1 else _digest((*known, number))


def _digest(known: tuple[object, ...]) -> str:
    """Return 32 hexadecimal digits; what does not print, surrogates too, `repr` writes in ASCII."""
    return sha256(repr(known).encode("utf-8")).hexdigest()[:32]
