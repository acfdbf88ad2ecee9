"""The field and the buttons by which a page is searched and filtered."""

from collections.abc import Iterable

from deploylint.report.html_element import Markup, aloud, block, element
from deploylint.report.html_words import State


def search(what: str, states: Iterable[tuple[State, int]]) -> Markup:
    """Return the field and the buttons, which are there once the script of the page runs."""
    buttons = (
        element(
            "button",
            f"{state} ",
            element("span", str(number), class_="number"),
            aloud(f" {'item' if number == 1 else 'items'}"),
            type="button",
            class_=f"state {state}",
            aria_pressed="false",
            data_show=state,
        )
        for state, number in states
    )
    hint = element("kbd", "/", title="Press / to search", aria_hidden="true")
    field = Markup('<input type="search" id="query" autocomplete="off" spellcheck="false">')
    return block(
        "form",
        element("label", f"Search {what}", for_="query"),
        element("span", field, hint, class_="field"),
        block("div", *buttons, role="group", aria_label="Show only", class_="shown"),
        element("button", "Open all details", type="button", id="unfold", aria_pressed="false"),
        element("p", id="matches", role="status", aria_live="polite"),
        id="find",
        role="search",
        aria_label=f"Find {what}",
        hidden=True,
    )
