"""Template text that nobody filled in: `[tag/version]`, `<name>`, `{{ version }}`, `TODO`.

The brackets of Markdown links, check boxes, ticket numbers, IPv6 addresses, array indexes and
generics, shell variables inside a command, and the templates of other tools (`{{.Status}}`) are
something else.
"""

import re
import unicodedata
from functools import cache, lru_cache

from deploylint.model.plan import ENVIRONMENTS, ChangeType, Priority, Strategy
from deploylint.model.statements import folded, unaccented
from deploylint.model.verdict import Status

_NAMES = (
    "tag version name nom date time heure channel channels canal canaux link lien url summary"
    " resume environment env environnement service author auteur owner responsable team equipe"
    " ticket description command commande reason raison user utilisateur host hote feature"
    " fonctionnalite migration migrations verification project projet sha commit changes"
    " changements target cible fix correction bug duration duree status statut item metric"
    " metrique role"
)
_VOCABULARY = frozenset(_NAMES.split())
"""Folded words that templates put between brackets inside a sentence."""

_INSTRUCTIONS = ("your ", "votre ", "vos ", "insert ", "inserer ", "ex ", "e g ")
_WHOLE = frozenset(
    {"...", "…", "todo", "tbd", "tbc", "fixme", "changeme", "change me", "replaceme", "replace me"}
)
"""Plain texts that are placeholders when nothing else stands there."""

_LONGEST = 80
"""The longest text in brackets that may be template text, in characters."""

_VARIABLE = r"v?\$\{?\w+\}?|v?\$\(\w+\)|__\w+__|%\w+%|@\w+@"
_DATE = r"(?:yyyy|aaaa)[-/]mm[-/](?:dd|jj).*|(?:dd|jj)[-/]mm[-/](?:yyyy|aaaa)"
_LATER = (
    r"(?P<words>[aà] (?:compl[eé]ter|pr[eé]ciser|renseigner|remplir)"
    r"|to be (?:completed|confirmed|filled))"
)
_LATER_HINTS = (
    *("a compl", "a prec", "a rens", "a rempl"),
    *("to be compl", "to be confirm", "to be filled"),
)
_NOT_LEFT = r"(?i:\b(?:no|any|zero|without|aucune?|sans|de|list|app)\s+)"
_NOT_TITLE = r"(?!-|\s+(?:list|app|item|comment|page))"
_WORDS = (
    (
        ("todo", "fixme"),
        rf"(?P<negated>{_NOT_LEFT})?(?<![\w-])(?P<words>(?:TODO|FIXME)\b){_NOT_TITLE}",
    ),
    (("tbd", "tbc"), r"(?<![\w-])(?P<words>(?:TBD|TBC)\b)(?!-)"),
    (("xxx",), r"(?<![^\W_])(?P<words>X{3,})(?![^\W_])"),
    (("x.y", "x.x"), r"(?<![\w.])(?P<words>v?[Xx]\.(?:[Yy]\.[Zz]|[Xx]\.[Xx]))(?![\w.])"),
    (("???",), r"(?:(?<=\s)|^)(?P<words>\?{3,})"),
    (("lorem",), r"(?i)\b(?P<words>lorem ipsum)\b"),
    (("change_me", "change-me", "changeme"), r"\b(?P<words>CHANGE[_-]?ME)\b"),
    (("replace_me", "replace-me", "replaceme"), r"\b(?P<words>REPLACE[_-]?ME)\b"),
    (
        ("a def", "a det", "to be def", "to be det"),
        r"(?i)(?<!\w)(?P<words>[aà] d[eé](?:finir|terminer)|to be (?:defined|determined))(?!\w)",
    ),
    (_LATER_HINTS, rf"(?i)(?:^|[-:,(=.;])\s*{_LATER}(?!\w)"),
    (_LATER_HINTS, rf"(?i)(?<!\w){_LATER}\s*(?:$|[-,).;])"),
)
"""What the plain text must hold for a closer look, and the words; only those looked for compile."""


@lru_cache(maxsize=4096)
def placeholders_in(text: str) -> tuple[str, ...]:
    """Return the placeholders in `text` as they are written, in order; all of it may be one."""
    whole = text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()
    plain = unaccented(whole)
    if _is_placeholder(whole, plain):
        return (whole,)
    found = _worded(whole, plain)
    if "[" in plain or "{" in plain or "<" in plain:
        found += [*_bracketed(whole), *_angled(whole), *_templated(whole)]
    return tuple(written for _, written in sorted(set(found)))


