"""What a text about a release says beyond naming it."""

import re

from deploylint.model.statements import folded

READ = 100_000
"""Characters of a text that are looked at."""

_LINK = re.compile(r"\bhttps?://\S+|(?<!\w)@[\w-]+")
_FILLING_WORDS = (
    "release released releases releasing version versions tag tagged tags bump bumped deploy"
    " deployed deployment deploying production prod publish published update updated notes"
    " full changelog changes changed change what s is new contributors made their first"
    " contribution in by for of the a an to from and on at this it with see todo tbd wip v"
    " livraison publication mise en de du la le les l des un une et pour journal nouvelle nouveau"
    " modifications"
)
_FILLING = frozenset(_FILLING_WORDS.split())
"""Words that stand in the notes of any release, whatever it brings."""


def telling_words(text: str, *names: str | None) -> tuple[str, ...]:
    """Return the different words of `text` that say what a release brings.

    Links, people, comments, numbers, the `names` (of version and service) and words that any
    release could have in its notes are left out.
    """
    known = {word for name in names if name for word in folded(name).split()}
    words = folded(_LINK.sub(" ", _visible(text[:READ]))).split()
    return tuple(
        word
        for word in dict.fromkeys(words)
        if word not in _FILLING
        and word not in known
        and not word.isdecimal()
        and not (word[0] == "v" and word[1:].isdecimal())
    )


def _visible(text: str) -> str:
    """Return `text` without the comments of Markdown."""
    first, *others = text.split("<!--")
    return " ".join([first, *(other.partition("-->")[2] for other in others)])
