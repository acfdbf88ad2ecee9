"""All that is wrong in a file, found by jsonschema and said in our words.

Only a file that the fast reading refused comes here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from deploylint.errors import UserError, UserErrors, did_you_mean
from deploylint.load.records import SCHEMA_KEY, at_least
from deploylint.load.shape import JsonSchema, MismatchError, Text, kind_of
from deploylint.model.location import Location, Step
from deploylint.read.yaml import Document

KINDS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
    "null": "nothing",
}
OWN_CHOICE = {
    "policy": "a plan never chooses its own policy: use --policy, or `policy` in .deploylint.yaml",
    "timezone": "the zone comes from .deploylint.yaml or the policy, never from the plan",
    "country": "the country comes from .deploylint.yaml, never from the plan",
    "windows": "windows belong to a policy, never to the plan",
    "holidays": "holidays belong to a policy, never to the plan",
}
"""Keys that a plan may not have, and where they belong."""


def checker() -> FormatChecker:
    """Return a checker that knows the formats of `Text` shapes."""
    formats = FormatChecker(formats=())
    for name, parse in Text.formats.items():

        def check(value: object, parse: object = parse) -> bool:
            text = getattr(value, "text", value)
            if isinstance(text, str):
                parse(text)  # type: ignore[operator]  # the loop's function
            return True

        formats.checks(name, raises=ValueError)(check)
    return formats


def explain(schema: JsonSchema, document: Document, mismatch: MismatchError) -> UserErrors:
    """Return every error of `document`, in the order of the file; `mismatch` if none is found."""
    found = Draft202012Validator(schema, format_checker=checker()).iter_errors(document.data)
    errors = {str(error): error for error in _told(found, document)}
    ordered = sorted(errors.values(), key=_place)
    return UserErrors(ordered or [UserError(str(mismatch), mismatch.at)])


def _place(error: UserError) -> tuple[int, int]:
    return (error.where.line, error.where.column) if isinstance(error.where, Location) else (0, 0)


def nearest(word: object, known: Iterable[object]) -> str | None:
    """Return a hint: the known word that looks most like `word`, or all if they are few."""
    words = _words(known)
    few = 12
    listed = f"known here: {', '.join(words)}" if 0 < len(words) <= few else None
    return did_you_mean(str(word), words) or listed


def _words(known: Iterable[object]) -> list[str]:
    return [str(one) for one in known if one not in (None, SCHEMA_KEY)]


def _told(errors: Iterable[ValidationError], document: Document) -> Iterator[UserError]:
    for error in errors:
        path = list(error.absolute_path)
        wanted: Any = error.validator_value
        match error.validator:
            case "additionalProperties":
                yield from _unknown_keys(error, path, document)
            case "required":
                for key in wanted:
                    if key not in _keys(error):
                        where = document.places.at(path, key=True)
                        yield UserError(f"{_name(path)}: the key `{key}` is missing", where)
            case "anyOf":
                yield from _branches(error, path, document)
            case _:
                where = document.places.at(path)
                message, hint = _mistake(error)
                yield UserError(f"{_name(path)}: {message}", where, hint)


def _unknown_keys(
    error: ValidationError, path: list[Step], document: Document
) -> Iterator[UserError]:
    schema: Any = error.schema
    known = schema["properties"]
    for key in _keys(error):
        if key not in known:
            where: Location = document.places.at([*path, key], key=True)
            hint = OWN_CHOICE.get(key) if "deployment" in (*path, *known) else None
            message = f"{_name(path)}: the key `{key}` is not known here"
            yield UserError(message, where, hint or nearest(key, known))


def _branches(error: ValidationError, path: list[Step], document: Document) -> Iterator[UserError]:
    """Explain the form that was meant, told by what stands in the file."""
    where = document.places.at(path)
    forms: Any = error.validator_value
    if all("type" not in form and "required" in form for form in forms):
        names = " or ".join(f"`{key}`" for form in forms for key in form["required"])
        yield UserError(f"{_name(path)}: one of {names} is needed", where)
        return
    branches: dict[int, list[ValidationError]] = {}
    for sub in error.context or ():
        branches.setdefault(int(sub.schema_path[0]), []).append(sub)
    for subs in branches.values():
        if not any(_other_form(sub) for sub in subs):
            yield from _told(subs, document)
            return
    kinds = [kind for form in forms for kind in _kinds(form)]
    wanted = " or ".join(dict.fromkeys(kind for kind in kinds if kind != "nothing"))
    yield UserError(f"{_name(path)}: expected {wanted}, found {kind_of(error.instance)}", where)


def _keys(error: ValidationError) -> list[str]:
    instance: Any = error.instance
    return list(instance)


def _other_form(error: ValidationError) -> bool:
    """Say whether a branch is about values of another form than the one that stands there."""
    whole = not error.relative_path
    word = error.validator == "enum" and isinstance(error.instance, dict | list)
    return whole and (error.validator == "type" or word)


def _kinds(schema: JsonSchema) -> list[str]:
    if "anyOf" in schema and "type" not in schema:
        return [kind for branch in schema["anyOf"] for kind in _kinds(branch)]
    if "enum" in schema:
        return ["one of " + ", ".join(_word(word) for word in schema["enum"] if word is not None)]
    kinds = schema.get("type", [])
    names = [KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return [name for name in names if name != "a number" or "text" not in names]


def _mistake(error: ValidationError) -> tuple[str, str | None]:
    found: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    hint = None
    match error.validator:
        case "enum" if wanted == [False]:
            message = "expected the reason for switching it off, in words"
        case "enum" if True in wanted and len(wanted) > 1:
            message = f"expected true or false, found {kind_of(found)}"
        case "enum":
            words = ", ".join(_word(word) for word in wanted if word is not None)
            shown = f"`{found}`" if isinstance(found, str) else kind_of(found)
            message = f"expected one of {words}, found {shown}"
            one = "write one of these words"
            hint = did_you_mean(found, _words(wanted)) if isinstance(found, str) else one
        case "type":
            kinds = " or ".join(k for k in dict.fromkeys(_kinds(schema)) if k != "nothing")
            message = f"expected {kinds}, found {kind_of(found)}"
        case "format":
            message = str(error.cause)
        case "pattern":
            message = "expected text, found nothing but blanks"
        case "minItems" | "minProperties":
            message = f"expected at least {at_least(wanted)}, found {len(found)}"
        case "minimum":
            message = f"expected a whole number from {wanted}, found {found}"
        case _:
            message = error.message
    return message, hint


def _word(value: object) -> str:
    return (
        {True: "true", False: "false"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )


def _name(path: list[Step]) -> str:
    """Return the path as people write it: `deployment.steps[2].kind`."""
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return f"`{name.removeprefix('.')}`" if name else "the document"
