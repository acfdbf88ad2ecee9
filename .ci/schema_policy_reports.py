"""The schemas of what `rules`, `explain` and `policy test` write with `-o json`."""

from editor_schemas import Schema
from schema_parts import (
    COUNT,
    FLAG,
    LINE,
    SEVERITY,
    TEXT,
    TEXTS,
    closed,
    many,
    or_null,
    ref,
    trouble,
    whole,
)

from deploylint.load.policyshape import WHEN
from deploylint.model.plan import ChangeType, Priority, Strategy
from deploylint.model.policy import Action

_ERROR = "One thing that is wrong with a test file, a policy, a folder or the surroundings."
OBJECT: Schema = {"type": "object"}
CONDITIONS: dict[str, Schema] = {
    "environment": TEXT,
    "service": TEXT,
    "type": {"enum": list(ChangeType)},
    "priority": {"enum": [one.lower() for one in Priority]},
    "strategy": {"enum": list(Strategy)},
    "migrations": FLAG,
}
"""What each key of `when` holds; letter case does not count there, so all is lower case."""


def rules() -> Schema:
    """Return the schema of `deploylint rules -o json`."""
    rule = closed(
        "A rule as the policy states it, with what decides by default.",
        id=("Its id.", TEXT),
        title=("What holds when it passes, by language.", _titles()),
        aliases=("Other texts by which a checklist may name it.", TEXTS),
        category=("The group of the rule.", TEXT),
        stage=("When it must hold.", ref("stage")),
        severity=("How much a failure matters.", SEVERITY),
        on_fail=("What to do when it blocks.", {"enum": [one.label for one in Action]}),
        assurance=("What it demands at least.", ref("assurance")),
        judged_by=(
            "What judges: a check, a JSON Schema, or a person.",
            {"enum": ["check", "schema", "item"]},
        ),
        check=("The id of the check; null where a person or a schema judges.", or_null(TEXT)),
        when=("For which plans it holds, in lower case; every plan without a key.", _when()),
        na=(
            "Whether a person may answer `na`, with a reason.",
            {"enum": ["reason", "never"]},
        ),
        waivable=("Whether a waiver may lift it.", FLAG),
        locked=("Whether a layer above may make it no weaker.", FLAG),
        disabled=("Why it is switched off; null when it is not.", or_null(TEXT)),
        fix=("What to do when it fails, as the policy says.", or_null(TEXT)),
        origin=("Where the policy states it.", ref("origin")),
    )
    body = closed(
        "What `deploylint rules -o json` writes: the rules of a policy.",
        policy=("The name of the policy.", TEXT),
        rules=("Its rules, in the order of the policy.", many(rule)),
    )
    return whole("rules", body, {})


def explanation() -> Schema:
    """Return the schema of `deploylint explain -o json`."""
    evidence = closed(
        "Something that is looked at.",
        name=("Its name.", TEXT),
        meaning=("What it is.", TEXT),
    )
    body = closed(
        "What `deploylint explain -o json` writes about a rule; where none has the name, about a"
        " check, and all that a policy says is null. Of `plan-judged` and `checklist-item`, which"
        " stand in reports where there is no rule, `check` is null, too.",
        rule=("The id of the rule.", or_null(TEXT)),
        title=("What holds when it passes: in English, or in the only language.", or_null(TEXT)),
        titles=("The same by language.", or_null(_titles())),
        aliases=("Other texts by which a checklist may name it.", or_null(TEXTS)),
        category=("The group of the rule.", or_null(TEXT)),
        place=("Where the policy states it first.", or_null(ref("place"))),
        origin=("What decided each setting of it, by the key.", or_null(_origin())),
        stage=("When it must hold.", or_null(ref("stage"))),
        severity=("How much a failure matters.", or_null(SEVERITY)),
        on_fail=("What to do when it blocks.", or_null({"enum": [one.label for one in Action]})),
        assurance=("What it demands at least.", or_null(ref("assurance"))),
        when=(
            "For which plans it holds, in lower case; every plan without a key.",
            or_null(_when()),
        ),
        na_allowed=("Whether a person may answer `na`.", or_null(FLAG)),
        waivable=("Whether a waiver may lift it.", or_null(FLAG)),
        disabled=("Why it is switched off; null when it is not.", or_null(TEXT)),
        fix=("What to do when it fails, as the policy says.", or_null(TEXT)),
        policy=("The name of the policy.", or_null(TEXT)),
        check=("The id of the check; null where a person or a schema judges.", or_null(TEXT)),
        what=("What the check asks, in Markdown.", or_null(TEXT)),
        why=("Why it is worth asking, in Markdown.", or_null(TEXT)),
        how_to_fix=("How to mend what it finds, in Markdown.", or_null(TEXT)),
        evidence=("What it looks at.", many(evidence)),
        parameters=("What can be set of the check.", many(_parameter())),
        command=("The program and its arguments that print this again, as text.", TEXTS),
    )
    return whole("explanation", body, {})


