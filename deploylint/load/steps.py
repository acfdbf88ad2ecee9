"""What a step of a deployment does, told from its words (English and French)."""

import re
from functools import lru_cache

from deploylint.model.plan import StepKind

_KINDS = (
    (StepKind.BACKUP, r"back ?up|sauvegarde|snapshot|dump|point de restauration"),
    (StepKind.SMOKE, r"smoke|fum[ée]e|critical[ -]path|parcours critique"),
    (StepKind.MIGRATE, r"migrat|schema change|alembic|flyway|liquibase"),
    (StepKind.NOTIFY, r"notif|announce|annonce|inform|pr[ée]venir|communiqu"),
    (
        StepKind.VERIFY,
        r"verif|v[ée]rif|check|monitor|watch|surveill|valid|observe|health|contr[ôo]le",
    ),
    (StepKind.DEPLOY, r"deploy|d[ée]ploi|d[ée]ploy|rollout|roll out|release|ship|promote|switch"),
)


@lru_cache(maxsize=1024)
def classify(name: str) -> StepKind:
    """Return the kind of the step `name`; the most telling word decides, not the first one.

    "Verify deployment" verifies, "Run migrations before deploying" migrates, and a text without a
    known word is `other`.
    """
    text = name.casefold()
    return next(
        (kind for kind, words in _KINDS if re.search(rf"\b(?:{words})", text)), StepKind.OTHER
    )
