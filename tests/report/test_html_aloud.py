"""What somebody who listens to the page hears."""

from typing import NamedTuple

import pytest

from tests.report.browser import CHROMIUM, Tab
from tests.report.conftest import Show
from tests.report.shownanswers import everything

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

LANDMARKS = (
    *("main", "contentinfo", "search", "region"),
    *("heading", "searchbox", "button", "status", "article"),
)


class Said(NamedTuple):
    """What an accessibility tree says about one thing on a page."""

    role: str
    name: str


COMPLETE = (
    "fail rollback-plan-present The rollback plan is complete: command, target, trigger, "
    "time limit and owner blocks"
)

HEARD = [
    Said("main", ""),
    Said("region", "Abort : exports v2.0.0 to production"),
    Said("heading", "Abort : exports v2.0.0 to production"),
    Said("search", "Find items"),
    Said("searchbox", "Search items"),
    Said("button", "fail 6 items"),
    Said("button", "warning 1 item"),
    Said("button", "info 1 item"),
    Said("button", "waived 1 item"),
    Said("button", "pass 1 item"),
    Said("button", "na 1 item"),
    Said("button", "Open all details"),
    Said("status", ""),
    Said("heading", "What fails"),
    Said("article", "fail no-placeholders No template text is left in the plan blocks"),
    Said("heading", "fail no-placeholders No template text is left in the plan blocks"),
    Said("article", "fail migrations-reversible Every migration can be rolled back blocks"),
    Said("heading", "fail migrations-reversible Every migration can be rolled back blocks"),
    Said(
        "article",
        COMPLETE,
    ),
    Said(
        "heading",
        COMPLETE,
    ),
    Said("article", "fail communication-planned The communication is planned blocks"),
    Said("heading", "fail communication-planned The communication is planned blocks"),
    Said("article", "fail staging-validated Staging is validated blocks"),
    Said("heading", "fail staging-validated Staging is validated blocks"),
    Said("article", "fail Le client a donné son accord écrit blocks"),
    Said("heading", "fail Le client a donné son accord écrit blocks"),
    Said("article", "warning end-to-end-tests-pass The end-to-end tests pass"),
    Said("heading", "warning end-to-end-tests-pass The end-to-end tests pass"),
    Said("article", "info release-size-reasonable The release is of a reasonable size"),
    Said("heading", "info release-size-reasonable The release is of a reasonable size"),
    Said("article", "waived migrations-keep-data The migrations keep the data"),
    Said("heading", "waived migrations-keep-data The migrations keep the data"),
    Said("heading", "Checklist"),
    Said("heading", "Pre-deploy"),
    Said("heading", "plan"),
    Said("heading", "tests"),
    Said("heading", "database"),
    Said("heading", "rollback"),
    Said("heading", "communication"),
    Said("heading", "staging"),
    Said("heading", "checklist"),
    Said("heading", "code"),
    Said("heading", "Deployment windows"),
    Said("heading", "Stricter policies"),
    Said("heading", "Taken for granted"),
    Said("heading", "Policy and plan"),
    Said("contentinfo", ""),
]


def spoken(tab: Tab) -> list[Said]:
    """Return what is read aloud, in the order of the page."""
    nodes = {node["nodeId"]: node for node in tab.call("Accessibility.getFullAXTree")["nodes"]}
    found: list[Said] = []
    waiting = [next(iter(nodes))]
    while waiting:
        node = nodes[waiting.pop()]
        waiting += [child for child in reversed(node["childIds"]) if child in nodes]
        if not node["ignored"]:
            name = " ".join(node.get("name", {}).get("value", "").split())
            found.append(Said(node["role"]["value"], name))
    return found


def test_what_is_read_aloud(show: Show) -> None:
    told = spoken(show(everything()))
    assert [one for one in told if one.role in LANDMARKS] == HEARD
    day = "All day: 00:00-10:00 avoid; 10:00-16:00 recommended; 16:00-24:00 avoid."
    assert Said("StaticText", day.replace("-", "\N{EN DASH}")) in told


def test_a_page_without_script_holds_everything_but_the_search(show: Show, tab: Tab) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab = show(everything())
        told = spoken(tab)
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)
    assert not [one for one in told if one.role in ("search", "searchbox", "button")]
    assert len([one for one in told if one.role == "DisclosureTriangle"]) == 11
