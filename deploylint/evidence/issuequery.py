"""What a recorded command asked an issue tracker, and why its answer may not be the whole one."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from deploylint.evidence.commandwords import name_of, words_of
from deploylint.evidence.issueasked import (
    CLIENTS,
    SEARCH,
    asks_for_issues,
    filtered,
    plain_repository,
    repositories,
    searched,
)
from deploylint.facts.issues import IssueList
from deploylint.facts.source import Piece, RecordedRun
from deploylint.model.wording import counted, listed, quoted

SHORT = {
    "-l": "label",
    "-L": "limit",
    "-P": "per-page",
    "-s": "state",
    "-S": "search",
    "-a": "assignee",
    "-m": "milestone",
}
"""Options of gh and glab; other programs mean other things by these letters."""

LABELS = frozenset(("label", "labels"))
LIMITS = frozenset(("limit", "per-page", "per_page", "maxresults"))
STATES = frozenset(("state", "is", "status"))
_PERSONS = "assignee assignee_id assignee_username author author_id author_username"
PERSONS = frozenset(f"{_PERSONS} creator mention mentioned mentions app".split())
NARROWING = frozenset(
    (
        *("milestone", "milestone_id", "milestone_title", "since", "search", "created", "updated"),
        *("created_after", "created_before", "updated_after", "updated_before", "iids", "iids[]"),
        *("no", "in", "not", "confidential", "weight", "epic_id", "iteration_id", "closed"),
        *("involves", "commenter", "linked", "reason", "comments", "interactions"),
    )
)
"""Other things by which a question leaves issues out."""

_SETTING = re.compile(r"(?<![\w-])([A-Za-z_-]+)[:=](?:\"([^\"]*)\"|([^\s&\"]+))")


class Query(NamedTuple):
    """What a command asks for; `labels` and `persons` are what it narrows its question to.

    An issue must have each of the labels that are not `alternatives`. `narrowed` are other words
    that leave issues out, and `repositories` those that it was told to ask about. `limit` is how
    many issues it asks for at most, `paged` that it asks until there are no more; `picked` says
    that the answer was filtered before it was written.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    closed: bool = False
    limit: int | None = None
    paged: bool = False
    picked: bool = False
    alternatives: bool = True
    narrowed: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()

    def reaches(self, programs: Sequence[str]) -> bool:
        """Say whether one of `programs` is asked for issues."""
        return asks_for_issues(self.words, programs)


def read_query(run: RecordedRun) -> Query:
    """Return what the command of `run` asks for, as far as its arguments say."""
    outputs = {sealed.path for sealed in run.outputs}
    words = tuple(word for word in words_of(run.command) if word.lstrip(">") not in outputs)
    pairs = tuple(_settings(words))
    limits = [int(value) for key, value in pairs if key in LIMITS and value.isdecimal()]
    asked = [values for key, values in pairs if key in LABELS]
    labels = [value for values in asked for value in values.split(",")]
    # what clients search for is taken apart
    judged = PERSONS | ({"search"} if any(name_of(word) in CLIENTS for word in words) else set())
    tokens = [one for one in searched(words) if one.partition(":")[0].lower() not in PERSONS]
    judged |= {one.partition(":")[0].lower() for one in tokens}
    narrowed = [f"{key} {value}" for key, value in pairs if key in NARROWING - judged] + tokens
    return Query(
        words=words,
        labels=tuple(label.strip() for label in labels if label.strip()),
        persons=tuple(f"{key} {value}" for key, value in pairs if key in PERSONS),
        closed="--closed" in words
        or any(key in STATES and value.lower() == "closed" for key, value in pairs),
        limit=min(limits, default=None),
        paged="--paginate" in words,
        picked=filtered(words, run.command),
        alternatives=not labels[1:] or (not asked[1:] and _in_search(words)),
        narrowed=tuple(dict.fromkeys(narrowed)),
        repositories=tuple(repositories(words)),
    )


def _in_search(words: Sequence[str]) -> bool:
    """Say whether labels stand in a search, where a comma means `or`."""
    return any("label:" in word for word in words)


