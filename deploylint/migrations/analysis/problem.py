"""What is wrong with a migration, and how much it weighs."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.model.location import Location


class Code(StrEnum):
    """What kind of problem it is."""

    DOWN_MISSING = "down-missing"
    DOWN_WITHOUT_EFFECT = "down-without-effect"
    DOWN_REFUSED = "down-refused"
    DOWN_DIFFERS = "down-differs"
    DOWN_FAILS = "down-fails"
    DOWN_LEAKS = "down-leaks"
    DATA_LOST = "data-lost"
    BREAKS_RUNNING = "breaks-running"
    BREAKS_ROLLBACK = "breaks-rollback"
    EXPAND_AND_CONTRACT = "expand-and-contract"
    LOCKS = "locks"
    LOCK_TIMEOUT = "lock-timeout"
    TRANSACTION = "transaction"
    SEVERAL_HEADS = "several-heads"
    DUPLICATE = "duplicate"
    DANGLING = "dangling"
    CYCLE = "cycle"
    OUT_OF_ORDER = "out-of-order"
    REWRITTEN = "rewritten"
    UNDECLARED = "undeclared"
    UNREADABLE = "unreadable"
    OPAQUE = "opaque"


class Weight(StrEnum):
    """Whether a problem fails a rule, is only told, or is about what cannot be read."""

    FAIL = "fail"
    NOTE = "note"
    OPAQUE = "opaque"


class Problem(NamedTuple):
    """One problem: `at` proves it in the migration, `also` is the other half of the proof.

    For what a down does wrong, `at` is in the up (what has to be taken back) and `also` in the down
    (what does not take it back). `message` says what was seen, in one sentence without a full stop,
    beginning with the name of the migration; `fix` what to do about this very problem.
    """

    code: Code
    message: str
    at: Location
    migration: Migration
    weight: Weight = Weight.FAIL
    also: Location | None = None
    fix: str | None = None
