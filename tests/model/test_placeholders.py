"""What counts as template text, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.placeholders import placeholders_in

TEMPLATE_TEXT = [
    ("[tag/version]", ["[tag/version]"]),
    ("[staging|production]", ["[staging|production]"]),
    ("pass|fail|na", ["pass|fail|na"]),
    ("[comment rollback]", ["[comment rollback]"]),
    ("Version: [version], changes: [summary]", ["[version]", "[summary]"]),
    ("- [Feature 1]", ["[Feature 1]"]),
    ("Dashboard: [lien]", ["[lien]"]),
    ("ask [your team]", ["[your team]"]),
    ("<version>", ["<version>"]),
    ("ask <your-team> about <...>", ["<your-team>", "<...>"]),
    ("{{ version }}", ["{{ version }}"]),
    ("tag ${{ github.ref_name }}", ["${{ github.ref_name }}"]),
    ("deploying {version}", ["{version}"]),
    ("${VERSION}", ["${VERSION}"]),
    ("v$VERSION", ["v$VERSION"]),
    ("@VERSION@", ["@VERSION@"]),
    ("__VERSION__", ["__VERSION__"]),
    ("TODO", ["TODO"]),
    ("todo", ["todo"]),
    ("rollback (TODO: ask)", ["TODO"]),
    ("TBD by operations", ["TBD"]),
    ("FIXME", ["FIXME"]),
    ("INC-XXX", ["XXX"]),
    ("vX.Y.Z", ["vX.Y.Z"]),
    ("YYYY-MM-DD", ["YYYY-MM-DD"]),
    ("JJ/MM/AAAA", ["JJ/MM/AAAA"]),
    ("???", ["???"]),
    ("owner: ???", ["???"]),
    ("...", ["..."]),
    ("à définir", ["à définir"]),
    ("A\u0300 DE\u0301FINIR", ["À DÉFINIR"]),
    ("Rollback : à compléter", ["à compléter"]),
    ("a completer plus tard", ["a completer"]),
    ("to be defined", ["to be defined"]),
    ("changeme", ["changeme"]),
    ("use CHANGE_ME here", ["CHANGE_ME"]),
    ("Lorem ipsum dolor", ["Lorem ipsum"]),
]

REAL_TEXT = [
    "Homepage loads < 3s",
    "time limit <= 5 min, errors > 1 %",
    "p95 <500ms and errors >1%",
    "see [the notes](https://example.com/notes)",
    "[x] backup taken",
    "[ ]",
    "[x]",
    "[CHG-7]",
    "[1, 2, 3]",
    '["a", "b"]',
    "[a-z]",
    "http://[::1]:8080/health",
    "[::1]",
    "rate(http_requests_total[5m])",
    "items[0]",
    "[prod] deploying v1.2.0",
    "Map<String, List<Int>> is serialised",
    "<https://example.com> and <mail@example.com>",
    "<@U123> is told in <#C42>",
    "<b>done</b> and a line<br>more",
    "psql <down.sql >out.txt",
    "kubectl rollout undo deployment/${SERVICE}",
    "GET /users/{id} and /users/{name}",
    "docker inspect -f '{{.State.Status}}' app",
    "{{ $labels.instance }} is down",
    "stash@{1}",
    "Todo list loads",
    "TODO list loads",
    "No TODO left in the code",
    "aucun TODO restant",
    "TODO-42 is closed",
    "Really?",
    "v1.2.x is gone",
    "Le formulaire à remplir s'affiche",
    "An order to be confirmed shows its banner",
    "cat log | grep error",
    "100% of @operations",
    "#deployments: 'Deploying v1.2.0 to prod in 5min'",
    "",
]


@pytest.mark.parametrize(("text", "expected"), TEMPLATE_TEXT, ids=[t for t, _ in TEMPLATE_TEXT])
def test_template_text_is_found(text: str, expected: list[str]) -> None:
    assert list(placeholders_in(text)) == expected


@pytest.mark.parametrize("text", REAL_TEXT, ids=REAL_TEXT)
def test_real_text_is_left_alone(text: str) -> None:
    assert placeholders_in(text) == ()


@given(st.text() | st.text("[]<>{}|$?.TODOà définxX-_@% "))
def test_any_text_is_read_and_each_placeholder_is_quoted_from_it(text: str) -> None:
    for placeholder in placeholders_in(text):
        assert placeholder.strip() == placeholder != ""


@pytest.mark.parametrize("unit", ["[", "{{a", "<a", "TO", "a (", "?", "X", "[1", "[a]", "$"])
def test_long_texts_take_time_in_proportion(unit: str) -> None:
    assert isinstance(placeholders_in(unit * 100_000 + "!"), tuple)
