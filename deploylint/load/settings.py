"""`.deploylint.yaml` at the root of a repository: which policy, which plans, which zone."""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.load.evidence import EVIDENCE
from deploylint.load.migrations import MIGRATIONS, MigrationSettings
from deploylint.load.records import Field, Many, Whole
from deploylint.load.shape import JsonSchema, MismatchError, Text
from deploylint.load.zones import parse_zone
from deploylint.model.evidence import Place
from deploylint.model.location import Location, Places, Spot
from deploylint.read.files import read_bytes
from deploylint.read.yaml import read_documents

NAME = ".deploylint.yaml"
HIDDEN = (".deploylint.yml", ".deploylint.json")
"""Names that are meant to be that one."""

PLAIN = ("deploylint.yaml", "deploylint.yml")
"""Names that may be meant to be that one, or be those of a policy, a plan or a report."""

FILLED = Text(filled=True)
ZONE = Text(parse_zone, format="time-zone", examples=("Europe/Paris", "UTC"))


class Settings(NamedTuple):
    """What the repository says about how it is judged.

    `root` is the folder that paths are relative to; `file` is None when there are no settings.
    `timezone` (IANA) and `country` (ISO 3166-1 alpha-2) complete the shipped windows. `evidence`
    is keyed by the values of `Kind`; what it names counts beside what a plan names.
    """

    root: str
    file: str | None = None
    policy: str | None = None
    plans: tuple[str, ...] = ()
    timezone: str | None = None
    country: str | None = None
    main_branch: str | None = None
    evidence: Mapping[str, tuple[Place, ...]] = {}
    migrations: MigrationSettings = MigrationSettings()
    places: Places | None = None

    def where(self, key: str) -> Location | None:
        """Return where the settings name `key`."""
        return None if self.places is None else self.places.at((key,))


SETTINGS = Whole(
    dict,
    {
        "policy": Field(
            FILLED,
            "The policy: a file relative to the root, or deploylint:NAME. Default: essential.",
            # who leaves it empty would be judged by the default without knowing
            filled=True,
        ),
        "plans": Field(
            Many(FILLED, single=True),
            "The plans judged when none is given: files, folders, patterns with `*` and `**`.",
        ),
        "timezone": Field(
            ZONE,
            "The IANA zone of windows that state none, and of the last day of a waiver. Default:"
            " UTC, and reports say so.",
        ),
        "country": Field(
            FILLED, "The ISO 3166 code of the country whose public holidays count, such as FR."
        ),
        "main_branch": Field(FILLED, "The branch that releases are made from, such as main."),
        "evidence": Field(
            EVIDENCE, "Where evidence lies for every plan, by kind; a plan can add to it."
        ),
        "migrations": Field(MIGRATIONS, "What the files of migrations alone do not say."),
    },
)


def settings_schema() -> JsonSchema:
    """Return the JSON Schema of the settings."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **SETTINGS.schema()}


def find_root(folder: str) -> str:
    """Return the nearest folder at or above `folder` with settings or a repository, else itself."""
    here = os.path.abspath(folder)
    while True:
        named = any(os.path.lexists(os.path.join(here, name)) for name in (NAME, *HIDDEN))
        if named or os.path.exists(os.path.join(here, ".git")):
            return here
        above = os.path.dirname(here)
        if above == here:
            return os.path.abspath(folder)
        here = above


def load_settings(folder: str) -> Settings:
    """Return the settings that hold in `folder`. Raises UserErrors when they cannot be read."""
    return settings_at(find_root(folder), folder)


def settings_at(root: str, folder: str) -> Settings:
    """Return the settings in `root`, whose files are named from `folder` in messages.

    Raises UserErrors when they cannot be read, and when a file looks like them and is not.
    """
    path = os.path.join(root, NAME)
    _refuse_others(root, folder, there=os.path.lexists(path))
    if not os.path.lexists(path):
        return Settings(root=root)
    name = os.path.relpath(path, folder)
    documents = read_documents(read_bytes(path), name)
    if len(documents) > 1:
        raise UserError("the settings are one YAML document, here are several", name)
    if not documents or documents[0].data is None:
        return Settings(root=root, file=name)
    document = documents[0]
    try:
        found = SETTINGS.read(document.data, Spot(document.places, [document.data], 0))
    except MismatchError as mismatch:
        # jsonschema costs 75 ms to import, so only settings that are wrong pay for it
        from deploylint.load.explain import explain

        raise explain(settings_schema(), document, mismatch) from None
    return Settings(root=root, file=name, places=document.places, **found)


def _refuse_others(root: str, folder: str, *, there: bool) -> None:
    """Raise UserError for a file that is meant as settings and would count for nothing."""
    for name in HIDDEN if there else (*HIDDEN, *PLAIN):
        path = os.path.join(root, name)
        if os.path.lexists(path) and (name in HIDDEN or _are_settings(path)):
            message = f"settings are read from `{NAME}` alone, so nothing in this file counts"
            hint = f"move what it says into `{NAME}`" if there else f"did you mean `{NAME}`?"
            raise UserError(message, os.path.relpath(path, folder), hint)


def _are_settings(path: str) -> bool:
    """Say whether the keys at the top of a file, so far as they can be read, are settings.

    One that is of settings alone is enough, where none is of a policy or a plan.
    """
    # only a file of such a name pays for it
    from deploylint.read.topkeys import top_keys

    keys: set[str] = set()
    with suppress(UserError):
        keys.update(key for key, _ in top_keys(read_bytes(path), path))
    own = keys & {"plans", "timezone", "country", "main_branch"}
    others = keys & {"rules", "extends", "layer", "windows", "deployment", "tests"}
    return bool(keys) and (keys <= SETTINGS.fields.keys() or bool(own and not others))
