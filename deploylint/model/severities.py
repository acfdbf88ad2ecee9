"""How bad a vulnerability is: the words and scores of all tools, on one scale."""

from deploylint.model.verdict import Ranked


class Level(Ranked):
    """The severity of a vulnerability; one that nobody rated has None, which is not low."""

    INFO = 0
    LOW = 1
    MODERATE = 2
    HIGH = 3
    CRITICAL = 4


WORDS = {
    **dict.fromkeys(("info", "informational", "none", "negligible", "unimportant"), Level.INFO),
    **dict.fromkeys(("low", "minor"), Level.LOW),
    **dict.fromkeys(("moderate", "medium"), Level.MODERATE),
    **dict.fromkeys(("high", "important"), Level.HIGH),
    **dict.fromkeys(("critical",), Level.CRITICAL),
}
"""The words of npm, GitHub, Snyk, Trivy, Grype, Red Hat, Debian and CycloneDX, in lower case."""

HIGHEST_SCORE = 10.0


def level_of_word(word: str) -> Level | None:
    """Return the level of a tool's word; None for `unknown` and for every other word."""
    return WORDS.get(word.strip().lower())


def level_of_score(score: float) -> Level | None:
    """Return the level of a CVSS base score by the qualitative scale of CVSS 3.

    Zero is None: tools write it where nobody gave a score.
    https://www.first.org/cvss/v3.1/specification-document#Qualitative-Severity-Rating-Scale
    """
    if not 0 < score <= HIGHEST_SCORE:
        return None
    steps = ((9.0, Level.CRITICAL), (7.0, Level.HIGH), (4.0, Level.MODERATE))
    return next((level for least, level in steps if score >= least), Level.LOW)


def worst(*levels: Level | None) -> Level | None:
    """Return the highest level that is known, None when none is."""
    return max((level for level in levels if level is not None), default=None)
