"""No secret that stands in a plan is repeated by what is said about it."""

import re
from collections.abc import Iterable, Iterator

from deploylint.model.plan import Plan
from deploylint.model.report import Item
from deploylint.model.secrets import MASK, masked, secrets_in
from deploylint.model.statements import texts
from deploylint.model.verdict import Evidence, Finding

_MOST = 100
"""So many secrets are known again without what stands beside them."""

_TELLING = 8
"""Shorter ones of letters alone could be any word, so they are known by what is beside them."""


def without_secrets(items: Iterable[Item], plan: Plan) -> tuple[Item, ...]:
    """Return the items with `****` in place of each secret of the plan.

    What the policy says is left alone. A plan without a secret, as most are, costs a look at its
    texts, which a rule about secrets takes anyway.
    """
    found = [text.text for text in texts(plan.data) if secrets_in(text.text)]
    if not found:
        return tuple(items)
    hidden = _Hidden(found)
    return tuple(_item(item, hidden) for item in items)


class _Hidden:
    """The secrets of one plan, by their form and by their values."""

    def __init__(self, found: Iterable[str]) -> None:
        values = dict.fromkeys(_values(found))
        # of two that begin alike the longer goes first, lest its end be left
        self._values = sorted(list(values)[:_MOST], key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return `text` without secrets."""
        shown = masked(text)
        for value in self._values:
            if value in shown:
                shown = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", MASK, shown)
        return shown

    def maybe(self, text: str | None) -> str | None:
        """Return `text` without secrets, if there is any text."""
        return None if text is None else self(text)


def _values(found: Iterable[str]) -> Iterator[str]:
    for text in found:
        for secret in secrets_in(text):
            value = text[secret.start : secret.end]
            if len(value) >= _TELLING or not value.isalpha():
                yield value


def _item(item: Item, hidden: _Hidden) -> Item:
    own = item.origin is None
    return item._replace(
        rule=hidden(item.rule) if own else item.rule,
        title=hidden(item.title) if own else item.title,
        reason=hidden(item.reason),
        fix=hidden.maybe(item.fix),
        waiver=hidden.maybe(item.waiver),
        findings=tuple(_finding(finding, hidden) for finding in item.findings),
        evidence=tuple(_evidence(evidence, hidden) for evidence in item.evidence),
    )


def _finding(finding: Finding, hidden: _Hidden) -> Finding:
    return finding._replace(message=hidden(finding.message))


def _evidence(evidence: Evidence, hidden: _Hidden) -> Evidence:
    return evidence._replace(source=hidden(evidence.source), commit=hidden.maybe(evidence.commit))
