"""What there is to know about a rule, for people: what it asks, why, how to comply."""

from collections.abc import Iterator

from deploylint.model.explanation import Explanation, Told
from deploylint.model.policy import Rule
from deploylint.report.escape import printable
from deploylint.report.explained import shown
from deploylint.report.layout import Tone, hang, tint, usable
from deploylint.report.style import Style

_LABEL = 14
"""The columns that labels take, with the blanks around them."""

_WIDEST = 88
"""Longer lines are hard to read."""


def render(told: Explanation, style: Style) -> Iterator[str]:
    """Yield the explanation, line by line."""
    page = _Page(style)
    for line in page.lines(told):
        yield f"{line}\n"


class _Page:
    """Lays out one explanation."""

    def __init__(self, style: Style) -> None:
        """Lay out as `style` says, and no wider than is easily read."""
        self.color = style.color
        self.width = min(usable(style.width), _WIDEST)

    def lines(self, told: Explanation) -> Iterator[str]:
        """Yield the lines of `told`."""
        rule = told.rule
        if rule is not None:
            yield from self._strong(f"{rule.id}: {rule.title}")
            other = rule.titles.get("fr")
            if other and other != rule.title:
                yield from self._text(other)
            yield ""
            for label, text in _facts(rule, told.policy or ""):
                yield from self._labelled(label, text)
        if told.what:
            yield from [""] if rule is not None else []
            name = told.check or told.name
            yield from self._strong(f"{'check ' if rule else ''}{name}: {told.what}")
        for title, text in (("Why", told.why), ("How to fix", told.how_to_fix)):
            if text:
                yield from self._title(title)
                yield from self._paragraphs(text)
        yield from self._title("Evidence")
        for name, meaning in told.evidence:
            yield from self._text(f"{name}: {meaning}")
        if told.parameters:
            yield from self._title("Parameters")
        for parameter in told.parameters:
            yield from self._parameter(parameter)

    def _title(self, text: str) -> Iterator[str]:
        yield ""
        yield from self._strong(text)

    def _strong(self, text: str) -> Iterator[str]:
        for line in hang("", printable(text), self.width, 2):
            yield tint(line, Tone.STRONG, color=self.color)

    def _text(self, text: str, indent: int = 2) -> Iterator[str]:
        yield from hang(" " * indent, printable(text), self.width, indent)

    def _labelled(self, label: str, text: str) -> Iterator[str]:
        shown = tint(label, Tone.STRONG, color=self.color) + " " * (_LABEL - 2 - len(label))
        yield from hang(f"  {shown}", printable(text), self.width, _LABEL)

    def _paragraphs(self, text: str) -> Iterator[str]:
        """Yield the paragraphs; commands stand on lines of their own and are never broken."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                yield ""
            if paragraph.startswith("    "):
                yield from paragraph.splitlines()
            else:
                yield from self._text(paragraph)

    def _parameter(self, one: Told) -> Iterator[str]:
        yield from self._text(f"{one.name} = {shown(one.value)}")
        default = "" if one.value == one.default else f" The default is {shown(one.default)}."
        yield from self._text(f"{one.meaning} Takes {one.takes}.{default}", 6)


def _facts(rule: Rule, policy: str) -> Iterator[tuple[str, str]]:
    """Yield what a policy says about a rule, each with its label."""
    yield "policy", f"{policy} ({rule.at})"
    yield "stage", f"{rule.stage}, category {rule.category}"
    severity = f"off: {rule.disabled}" if rule.disabled else rule.severity.label
    yield "severity", f"{severity}; when it fails: {rule.on_fail.label}"
    yield "assurance", f"at least {rule.assurance.label}"
    if rule.when:
        told = (f"{c.field} is {' or '.join(c.allowed)}" for c in rule.when)
        yield "applies", f"when {' and '.join(told)}"
    if not rule.na_allowed:
        yield "na", "never accepted from a person"
    if rule.aliases:
        yield "answered by", "; ".join(rule.aliases)
    if rule.fix:
        yield "fix", rule.fix
