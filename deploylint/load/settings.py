"""`.deploylint.yaml` at the root of a repository: which policy, which plans, which zone."""

import os
from collections.abc import Mapping
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
        if os.path.lexists(os.path.join(here, NAME)) or os.path.exists(os.path.join(here, ".git")):
            return here
        above = os.path.dirname(here)
        if above == here:
            return os.path.abspath(folder)
        here = above


def load_settings(folder: str) -> Settings:
    """Return the settings that hold in `folder`. Raises UserErrors when they cannot be read."""
    root = find_root(folder)
    path = os.path.join(root, NAME)
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
