"""What documents on reviews have in common: commit ids, logins, states of reviews."""

import re
from datetime import datetime

from deploylint.errors import UserError
from deploylint.facts.reviews import Opinion, Stance
from deploylint.formats.jsonpart import Part

COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
LONGEST = 100
"""Characters of a login; GitHub allows 39, GitLab 255, and nobody uses them."""

STANCES = {
    "APPROVED": Stance.APPROVED,
    "CHANGES_REQUESTED": Stance.CHANGES_REQUESTED,
    "DISMISSED": Stance.DISMISSED,
}
SILENT = ("COMMENTED", "PENDING")
"""Reviews that give no opinion: a comment, and a draft that nobody else can see."""

_GITLAB_BOT = re.compile(r"(?:project|group)_\d+_bot(?:_\w+)?")


def commit_in(part: Part, key: str) -> str | None:
    """Return the full commit id under `key`, None when there is none. Raises UserError."""
    text = part.text(key)
    if not text:
        return None
    if not COMMIT.fullmatch(text):
        place = f"{part.path}.{key}".removeprefix(".")
        raise UserError(f"holds no commit id at `{place}`", part.file)
    return text


def login_in(part: Part, key: str = "login") -> tuple[str, bool]:
    """Return the login of an account and whether it is a bot; empty when the account is gone.

    Bots are those that say so: `[bot]` at the end (REST), `app/` at the start and `is_bot` (gh),
    the type `Bot`, and the accounts that GitLab makes for access tokens.
    """
    text = part.text(key).strip()
    if len(text) > LONGEST:
        raise UserError("holds a login that is too long for one", part.file)
    name = text.removeprefix("app/").removesuffix("[bot]")
    said = part.flag("is_bot") is True or part.word("type").lower() == "bot"
    return name, said or name != text or _GITLAB_BOT.fullmatch(name) is not None


def opinion_of(
    part: Part, account: Part, time: datetime | None, commit: str | None
) -> Opinion | None:
    """Return the opinion of a review of GitHub, None when it gives none. Raises UserError."""
    state = part.text("state").upper()
    if state in SILENT:
        return None
    if state not in STANCES:
        raise UserError(f"has a review in the unknown state `{state[:40]}`", part.file)
    if time is None:
        raise UserError("has a review that does not say when it was submitted", part.file)
    person, bot = login_in(account)
    return Opinion(person=person, stance=STANCES[state], commit=commit, time=time, bot=bot)
