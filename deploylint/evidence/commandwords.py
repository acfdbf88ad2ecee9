"""The words of a recorded command, those of the script of a shell among them."""

from collections.abc import Sequence

SHELLS = frozenset(("sh", "bash", "dash", "zsh", "ash", "ksh"))


def words_of(command: Sequence[str]) -> list[str]:
    """Return the words of a command; what a shell is told to run is taken apart."""
    words: list[str] = []
    for word in command:
        if words and name_of(words[0]) in SHELLS and " " in word:
            # few commands are scripts
            import shlex

            try:
                words += shlex.split(word)
            except ValueError:
                words += word.split()
        else:
            words.append(word)
    return words


def name_of(word: str) -> str:
    """Return a program without the folder that it lies in."""
    return word.rpartition("/")[2]
