"""The answer of `deploylint migrations` for machines; schema_version 1."""

from collections.abc import Iterator

from deploylint.model.migrationsreport import MigrationsReport, OutlinedMigration
from deploylint.report.explained import reference
from deploylint.report.jsonparts import (
    counts_object,
    instant_text,
    item_object,
    place_object,
    policy_object,
)
from deploylint.report.jsontext import Object, document
from deploylint.report.style import Style


def render(answer: MigrationsReport, style: Style) -> Iterator[str]:
    """Yield one JSON document. Every key is there; what is absent is null."""
    yield document(_answer(answer), style.schema)


def _answer(answer: MigrationsReport) -> Object:
    report = answer.report
    return {
        "folder": answer.folder,
        "since": answer.since,
        "earlier": answer.earlier,
        "policy": policy_object(report.policy, report.policy_files, report.policy_digest),
        "now": instant_text(report.now),
        "simulated": report.simulated,
        "decision": report.decision.label,
        "blocked": report.blocked,
        "valid_until": instant_text(report.valid_until),
        "counts": counts_object(report.counts),
        "items": [item_object(item, reference(report)) for item in report.items],
        "migrations": [_migration(one) for one in answer.migrations],
    }


def _migration(one: OutlinedMigration) -> Object:
    return {
        "name": one.name,
        "framework": one.framework,
        "files": one.files,
        "digest": one.digest,
        "dialect": one.dialect,
        "down": one.down,
        "operations": [
            operation._asdict() | {"at": place_object(operation.at)} for operation in one.operations
        ],
    }