def _titles() -> Schema:
    languages = {"en": "In English.", "fr": "In French."}
    return OBJECT | {
        "additionalProperties": False,
        "properties": {key: {"description": said} | TEXT for key, said in languages.items()},
    }


def _origin() -> Schema:
    return OBJECT | {"additionalProperties": ref("place")}


def _when() -> Schema:
    return OBJECT | {
        "additionalProperties": False,
        "properties": {
            key: {"description": field.doc} | many(CONDITIONS[key])
            for key, field in WHEN.fields.items()
        },
    }


def _parameter() -> Schema:
    stricter = or_null({"enum": ["higher", "lower"]})
    return closed(
        "One parameter of the check.",
        name=("The key below `with`.", TEXT),
        type=("What it may be, in words.", TEXT),
        schema=("What it may be, as JSON Schema.", OBJECT),
        default=("What it is where no policy sets it.", {}),
        value=("What the policy sets, else the default.", {}),
        meaning=("What it does.", TEXT),
        stricter=("Which values ask for more; null where none does.", stricter),
    )


def policy_test_report() -> Schema:
    """Return the schema of `deploylint policy test -o json`."""
    counts = closed(
        "How many tests there are of each status.",
        **{"pass": ("All came as expected.", COUNT), "fail": ("Something did not.", COUNT)},
    )
    percent: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
    body = closed(
        "What `deploylint policy test -o json` writes: what came of the tests of policies.",
        counts=("How many passed and failed.", counts),
        tests=("All that ran, file by file.", many(_test())),
        coverage=("What the tests of a file, or of several, see of a policy.", many(_coverage())),
        minimum_coverage=("What --min-coverage asks for.", or_null(percent)),
        errors=(
            "What kept tests from being found or run; the run did not end with exit code 0.",
            many(trouble(_ERROR)),
        ),
    )
    return whole("policy-test-report", body, {})


def _test() -> Schema:
    mismatch = closed(
        "One expectation that was not met.",
        message=("What was expected, and what came.", TEXT),
        file=("The file of the test.", TEXT),
        line=("The line of what was expected, counted from 1.", LINE),
        column=("The column, in code points counted from 1.", LINE),
        end_line=("The line of the end; null when it is not known.", or_null(LINE)),
        end_column=(
            "The column behind the last character; null when it is not known.",
            or_null(LINE),
        ),
    )
    return closed(
        "One test.",
        name=("Its name.", TEXT),
        status=("Whether all came as it expects.", {"enum": ["pass", "fail"]}),
        policy=("The policy that it tests: a path, or deploylint:NAME.", TEXT),
        file=("The file that it stands in.", TEXT),
        line=("The line of its name, counted from 1.", LINE),
        column=("The column of its name, in code points counted from 1.", LINE),
        mismatches=("What did not come as expected.", many(mismatch)),
    )


def _coverage() -> Schema:
    return closed(
        "Which rules of a policy were seen to fail and to pass as a test expects.",
        policy=("The policy: a path, or deploylint:NAME.", TEXT),
        rules=("Its rules, without those that are switched off.", TEXTS),
        seen_failing=("Those of them that were seen to fail.", TEXTS),
        seen_passing=("Those of them that were seen to pass.", TEXTS),
        enough=("Whether enough of them were seen to fail.", FLAG),
    )
