"""Regular expressions of policies, kept to those that cannot run for ever."""

import re
import warnings

MAX_LENGTH = 200
MAX_REPEATS = 3
MAX_GROUPS = 4
"""With so few of each, matching a short text takes bounded time."""

ESCAPE = r"(?s)\\."
CLASS = r"\[\^?\]?[^\]]*\]"
REPEAT = r"[*+{?][?+]?"


def parse_pattern(text: str) -> str:
    """Return the regular expression `text` when it is one that is quick to match.

    Raises ValueError when it is none, or one that could take years on an unlucky text, such as
    `(a+)+`: longer than 200 characters, a repeated group, more than three repetitions, more than
    four groups, a comment, or the verbose form.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the expression has {len(text)} characters; at most {MAX_LENGTH}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(text)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise ValueError(f"`{text}` is no regular expression: {error}") from None
    plain = re.sub(CLASS, "x", re.sub(ESCAPE, "x", text))
    if re.search(r"\(\?(?:#|[a-zA-Z]*x)", plain):
        raise ValueError(f"`{text}` has a comment or the flag x; write it without")
    plain = plain.replace("(?", "(")
    if re.search(r"\)[*+?{]", plain):
        raise ValueError(f"`{text}` repeats a group; list the words with `|` instead")
    if len(re.findall(REPEAT, plain)) > MAX_REPEATS:
        raise ValueError(f"`{text}` has more than {MAX_REPEATS} repetitions (`*`, `+`, `?`, `{{`)")
    if plain.count("(") > MAX_GROUPS:
        raise ValueError(f"`{text}` has more than {MAX_GROUPS} groups")
    return text
