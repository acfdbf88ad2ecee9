"""Names that Rails makes up: of indexes, constraints, join tables and referenced tables.

`schema_statements.rb` and `model_schema.rb` of
https://github.com/rails/rails/tree/main/activerecord/lib/active_record, and the plurals of
https://github.com/rails/rails/blob/main/activesupport/lib/active_support/inflections.rb.
"""

import re
from collections.abc import Sequence
from hashlib import sha256

from deploylint.migrations.names import qualified

MAX_INDEX_NAME = 62
"""Longer names of indexes are shortened and end in a hash (Rails 7.1)."""

_PLURALS = (
    (r"(?:\boxen|\b[ml]ice|(?:octop|vir)i|[ti]a)$", r"\g<0>"),
    (r"(quiz)$", r"\1zes"),
    (r"^(ox)$", r"\1en"),
    (r"\b([ml])ouse$", r"\1ice"),
    (r"(matr|vert|ind)(?:ix|ex)$", r"\1ices"),
    (r"(x|ch|ss|sh)$", r"\1es"),
    (r"([^aeiouy]|qu)y$", r"\1ies"),
    (r"(hive)$", r"\1s"),
    (r"([^f])fe$", r"\1ves"),
    (r"([lr])f$", r"\1ves"),
    (r"sis$", r"ses"),
    (r"([ti])um$", r"\1a"),
    (r"(buffal|tomat)o$", r"\1oes"),
    (r"(bu)s$", r"\1ses"),
    (r"(alias|status)$", r"\1es"),
    (r"(octop|vir)us$", r"\1i"),
    (r"^(ax|test)is$", r"\1es"),
    (r"s$", r"s"),
    (r"$", r"s"),
)
_SINGULARS = (
    (r"(database)s$", r"\1"),
    (r"(quiz)zes$", r"\1"),
    (r"(matr)ices$", r"\1ix"),
    (r"(vert|ind)ices$", r"\1ex"),
    (r"^(ox)en", r"\1"),
    (r"(alias|status)(?:es)?$", r"\1"),
    (r"(octop|vir)(?:us|i)$", r"\1us"),
    (r"^(a)x[ie]s$", r"\1xis"),
    (r"(cris|test)(?:is|es)$", r"\1is"),
    (r"(shoe)s$", r"\1"),
    (r"(o)es$", r"\1"),
    (r"(bus)(?:es)?$", r"\1"),
    (r"\b([ml])ice$", r"\1ouse"),
    (r"(x|ch|ss|sh)es$", r"\1"),
    (r"(m)ovies$", r"\1ovie"),
    (r"(s)eries$", r"\1eries"),
    (r"([^aeiouy]|qu)ies$", r"\1y"),
    (r"([lr])ves$", r"\1f"),
    (r"(tive|hive)s$", r"\1"),
    (r"([^f])ves$", r"\1fe"),
    (r"(?:(analy|ba|diagno|parenthe|progno|synop|the))(?:sis|ses)$", r"\1sis"),
    (r"([ti])a$", r"\1um"),
    (r"(n)ews$", r"\1ews"),
    (r"(ss)$", r"\1"),
    (r"s$", r""),
)
_RULES = tuple((re.compile(pattern), result) for pattern, result in _PLURALS)
_BACK = tuple((re.compile(pattern), result) for pattern, result in _SINGULARS)
_IRREGULAR = {
    "person": "people",
    "man": "men",
    "child": "children",
    "sex": "sexes",
    "move": "moves",
    "zombie": "zombies",
}
_SAME = re.compile(
    r"(?:\b|_)(?:equipment|information|rice|money|species|series|fish|sheep|jeans|police)$"
)
_IRREGULAR_END = re.compile(rf"({'|'.join(_IRREGULAR)})$")
_REGULAR = {many: one for one, many in _IRREGULAR.items()}
_REGULAR_END = re.compile(rf"({'|'.join(_REGULAR)})$")
_COMMON = re.compile(r"^(.*[_.])(.+)\0\1(.+)")


def plural(word: str) -> str:
    """Return the plural that Rails gives an English word in lower case."""
    if not word or _SAME.search(word):
        return word
    if word.endswith(tuple(_IRREGULAR.values())):
        return word
    irregular = _IRREGULAR_END.search(word)
    if irregular:
        return word[: irregular.start()] + _IRREGULAR[irregular[1]]
    for pattern, result in _RULES:
        changed, count = pattern.subn(result, word, count=1)
        if count:
            return changed
    return word


def singular(word: str) -> str:
    """Return the singular that Rails gives an English word in lower case."""
    if not word or _SAME.search(word) or word.endswith(tuple(_IRREGULAR)):
        return word
    irregular = _REGULAR_END.search(word)
    if irregular:
        return word[: irregular.start()] + _REGULAR[irregular[1]]
    for pattern, result in _BACK:
        changed, count = pattern.subn(result, word, count=1)
        if count:
            return changed
    return word


def table_name(written: str) -> str:
    """Return the name of a table as other statements write it."""
    return qualified(tuple(written.split(".")))


def join_table(first: str, second: str) -> str:
    """Return the name of the table that joins two others."""
    names = "\0".join(sorted((first, second)))
    return _COMMON.sub(r"\1\2_\3", names).replace("\0", "_")


def index_name(table: str, columns: Sequence[str], *, shortens: bool = True) -> str:
    """Return the name of an index that is given none."""
    name = f"index_{table}_on_{'_and_'.join(columns)}"
    if not shortens or len(name.encode("utf-8", "replace")) <= MAX_INDEX_NAME:
        return name
    end = f"_{_hash(name)}"
    short = f"idx_on_{'_'.join(columns)}".encode("utf-8", "replace")
    return short[: MAX_INDEX_NAME - len(end)].decode("utf-8", "ignore") + end


def constraint_name(prefix: str, table: str, what: str, suffix: str) -> str:
    """Return the name of a constraint that is given none: `fk_rails_` and ten digits."""
    return f"{prefix}_rails_{_hash(f'{table}_{what}_{suffix}')}"


def expression_columns(expression: str) -> tuple[str, ...]:
    """Return what an index on an expression is named after."""
    return ("_".join(re.findall(r"\w+", expression)),)


def underscored(name: str) -> str:
    """Return the name of a file for the name of a class."""
    parted = re.sub(r"([A-Z\d]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z\d])([A-Z])", r"\1_\2", parted).lower()


def camelized(name: str) -> str:
    """Return the name of a class for the name of a file, but for acronyms."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:10]
