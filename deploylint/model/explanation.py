"""What there is to know about a rule, a check, or what stands in reports for a rule."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from deploylint.model.policy import Rule


class Told(NamedTuple):
    """One parameter of a check.

    `takes` says in words what it may be, `schema` does as JSON Schema; `default` and `value` (what
    the policy sets, else the default) are plain data. `stricter` is `higher` or `lower` where a
    locked rule may still be tightened.
    """

    name: str
    takes: str
    schema: Mapping[str, Any]
    default: Any
    value: Any
    meaning: str
    stricter: str | None


class Explanation(NamedTuple):
    """What a rule or a check asks, why, and how to comply.

    Without `rule` and `check` it is about what stands in reports where there is no rule. `policy`
    is the name of the rule's policy. `what`, `why` and `how_to_fix` are what the check says of
    itself, in Markdown; empty where a person or a schema judges. `evidence` is what is looked at:
    each by its name, and what it is. `command` prints all this again.
    """

    rule: Rule | None
    policy: str | None
    check: str | None
    what: str
    why: str
    how_to_fix: str
    evidence: tuple[tuple[str, str], ...]
    parameters: tuple[Told, ...]
    command: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name that is explained."""
        return self.command[2]
