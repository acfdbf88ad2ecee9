"""Plan files: one format, in a short form of texts and a long form of structured values."""

from collections.abc import Iterator
from typing import Any

from deploylint.errors import UserError, UserErrors
from deploylint.load.planshape import PLAN
from deploylint.load.shape import JsonSchema, MismatchError
from deploylint.model.location import Spot
from deploylint.model.plan import Plan
from deploylint.model.secrets import masked
from deploylint.read.yaml import Document, read_documents

_SHOWN = ("version", "service", "environment", "incident")


def plan_schema() -> JsonSchema:
    """Return the JSON Schema of a plan file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "deploylint plan",
        **PLAN.schema(),
    }


def read_plans(data: bytes, file: str) -> Iterator[Plan]:
    """Yield the plan of each document of `data`; `file` names it in messages.

    Raises UserErrors with everything that is wrong in the first document that is wrong; they repeat
    no secret.
    """
    try:
        yield from _plans(data, file)
    except UserError as error:
        _hush(error)
        raise


def _hush(error: UserError) -> None:
    """Take the secrets out of what is said about a file that is wrong."""
    error.message = masked(error.message)
    error.hint = error.hint and masked(error.hint)
    if isinstance(error, UserErrors):
        for one in error.errors:
            _hush(one)
    error.args = (error.message,)


def _plans(data: bytes, file: str) -> Iterator[Plan]:
    documents = read_documents(data, file)
    if all(document.data is None for document in documents):
        hint = "a plan begins with `deployment:`; see `deploylint schema plan`"
        raise UserError("the file is empty, so there is no plan to judge", file, hint)
    for document in documents:
        if document.data is not None:
            document.places.source = data
            yield read_plan(document, file)


def read_plan(document: Document, file: str) -> Plan:
    """Return the plan of one document. Raises UserErrors."""
    root = [document.data]
    spot = Spot(document.places, root, 0)
    try:
        fields: dict[str, Any] = PLAN.read(document.data, spot)
    except MismatchError as mismatch:
        # jsonschema costs 75 ms to import, so only a plan that is wrong pays for it
        from deploylint.load.explain import explain

        raise explain(plan_schema(), document, mismatch) from None
    # reports show these beside the items; a rule about secrets reads `data`
    shown = {name: masked(fields[name]) for name in _SHOWN if fields.get(name)}
    assert isinstance(document.data, dict)  # noqa: S101  # the shape says so
    return Plan(
        file=file,
        document=document.number,
        digest=document.digest,
        data=document.data["deployment"],
        places=document.places,
        **{**fields, **shown},
    )
