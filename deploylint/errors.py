"""The two ways in which something outside can be wrong."""

from collections.abc import Iterable


class UserError(Exception):
    """Something the user wrote cannot be used; ends with exit code 2 and no traceback.

    `where` is "file:line:column", "file", or None when there is no place; `hint` says what to do.
    """

    def __init__(self, message: str, where: object = None, hint: str | None = None) -> None:
        """Keep what is wrong, where it stands and how to mend it."""
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Return one diagnostic, with its hint on a line of its own."""
        place = "" if self.where is None else f"{self.where}: "
        hint = "" if self.hint is None else f"\n  hint: {self.hint}"
        return f"{place}{self.message}{hint}"


class UserErrors(UserError):  # noqa: N818  # several of them
    """Several errors of one file, reported together."""

    def __init__(self, errors: Iterable[UserError]) -> None:
        """Keep the errors in the order of the file."""
        self.errors = tuple(errors)
        super().__init__("\n".join(map(str, self.errors)))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a hint with the known word that looks most like `word`, None if none does."""
    # only what is wrong pays for difflib
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), n=1)
    return f"did you mean `{close[0]}`?" if close else None


class UnavailableError(Exception):
    """A fact could not be collected; the message says why. Becomes a `fail`, never a pass."""
