"""The schemas of what `evidence`, `window` and `migrations` write with `-o json`."""

from editor_schemas import Schema
from schema_parts import (
    CAUSE,
    COUNT,
    FLAG,
    SECONDS,
    SEVERITY,
    STATUS,
    TEXT,
    TEXTS,
    closed,
    many,
    or_null,
    ref,
    whole,
)
from schema_policy_reports import explanation, policy_test_report, rules

from deploylint.model.evidence import Kind
from deploylint.model.migrationtools import Dialect, Framework
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.policy import Action
from deploylint.model.windows import OnCall


def reports() -> dict[str, Schema]:
    """Return the schemas of all reports but that of `check`, by their names."""
    return {
        "evidence": evidence(),
        "window": window(),
        "migrations": migrations(),
        "rules": rules(),
        "explanation": explanation(),
        "policy-test-report": policy_test_report(),
    }


def evidence() -> Schema:
    """Return the schema of `deploylint evidence -o json`."""
    report = closed(
        "What is known about one release.",
        plan=("The plan; null where the repository alone was asked.", or_null(ref("plan"))),
        policy=("The name of the policy.", TEXT),
        now=("What ages are counted to.", ref("instant")),
        simulated=("Whether --now took the place of the system clock.", FLAG),
        release=("The commit that is released.", or_null(ref("release"))),
        release_problem=("Why the commit is not known.", or_null(TEXT)),
        kinds=("What was found of each kind of evidence.", many(ref("kind"))),
        rules=("What each rule asks of evidence, and gets.", many(ref("rule"))),
    )
    said = "What `deploylint evidence -o json` writes: one report per plan."
    body = closed(said, reports=("One per plan, in the order given.", many(report)))
    return whole("evidence", body, {"release": _release(), "kind": _kind(), "rule": _rule()})


def _release() -> Schema:
    return closed(
        "The commit that is released.",
        commit=("Its id.", TEXT),
        tree=("The id of its tree.", TEXT),
        committed_at=("When it was committed.", ref("instant")),
        head=("The commit that is checked out.", TEXT),
        branch=("The branch that is checked out; null for none.", or_null(TEXT)),
        shallow=("Whether the history is cut off.", FLAG),
        at=("Where the plan names it; null when it is the one checked out.", or_null(ref("place"))),
    )


def _kind() -> Schema:
    missing = closed(
        "A place that is named and leads to nothing.",
        place=("What is named.", TEXT),
        why=("Why it leads to nothing.", TEXT),
        named=("Where it is named.", or_null(ref("place"))),
    )
    return closed(
        "All that was found of one kind.",
        kind=("The kind.", {"enum": list(Kind)}),
        rules=("The rules that read it.", TEXTS),
        max_age_seconds=("How old it may be, by the strictest of them.", or_null(SECONDS)),
        pieces=("What was found.", many(_piece())),
        missing=("What is named and not there.", many(missing)),
        searched=("The well-known places, where none is named.", TEXTS),
        problem=("Why nothing could be collected.", or_null(TEXT)),
    )


def _piece() -> Schema:
    return closed(
        "One piece of evidence.",
        path=("Where it lies.", TEXT),
        counts=("Whether it counts for this release.", FLAG),
        assurance=("What it proves; null when it does not count.", or_null(ref("assurance"))),
        why=("Why it counts, or does not.", TEXT),
        digest=("Its digest.", or_null(TEXT)),
        commit=("The commit that it speaks of.", or_null(TEXT)),
        time=("When it was made.", or_null(ref("instant"))),
        age_seconds=("How long ago that was.", or_null({"type": "number"})),
        command=("The command that made it, if it was recorded.", or_null(TEXTS)),
        exit_code=("How that command ended.", or_null({"type": "integer"})),
        record=("The record beside it.", or_null(TEXT)),
        named=("Where it is named; null when it was found unasked.", or_null(ref("place"))),
    )


def _rule() -> Schema:
    return closed(
        "What a rule asks of evidence, and what it gets.",
        rule=("The id of the rule.", TEXT),
        title=("What holds when it passes.", TEXT),
        stage=("When it must hold.", ref("stage")),
        severity=("How much a failure matters.", SEVERITY),
        required_assurance=("What it demands at least.", ref("assurance")),
        status=("The outcome; null where it takes a plan to judge.", or_null(STATUS)),
        cause=("Why it fails.", or_null(CAUSE)),
        assurance=("On what a pass rests.", or_null(ref("assurance"))),
        reason=("What was seen.", TEXT),
        evidence=("What it rests on.", many(ref("evidence"))),
    )


