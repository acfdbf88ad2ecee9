"""Which of the files that changed are meant as policies."""

import os
from collections.abc import Iterable

from deploylint.errors import UserError
from deploylint.read.files import read_bytes
from deploylint.read.yaml import read_documents

YAML = (".yaml", ".yml")
JSON = ".json"
FIXTURES = "fixtures"
"""A folder of what tests need; JSON in it may be of many kinds, also several texts in one file."""

OWN_KEYS = frozenset(("policy", "extends", "windows", "layer"))
"""Keys of which one is enough to know a policy by."""

RULES = "rules"
PLAN = "deployment"
KUBERNETES = frozenset(("apiVersion", "kind"))
"""https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields"""

SEMGREP = "languages"
"""A key of every rule: https://semgrep.dev/docs/writing-rules/rule-syntax#required"""

ALIKE = 0.85
"""How much a mistyped key looks like the one that is meant; `roles` and `rules` do so less."""


def is_policy(file: str) -> bool:
    """Say whether a file is meant as a policy; one that cannot be read may be, so it is."""
    try:
        documents = read_documents(read_bytes(file), file)
    except UserError:
        return not os.path.isfile(file) or _must_be_read(file)
    if all(document.data is None for document in documents):
        return file.casefold().endswith(YAML)
    return any(_is_meant(document.data) for document in documents)


def _must_be_read(file: str) -> bool:
    """Say whether a file is of a kind that policies are written in."""
    folders = os.path.dirname(file).split(os.sep)
    name = file.casefold()
    return name.endswith(YAML) or (name.endswith(JSON) and FIXTURES not in folders)


def _is_meant(data: object) -> bool:
    if isinstance(data, list):
        return any(isinstance(one, dict) and not OWN_KEYS.isdisjoint(one) for one in data)
    if not isinstance(data, dict):
        return False
    if not OWN_KEYS.isdisjoint(data):
        return True
    if data.keys() >= KUBERNETES or PLAN in data:
        return False
    if RULES in data:
        return not _are_semgrep(data[RULES])
    return _nearly(data)


def _are_semgrep(rules: object) -> bool:
    return (
        isinstance(rules, list)
        and bool(rules)
        and all(isinstance(rule, dict) and SEMGREP in rule for rule in rules)
    )


def _nearly(keys: Iterable[object]) -> bool:
    """Say whether a key is a mistyped one of a policy."""
    # only what is no policy by its keys pays for it
    from difflib import get_close_matches

    known = (*OWN_KEYS, RULES)
    return any(get_close_matches(str(key).casefold(), known, n=1, cutoff=ALIKE) for key in keys)