def _is_placeholder(whole: str, plain: str) -> bool:
    first = plain[:1]
    if first == "[" and plain[-1] == "]":
        content = plain[1:-1]
        apart = "[" in content or "]" in content or len(content) > _LONGEST
        return not apart and not _means_itself(whole[1:-1].strip())
    if plain in _WHOLE or plain.rstrip(".!: ") in _WHOLE:
        return True
    if first in "x?" and len(plain) > 1 and not plain.strip(first):
        return plain != "xx"
    if plain.startswith(("yyyy", "aaaa", "dd", "jj")):
        return bool(re.fullmatch(_DATE, plain))
    if "$" in plain[:2] or (first in "_%@" and first == plain[-1:]):
        return bool(re.fullmatch(_VARIABLE, plain))
    return "|" in plain and _is_choice(whole)


def _means_itself(content: str) -> bool:
    """Say whether brackets around `content` are a check box, a list, an address or a ticket."""
    box = len(content) <= 1
    numbers = re.fullmatch(r"(?=.{0,80}[\d:])[\da-fA-F.:,\s%-]+", content)
    ticket = re.fullmatch(r"[A-Z][A-Z0-9]*-\d+", content)
    letters = re.fullmatch(r"\^?(?:\w-\w)+", content)
    return box or bool(numbers or ticket or letters) or '"' in content or "'" in content


@cache
def _choices() -> frozenset[str]:
    """Return the folded words that a template offers to choose from."""
    words = [word for kind in (Status, ChangeType, Strategy, Priority) for word in kind]
    more = ("production", "prod", "yes", "no", "true", "false", "oui", "non")
    return frozenset(map(folded, (*words, *ENVIRONMENTS, *more)))


def _is_choice(text: str) -> bool:
    options = text.split("|")
    return len(options) > 1 and all(folded(option) in _choices() for option in options)


def _is_slot(content: str) -> bool:
    """Say whether `content` names what belongs there instead of being it."""
    name = folded(content)
    if name.startswith(_INSTRUCTIONS) or _is_choice(content):
        return True
    parts = [folded(part).rstrip("0123456789").strip() for part in re.split(r"[/|_]", content)]
    return all(part in _VOCABULARY for part in parts)


def _bracketed(text: str) -> list[tuple[int, str]]:
    square = re.finditer(r"(?<![\w\])}])\[([^\[\]]+)\](?![(\[:\w])", text) if "[" in text else ()
    curly = re.finditer(r"(?<![\w$/{%@=.])\{(\w+)\}(?!\})", text) if "{" in text else ()
    return [(m.start(), m[0]) for m in (*square, *curly) if _is_slot(m[1])]


def _angled(text: str) -> list[tuple[int, str]]:
    if ">" not in text or "<" not in text:
        return []
    found = []
    for match in re.finditer(r"(?<![\w<])<([^\W\d_][^<>\n]{0,39}|\.\.\.|…)>", text):
        content = match[1]
        mark_up = f"</{content.split()[0].lower()}>" in text.lower() or content.rstrip(" /") == "br"
        refers = "@" in content or re.search(r":(?://|\d)|=", content)
        if not mark_up and not refers and content == content.strip():
            found.append((match.start(), match[0]))
    return found


def _templated(text: str) -> list[tuple[int, str]]:
    if "{{" not in text:
        return []
    keywords = r"(?!(?:range|end|if|with|else|printf|json|define|template|len|index)\b)"
    form = rf"\$?\{{\{{-?\s*{keywords}[^\W\d][\w.\-\[\]' ]*(?:\|[^{{}}]*)?-?\}}\}}"
    return [(match.start(), match[0]) for match in re.finditer(form, text)]


def _worded(text: str, plain: str) -> list[tuple[int, str]]:
    found = []
    for hints, form in _WORDS:
        if any(hint in plain for hint in hints):
            matches = [m for m in re.finditer(form, text) if not m.groupdict().get("negated")]
            found += [(m.start("words"), m["words"]) for m in matches]
    return found
