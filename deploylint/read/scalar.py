"""What a plain word in YAML is: true, false, nothing, a number, or text as people mean it."""

from math import isfinite

_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_DIGITS = 18  # every such number fits 64 bits, whoever reads it next
_LONGEST = 40  # no float that a program writes is longer

SPECIAL = frozenset(["", *"tfn~+-.0123456789"])
"""How plain text starts that may be something else; the quick test before `meaning`."""


class Written:
    """A number that keeps the text it was written as: `1.10` is 1.1 and may be a version."""

    text: str


class WrittenInt(Written, int):
    """A whole number as it was written."""

    def __init__(self, text: str) -> None:
        """Keep the text; `int` makes the value of it."""
        self.text = text


class WrittenFloat(Written, float):
    """A finite number with a fraction or an exponent, as it was written."""

    def __init__(self, text: str) -> None:
        """Keep the text; `float` makes the value of it."""
        self.text = text


def meaning(text: str) -> object:
    """Return what the plain, untagged `text` stands for.

    Numbers are those of JSON (RFC 8259, 6), with an optional `+` and with `.5`; up to 18 digits
    if whole, finite if not. Everything else is text: times, dates, octal, hexadecimal, `1_000`.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "tfn~":
        return text
    digits = text[1:] if text[0] in "+-" else text
    if _is_whole(digits):
        return WrittenInt(text) if len(digits) <= _DIGITS else text
    if len(text) <= _LONGEST and _is_float(digits):
        number = WrittenFloat(text)
        return number if isfinite(number) else text
    return text


def _is_digits(text: str) -> bool:
    """Tell whether these are digits 0 to 9, at least one."""
    return text.isdigit() and text.isascii()


def _is_whole(text: str) -> bool:
    """Tell whether this is a number without a sign, fraction or needless zeros."""
    return _is_digits(text) and (text[0] != "0" or text == "0")


def _is_float(text: str) -> bool:
    """Tell whether this is a number without a sign, and with a fraction or an exponent."""
    mantissa, e, exponent = text.replace("E", "e").partition("e")
    if e and not _is_digits(exponent[1:] if exponent[:1] in ("+", "-") else exponent):
        return False
    whole, point, fraction = mantissa.partition(".")
    if point and not _is_digits(fraction):
        return False
    return _is_whole(whole) or (point == "." and not whole)
