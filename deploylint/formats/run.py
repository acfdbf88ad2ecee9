"""The record of a run: what `deploylint record` writes beside the outputs of a command.

JSON with these keys: `deploylint_record` (1, the version of the format), `kind`, `name`, `command`
(arguments), `exit_code`, `started_at` and `ended_at` (ISO 8601 with offset), `commit`, `tree`,
`dirty`, `outputs` and `lockfiles` (each `path` and `digest`), `versions`, `ci`. `commit` and `tree`
are whole ids. Records of earlier programs lack `options` (an object of texts) and `leftovers` (as
`outputs`). `$schema` says to editors where `schemas/record.json` lies; nothing here reads it.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deploylint.errors import UserError
from deploylint.facts.source import RecordedRun, Sealed
from deploylint.model.evidence import Kind
from deploylint.model.wording import quoted
from deploylint.read.digest import digest_of
from deploylint.read.json import parse_json

VERSION = 1
MARK = "deploylint_record"

ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""What git calls an object, in SHA-1 or SHA-256."""

YEARS = (1970, 9000)
"""Years in which a run may be; arithmetic with times fails near the ends of the calendar."""

LONGEST = 200
"""Characters of a wrong value that are looked at."""


def read_run(data: bytes, name: str) -> RecordedRun:
    """Return the run that the record `name` holds. Raises UserError when it is no record."""
    found = parse_json(data, name)
    if not isinstance(found, dict) or MARK not in found:
        raise UserError("is no record of `deploylint record`", name)
    if found[MARK] is True or found[MARK] != VERSION:
        version = _shown(found[MARK])
        raise UserError(f"is a record of version {version}; this program reads {VERSION}", name)
    try:
        return _run(found, name, digest_of(data))
    except (KeyError, TypeError, ValueError) as error:
        what = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
        raise UserError(f"is a damaged record: {what}", name) from None


def _run(found: Mapping[str, Any], name: str, digest: str) -> RecordedRun:
    started, ended = _moment(found["started_at"]), _moment(found["ended_at"])
    if ended < started:
        raise ValueError("it ended before it started")
    commit, dirty = _id(found["commit"]), _flag(found["dirty"])
    if commit is not None and dirty is None:
        raise ValueError("it does not say whether files differed from the commit")
    return RecordedRun(
        kind=_kind(found["kind"]),
        name=_text(found["name"]),
        command=_command(found["command"]),
        exit_code=_whole(found["exit_code"]),
        started_at=started,
        ended_at=ended,
        commit=commit,
        tree=_id(found["tree"]),
        dirty=dirty,
        outputs=tuple(map(_sealed, _list(found["outputs"]))),
        lockfiles=tuple(map(_sealed, _list(found["lockfiles"]))),
        versions=_texts(found["versions"]),
        ci=_optional(found["ci"]),
        path=name,
        digest=digest,
        options=_texts(found.get("options", {})),
        leftovers=tuple(map(_sealed, _list(found.get("leftovers", [])))),
    )


def write_run(run: RecordedRun, schema: str | None = None) -> str:
    """Return the record as text, which `read_run` reads; `path` and `digest` are not part of it.

    `schema` is where its schema lies, for editors; then it stands in the first line.
    """
    # only `record` writes one
    from json import dumps

    found: dict[str, Any] = {
        MARK: VERSION,
        "kind": run.kind.value,
        "name": run.name,
        "command": list(run.command),
        "exit_code": run.exit_code,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at.isoformat(),
        "commit": run.commit,
        "tree": run.tree,
        "dirty": run.dirty,
        "outputs": [one._asdict() for one in run.outputs],
        "lockfiles": [one._asdict() for one in run.lockfiles],
        "versions": dict(run.versions),
        "ci": run.ci,
        "options": dict(run.options),
        "leftovers": [one._asdict() for one in run.leftovers],
    }
    text = dumps(found, indent=2) + "\n"
    return text if schema is None else f'{{"$schema": {dumps(schema)},{text.removeprefix("{")}'


def _kind(value: object) -> Kind:
    text = _text(value)
    if text not in list(Kind):
        raise ValueError(f"there is no evidence of the kind {_shown(text)}")
    return Kind(text)


def _command(value: object) -> tuple[str, ...]:
    arguments = tuple(map(_text, _list(value)))
    if not any(arguments):
        raise ValueError("it states no command")
    return arguments


def _id(value: object) -> str | None:
    text = _optional(value)
    if text is not None and not ID.fullmatch(text):
        raise ValueError(f"{_shown(text)} is no whole id of a commit or a tree")
    return text


def _moment(value: object) -> datetime:
    text = _text(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{_shown(text)} is not a time") from None
    if moment.tzinfo is None:
        raise ValueError(f"the time {_shown(text)} has no zone")
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise ValueError(f"{_shown(text)} is not a time at which anything ran")
    return moment


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, found {_shown(value)}")
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected a whole number, found {_shown(value)}")
    return value


def _flag(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"expected true or false, found {_shown(value)}")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, found {_shown(value)}")
    return value


def _shown(value: object) -> str:
    """Return a value for a message; only a number or a text can be read at a glance."""
    words = {dict: "an object", list: "a list", type(None): "null", bool: str(value).lower()}
    return words.get(type(value)) or quoted(str(value)[:LONGEST])


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, found {_shown(value)}")
    return {_text(key): _text(text) for key, text in value.items()}


def _sealed(value: object) -> Sealed:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, found {_shown(value)}")
    return Sealed(_text(value["path"]), _optional(value["digest"]))