def window() -> Schema:
    """Return the schema of `deploylint window -o json`."""
    body = closed(
        "What `deploylint window -o json` writes: whether one change may go out at one moment.",
        at=("The moment asked about.", ref("instant")),
        now=("The clock.", ref("instant")),
        basis=("What chose the moment: now, --at or scheduled_at.", TEXT),
        simulated=("Whether --now took the place of the system clock.", FLAG),
        timezone=("The zone of the policy.", TEXT),
        tier=("The tier of the moment.", TEXT),
        permitted=("Whether the deployment may begin then and end in time.", FLAG),
        deciding=("The entries that make the tier.", many(_deciding())),
        closes_at=("When no deployment may be under way any more.", or_null(ref("instant"))),
        next_permitted=("The first moment at which all of it may.", or_null(ref("instant"))),
        next_closes_at=("When that time ends.", or_null(ref("instant"))),
        searched_until=("How far was looked.", ref("instant")),
        change=("What was asked about.", _change()),
        plan=("The plan; null where none was asked about.", or_null(ref("plan"))),
        policy=("By which policy.", _policy()),
        notes=("What may surprise.", TEXTS),
        assumptions=("What was taken for granted.", TEXTS),
        versions=("What the answer was computed with.", _versions()),
    )
    return whole("window", body, {})


def _deciding() -> Schema:
    return closed(
        "One entry of the policy that decides the tier.",
        id=("Its id.", TEXT),
        kind=("What it is.", {"enum": ["rule", "freeze", "opening", "exception"]}),
        form=("The key that states its time, such as weekly.", TEXT),
        tier=("The tier that it gives.", TEXT),
        start=("When it began, in its own zone.", or_null(ref("instant"))),
        end=("When it ends, in its own zone.", or_null(ref("instant"))),
        reason=("Why it is there.", or_null(TEXT)),
    )


def _change() -> Schema:
    return closed(
        "The change that was asked about.",
        type=("The kind of change.", {"enum": list(ChangeType)}),
        priority=("How urgent it is.", or_null({"enum": list(Priority)})),
        incident=("The incident behind it.", or_null(TEXT)),
        duration_seconds=("How long it takes.", or_null(SECONDS)),
        on_call=("Whether somebody is on call.", {"enum": list(OnCall)}),
    )


def _policy() -> Schema:
    return closed(
        "The effective policy.",
        name=("Its name.", TEXT),
        files=("The files that took part.", many(ref("policy_file"))),
        digest=("The digest over all its files.", ref("digest")),
        permit=("The tiers in which a deployment may go out.", TEXTS),
    )


def _versions() -> Schema:
    return closed(
        "What the answer was computed with; null for what was not needed or cannot be told.",
        deploylint=("The version of this program.", TEXT),
        tzdata=("The release of the tz database.", or_null(TEXT)),
        tzdata_source=("Where it comes from: system or package.", or_null(TEXT)),
        holidays=("The version of the package holidays.", or_null(TEXT)),
    )


def migrations() -> Schema:
    """Return the schema of `deploylint migrations -o json`."""
    body = closed(
        "What `deploylint migrations -o json` writes: migrations of the work tree, judged.",
        folder=("The folder that was looked at.", TEXT),
        since=("What does not hold them yet; null when all were judged.", or_null(TEXT)),
        earlier=("How many came before.", COUNT),
        policy=("Against what they are judged.", ref("policy")),
        now=("The clock.", or_null(ref("instant"))),
        simulated=("Whether --now took the place of the system clock.", FLAG),
        decision=("What to do.", {"enum": [action.label for action in Action]}),
        blocked=("Whether the release must not go on.", FLAG),
        valid_until=("Until when this holds.", or_null(ref("instant"))),
        counts=("How many rules have which outcome.", ref("counts")),
        items=("The verdicts.", many(ref("item"))),
        migrations=("What was judged.", many(_migration())),
    )
    return whole("migrations", body, {})


def _migration() -> Schema:
    operation = closed(
        "One operation of a migration.",
        text=("What it does.", TEXT),
        at=("Where it stands.", or_null(ref("place"))),
        reverse=("What takes it back.", TEXT),
        loss=("What it loses.", or_null(TEXT)),
        lock=("What it locks.", or_null(TEXT)),
        breaks=("What it breaks.", or_null(TEXT)),
    )
    return closed(
        "One migration.",
        name=("Its name.", TEXT),
        framework=("The tool that runs it.", {"enum": list(Framework)}),
        files=("Its files.", TEXTS),
        digest=("The digest of its files.", TEXT),
        dialect=("The database that it is for.", or_null({"enum": list(Dialect)})),
        down=("Where its way back is written, or why there is none.", TEXT),
        operations=("What it does, in order.", many(operation)),
    )
