"""Which reviews of a pull or merge request count, and why others do not."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deploylint.facts.reviews import Opinion, Request, Stance
from deploylint.model.wording import quoted

BOTS = frozenset(
    (
        *("github-actions", "dependabot", "dependabot-preview", "renovate", "renovate-bot"),
        *("copilot-pull-request-reviewer", "copilot-swe-agent", "coderabbitai", "sourcery-ai"),
        *("gemini-code-assist", "chatgpt-codex-connector", "devin-ai-integration"),
        *("mergify", "pre-commit-ci", "semantic-release-bot", "snyk-bot", "gitlab-bot"),
    )
)
"""Programs that review or approve; gh shows their accounts like those of people."""

SHORT = 7
_PLAIN = re.compile(r"\w[\w./@-]{0,79}")


class Count(NamedTuple):
    """The reviews of a request, sorted.

    `approvals` are on the head: `certain` of them say so, the others came after its newest commit.
    `outdated` ones are on an earlier commit; of `undated` ones nobody can tell. `ignored` are by
    the author or a program, or by people who wrote commits of it while nobody else approved, each
    with the reason. `against` are those that want changes.
    """

    approvals: tuple[Opinion, ...] = ()
    certain: int = 0
    outdated: tuple[tuple[Opinion, str], ...] = ()
    undated: tuple[tuple[Opinion, str], ...] = ()
    ignored: tuple[tuple[Opinion, str], ...] = ()
    against: tuple[Opinion, ...] = ()


def count(request: Request, bots: Iterable[str]) -> Count:
    """Return the last opinion of each person, sorted by whether it counts."""
    programs = BOTS | {bot.removesuffix("[bot]").casefold() for bot in bots}
    last = {opinion.person.casefold(): opinion for opinion in request.opinions}
    approvals: list[Opinion] = []
    doubted: dict[str, list[tuple[Opinion, str]]] = {"outdated": [], "undated": [], "ignored": []}
    for person, opinion in last.items():
        if opinion.stance is not Stance.APPROVED:
            continue
        why = _ignored(person, opinion, request, programs)
        group, why = ("ignored", why) if why else _doubt(opinion, request)
        if group:
            doubted[group].append((opinion, why))
        else:
            approvals.append(opinion)
    involved = _involved(approvals, request)
    for opinion in involved:
        approvals.remove(opinion)
        who = shown(opinion.person)
        why = f"the approval by {who} does not count: they wrote commits of {request.name}"
        doubted["ignored"].append((opinion, why))
    return Count(
        approvals=tuple(approvals),
        certain=sum(opinion.commit is not None for opinion in approvals),
        outdated=tuple(doubted["outdated"]),
        undated=tuple(doubted["undated"]),
        ignored=tuple(doubted["ignored"]),
        against=tuple(one for one in last.values() if one.stance is Stance.CHANGES_REQUESTED),
    )


def _involved(approvals: Sequence[Opinion], request: Request) -> list[Opinion]:
    """Return the approvals by people who wrote commits, unless somebody who wrote none agrees."""
    writers = {writer.casefold() for writer in request.writers}
    involved = [one for one in approvals if one.person.casefold() in writers]
    return involved if len(involved) == len(approvals) else []


def _ignored(
    person: str, opinion: Opinion, request: Request, programs: frozenset[str]
) -> str | None:
    """Return why an approval does not count whenever it was given."""
    who = shown(opinion.person)
    if not person:
        return f"an approval of {request.name} does not count: the account is gone"
    if request.author is not None and person == request.author.casefold():
        return f"the approval by {who} does not count: {request.name} is theirs"
    if opinion.bot or person in programs:
        return f"the approval by {who} does not count: it is a program"
    return None


def _doubt(opinion: Opinion, request: Request) -> tuple[str, str]:
    """Return the group of an approval that may not be of the head, and why; empty if it is."""
    who = f"the approval of {request.name} by {shown(opinion.person)}"
    head = request.head or ""
    if opinion.commit is not None:
        if opinion.commit == head:
            return "", ""
        return "outdated", f"{who} is of commit {opinion.commit[:SHORT]}, not of {head[:SHORT]}"
    if opinion.time is None:
        return "undated", f"{who} says neither of which commit it is nor when it was given"
    if request.pushed_at is None:
        return "undated", f"{who} does not say of which commit it is; export `commits` too"
    if opinion.time < request.pushed_at:
        return "outdated", f"{who} was given before the commit {head[:SHORT]} was made"
    return "", ""


def shown(person: str) -> str:
    """Return a login, a team or an address for people to read."""
    if not person:
        return "an account that is gone"
    return person if _PLAIN.fullmatch(person) else quoted(person)
