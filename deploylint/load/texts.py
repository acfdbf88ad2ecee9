"""Which rule a line of a checklist speaks of: ids, titles and aliases, in any spelling."""

from collections.abc import Iterable

from deploylint.errors import UserError
from deploylint.model.policy import Rule, Stage
from deploylint.model.statements import folded


def texts_of(rule: Rule) -> tuple[str, ...]:
    """Return every folded text that names `rule`."""
    texts = (rule.id, *rule.titles.values(), *rule.aliases)
    return tuple(dict.fromkeys(folded(text) for text in texts))


def ambiguous_texts(rules: Iterable[Rule]) -> list[UserError]:
    """Return an error for each text that names two rules of one stage."""
    owners: dict[tuple[Stage, str], Rule] = {}
    errors = []
    for rule in rules:
        for text in texts_of(rule):
            owner = owners.setdefault((rule.stage, text), rule)
            if owner is not rule:
                message = f"the checklist text `{text}` names `{owner.id}` and `{rule.id}`"
                where = rule.origin.get("aliases", rule.at)
                hint = f"both belong to stage {rule.stage}; a line must answer one rule"
                errors.append(UserError(message, where, hint))
    return errors