def _settings(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield options, parameters of addresses, and `key:value` of searches, keys in lower case."""
    ours = any(word.rpartition("/")[2] in ("gh", "glab") for word in words)
    for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
        following = "" if after.startswith("-") else after
        if word.startswith("--") and not word.startswith("--search="):
            name, equals, value = word[2:].partition("=")
            yield name.lower(), value if equals else following
            continue
        if ours and word[:2] in SHORT and before not in SEARCH:
            yield SHORT[word[:2]], word[2:].removeprefix("=") or following
            continue
        for match in _SETTING.finditer(_decoded(word)):
            yield match[1].lower(), match[2] if match[2] is not None else match[3]


def _decoded(word: str) -> str:
    if "%" not in word:
        return word
    # few addresses hold anything encoded
    from urllib.parse import unquote

    return unquote(word)


class Asked(NamedTuple):
    """Which question is believed.

    It goes to one of `programs`, about `repository` (`owner/name`; empty where nothing is demanded)
    and for labels that are `wanted`.
    """

    programs: Sequence[str]
    repository: str
    wanted: Callable[[str], bool]


def gaps(piece: Piece[IssueList], asked: Asked) -> Iterator[str]:
    """Yield why a list may lack open issues with a label that is wanted.

    Each is a clause about the file: "holds 50 of 240 issues".
    """
    run, content = piece.source.run, piece.content
    if content is None or run is None:
        return
    said = quoted(" ".join(run.command))
    if run.exit_code:
        yield f"was written by {said}, which ended with {run.exit_code}"
    if content.single:
        yield "describes a single issue; list all that are open"
    elif content.missing is not None:
        yield f"{content.missing}; ask for all of them"
    query = read_query(run)
    if not query.reaches(asked.programs):
        yield f"was written by {said}, which asks no issue tracker that is known for issues"
    yield from _astray(query, asked.repository)
    yield from _narrowed(query, asked.wanted)
    yield from _cut_off(query, content)


def _astray(query: Query, repository: str) -> Iterator[str]:
    """Yield that another repository was asked about than the one whose bugs count."""
    wanted = plain_repository(repository)
    named = listed([quoted(one) for one in query.repositories]) if query.repositories else ""
    if named and not wanted:
        yield (
            f"answers for the repository {named}, and no policy says that its bugs count;"
            " name it under `repository` of the rule, or ask without it"
        )
    elif any(one != wanted for one in query.repositories):
        yield f"answers for the repository {named}, and the bugs of {quoted(wanted)} count"
    elif wanted and not named and not _mentions(query, wanted):
        yield f"does not ask about {quoted(wanted)}, whose bugs count"


def _mentions(query: Query, repository: str) -> bool:
    """Say whether the repository is named, or the one that a client is started in is asked."""
    at_home = any(name_of(word) in CLIENTS for word in query.words)
    return at_home or any(repository in plain_repository(_decoded(word)) for word in query.words)


def _narrowed(query: Query, wanted: Callable[[str], bool]) -> Iterator[str]:
    if query.labels and not any(map(wanted, query.labels)):
        yield f"answers only for issues with the label {listed([quoted(w) for w in query.labels])}"
    elif not query.alternatives:
        labels = listed([quoted(label) for label in query.labels])
        yield f"answers only for issues that have all of {labels}; ask for all issues"
    if query.narrowed:
        yield f"answers only for a part: {listed([quoted(word) for word in query.narrowed])}"
    if query.persons:
        yield f"answers only for {listed([quoted(person) for person in query.persons])}"
    if query.closed:
        yield "answers only for issues that are closed"
    if query.picked:
        yield "was filtered after the tracker had answered; write down the whole answer"


def _cut_off(query: Query, content: IssueList) -> Iterator[str]:
    """Yield that the list is as long as was asked for at most, or as a page usually is."""
    number = len(content.issues)
    if content.single or content.missing or not content.pages or query.paged or not number:
        return
    if number >= query.limit if query.limit is not None else number in content.pages:
        held = counted(number, "issue")
        yield f"holds exactly {held}, which is a full page: there may be more; ask for more"
