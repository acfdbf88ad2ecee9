"""What a recorded command asked an issue tracker, and why its answer may not be the whole one."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from deploylint.facts.issues import IssueList
from deploylint.facts.source import Piece, RecordedRun
from deploylint.model.wording import counted, listed, quoted

TRACKERS = ("gh", "glab", "hub", "curl", "wget", "http", "https", "xh", "jira", "acli")
"""Programs that can ask an issue tracker."""

SUBJECTS = ("issue", "search", "jql", "jira", "workitem")
SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ash", "ksh"))
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
_SETTING = re.compile(r"(?<![\w-])([A-Za-z_-]+)[:=](?:\"([^\"]*)\"|([^\s&\"]+))")


class Query(NamedTuple):
    """What a command asks for; `labels` and `persons` are what it narrows its question to.

    `limit` is how many issues it asks for at most, `paged` that it asks until there are no more;
    `picked` says that the answer was filtered before it was written.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    closed: bool = False
    limit: int | None = None
    paged: bool = False
    picked: bool = False

    def reaches(self, programs: Sequence[str]) -> bool:
        """Say whether one of `programs` is asked for issues."""
        names = {word.rpartition("/")[2].lower() for word in self.words}
        asks = any(subject in word.lower() for word in self.words for subject in SUBJECTS)
        return asks and bool(names & {program.lower() for program in programs})


def read_query(run: RecordedRun) -> Query:
    """Return what the command of `run` asks for, as far as its arguments say."""
    outputs = {sealed.path for sealed in run.outputs}
    words = tuple(word for word in _words(run.command) if word.lstrip(">") not in outputs)
    pairs = tuple(_settings(words))
    limits = [int(value) for key, value in pairs if key in LIMITS and value.isdecimal()]
    labels = [value for key, values in pairs if key in LABELS for value in values.split(",")]
    return Query(
        words=words,
        labels=tuple(label.strip() for label in labels if label.strip()),
        persons=tuple(f"{key} {value}" for key, value in pairs if key in PERSONS),
        closed="--closed" in words
        or any(key in STATES and value.lower() == "closed" for key, value in pairs),
        limit=min(limits, default=None),
        paged="--paginate" in words,
        picked=any("select(" in word or word.endswith("grep") for word in words),
    )


def _words(command: Sequence[str]) -> list[str]:
    """Return the words of a command, those of the script of a shell among them."""
    words: list[str] = []
    for word in command:
        if words and words[0].rpartition("/")[2] in SHELLS and " " in word:
            # few commands are scripts
            import shlex

            try:
                words += shlex.split(word)
            except ValueError:
                words += word.split()
        else:
            words.append(word)
    return words


def _settings(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield options, parameters of addresses, and `key:value` of searches, keys in lower case."""
    ours = any(word.rpartition("/")[2] in ("gh", "glab") for word in words)
    for word, after in zip(words, (*words[1:], ""), strict=True):
        following = "" if after.startswith("-") else after
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            yield name.lower(), value if equals else following
            continue
        if ours and word[:2] in SHORT:
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


def gaps(
    piece: Piece[IssueList], programs: Sequence[str], wanted: Callable[[str], bool]
) -> Iterator[str]:
    """Yield why a list may lack open issues with a label that is `wanted`.

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
    if not query.reaches(programs):
        yield f"was written by {said}, which asks no issue tracker that is known for issues"
    yield from _narrowed(query, wanted)
    yield from _cut_off(query, content)


def _narrowed(query: Query, wanted: Callable[[str], bool]) -> Iterator[str]:
    if query.labels and not any(map(wanted, query.labels)):
        yield f"answers only for issues with the label {listed([quoted(w) for w in query.labels])}"
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
