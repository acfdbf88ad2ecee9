"""A browser for all tests that look at pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploylint.model.report import Answer
from deploylint.report.html import render
from deploylint.report.style import Style
from tests.report.browser import Tab, browser

Show = Callable[..., Tab]


@pytest.fixture(scope="session")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture
def show(tab: Tab, tmp_path: Path) -> Show:
    def shown(*answers: Answer, width: int = 1000, dark: bool = False) -> Tab:
        file = tmp_path / "report.html"
        file.write_text("".join(render(answers, Style())), "utf-8")
        tab.look(width, dark=dark)
        tab.open(file)
        return tab

    return shown
