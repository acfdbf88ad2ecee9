"""The suites of a JUnit XML: how they nest, their times, and the commit that they state."""

import re
from collections.abc import Sequence

from deploylint.errors import UserError
from deploylint.facts.tests import Outcome, TestCase
from deploylint.formats.junitdialects import dialect_of, properties_of
from deploylint.formats.testfields import as_commit
from deploylint.formats.testtimes import Stated, parse_time
from deploylint.model.wording import quoted
from deploylint.read.xml import Element

SUITES = ("testsuites", "testsuite")

BAD = {"error": Outcome.ERROR, "failure": Outcome.FAILED}
"""What says that a test did not pass, worst first."""

COMMITS = (
    *("commit", "gitcommit", "gitcommitid", "gitcommitsha", "commitsha", "gitsha"),
    *("revision", "gitrevision", "vcsrevision", "scmrevision"),
)
"""Properties that name a commit, without dots, dashes and underscores; the first one counts."""

_COUNT = re.compile(r"-?[0-9]{1,9}")
_SIGNS = str.maketrans("", "", ".-_")


class Suite:
    """A suite while its file is read.

    `own` are the test cases directly in it, `cases` the tests that they stand for. `bad` and
    `skipped` count the elements that say so, in the end with those of the suites in it; `told` what
    its counts say beyond them. `seen` is how many runs of tests are shown, `unseen` how many are
    only counted, and `counts` is False where that says nothing. `time` is True when it is stated
    and no clock that is set says it.
    """

    __slots__ = (
        *("bad", "cases", "commit", "dialect", "element", "own", "parent"),
        *("counts", "seen", "skipped", "time", "told", "unseen", "untold"),
    )

    def __init__(self, element: Element, parent: "Suite | None", root: Element) -> None:
        """Take what the start tag and the properties state, else what the suite around it does."""
        self.element = element
        self.parent = parent
        self.dialect = dialect_of(element, root)
        self.own: list[Element] = []
        self.cases: list[TestCase] = []
        self.bad = self.skipped = self.told = self.untold = 0
        self.seen = self.unseen = 0
        self.counts = self.dialect.counts
        written = element.get("timestamp")
        around = parent.time if parent else None
        self.time: Stated | bool | None = (parse_time(written) or True) if written else around
        self.commit: str | None = _commit(element) or (parent.commit if parent else None)

    def negative(self, count: str) -> bool:
        """Say whether a count is less than nothing."""
        written = self.element.get(count) or ""
        return written.startswith("-") and written.strip("-0") != ""

    def stated(self, count: str, name: str) -> int | None:
        """Return a count that the suite states in the file `name`, None when it does not.

        Raises UserError when it is no number. What is less than nothing is 0 here.
        """
        written = self.element.get(count)
        if not written:
            return None
        if not _COUNT.fullmatch(written):
            message = f"says {quoted(written)} where the number of `{count}` is expected"
            raise UserError(message, f"{name}:{self.element.line}")
        return max(0, int(written))


def walk(root: Element) -> tuple[list[Suite], list[Element]]:
    """Return the suites, those around others first, and the failures that are in no test case."""
    suites = [Suite(root, None, root)]
    stray = []
    waiting = [(child, suites[0]) for child in reversed(root.children)]
    while waiting:
        element, suite = waiting.pop()
        below = element.children
        if element.tag in SUITES:
            suite = Suite(element, suite, root)
            suites.append(suite)
        elif element.tag == "testcase":
            suite.own.append(element)
            below = [child for child in below if child.tag in (*SUITES, "testcase")]
        elif element.tag in BAD:
            stray.append(element)
        waiting.extend((child, suite) for child in reversed(below))
    return suites, stray


def time_of(suites: Sequence[Suite]) -> Stated | None:
    """Return the oldest time that `suites` state; None when one states none."""
    times = [suite.time for suite in suites]
    known = [time for time in times if isinstance(time, Stated)]
    if None in times or not known:
        return None
    return Stated(min(time.time for time in known), any(time.vague for time in known))


def commit_of(suites: Sequence[Suite], name: str) -> str | None:
    """Return the commit that all `suites` state. Raises UserError when they state several."""
    found = {suite.commit for suite in suites}
    known = sorted((one for one in found if one is not None), key=lambda one: (len(one), one))
    for one in known:
        if not known[-1].startswith(one):
            raise UserError(f"holds tests of two commits, {one} and {known[-1]}", name)
    return known[-1] if known and None not in found else None


def _commit(suite: Element) -> str | None:
    stated: dict[str, str] = {}
    for one in properties_of(suite):
        key = (one.get("name") or "").lower().translate(_SIGNS)
        value = as_commit((one.get("value") or one.text).strip()) if key in COMMITS else None
        if value is not None:
            stated.setdefault(key, value)
    return next((stated[key] for key in COMMITS if key in stated), None)
