"""From the schema that explains mistakes to the schema that editors like.

Both accept the same values, but for what only a program can tell (`2026-02-30` is no day). Editors
get patterns for our own formats, two words for true and false instead of twenty, no `null` among
the words on offer, a text for every word of a closed set, and titles.

An editor offers what stands under `enum`, `const` and `examples`, also within `anyOf`; the YAML
language server (https://github.com/redhat-developer/yaml-language-server) lists a whole `enum` when
the mouse rests on a value, but tells a `const` only where it is the value. So long lists are made
of `const`. `enumDescriptions`, `markdownDescription`, `errorMessage` and `patternErrorMessage` are
words of that server and of Visual Studio Code; others pass over them.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from schema_words import FORMS, PLAIN, WORDS

from deploylint.model.migrationtools import Framework

Schema = dict[str, Any]

NOTHING: Schema = {"not": {"type": ["string", "number", "boolean", "object", "array"]}}
"""Only null, without offering it."""

EMPTY: Schema = {"$ref": "#/$defs/empty"}
LARGE = 600
"""Characters from which on it is worth to write a schema once and refer to it."""

INNER = {"properties", "items", "additionalProperties", "anyOf", "allOf", "then", "else"}
SCALARS = {"string", "number", "integer", "boolean"}


def for_editors(schema: Schema, title: str) -> Schema:
    """Return the whole schema, with the definition that its parts refer to."""
    found = edited(schema, title)
    defs = {"empty": {"description": "As if the key were not there."} | NOTHING}
    return found | {"$defs": defs | found.get("$defs", {})}


def edited(schema: Schema, name: str) -> Schema:
    """Return one schema, and all within it, for editors; `name` is the key that it stands under."""
    found = dict(schema)
    for step in (_inner(name), _described, _formatted, _worded, _needed, _emptied):
        found = step(found)
    if "properties" in found and found.get("type") in ("object", ["object", "null"]):
        found = {"title": name} | found
    return found


def _inner(name: str) -> Callable[[Schema], Schema]:
    def step(found: Schema) -> Schema:
        for key in ("items", "additionalProperties", "if", "then", "else"):
            if isinstance(found.get(key), dict):
                many = key in ("items", "additionalProperties")
                found[key] = edited(found[key], _one_of(name) if many else name)
        if "properties" in found:
            found["properties"] = {k: edited(v, k) for k, v in found["properties"].items()}
        if "anyOf" in found and not _is_choice_of_keys(found):
            forms = [edited(one, name) for one in found["anyOf"]]
            # of forms that fit equally badly the first is what a mistake is explained by
            found["anyOf"] = sorted(forms, key=_rank)
        return found

    return step


def _rank(form: Schema) -> int:
    return 0 if "enum" in form else 1 if form.get("type") == "object" else 2


def _one_of(name: str) -> str:
    return name.removesuffix("s") if name.endswith("s") else f"{name} entry"


def _described(found: Schema) -> Schema:
    """Add the description as Markdown where there is some in it."""
    if "`" in found.get("description", ""):
        found["markdownDescription"] = found["description"]
    return found


def _formatted(found: Schema) -> Schema:
    """Turn our formats into patterns: no editor knows them, and `duration` means another to all."""
    if "format" in found:
        name = found.pop("format")
        null = [EMPTY] if "null" in found.pop("type") else []
        form: Schema = {"$ref": f"#/$defs/{name}"}
        return found | ({"anyOf": [form, *null]} if null else form)
    if found.get("pattern") == r"\S":
        found["patternErrorMessage"] = "Expected text, found nothing but blanks."
    return found


def form_of(name: str) -> Schema:
    """Return what texts of one of our formats look like."""
    form = FORMS[name]
    found: Schema = {"type": ["string", "number"] if form.numbers else "string"}
    if form.pattern is not None:
        found |= {"pattern": form.pattern, "patternErrorMessage": form.message}
    return found | {"errorMessage": form.message}


def _without(kind: str, kinds: list[str]) -> str | list[str]:
    rest = [one for one in kinds if one != kind]
    return rest[0] if len(rest) == 1 else rest


def _worded(found: Schema) -> Schema:
    """Offer true and false alone for a flag, and say what the words of a closed set mean."""
    words = found.get("enum")
    if words is None or words == [False]:
        return found
    null = [EMPTY] if None in words else []
    words = [word for word in words if word is not None]
    rest = {key: value for key, value in found.items() if key != "enum"}
    if words == [True]:
        return rest | ({"anyOf": [{"const": True}, *null]} if null else {"const": True})
    if True in words:
        spelt = "|".join(word for word in words if isinstance(word, str))
        message = "Expected true or false."
        text = {"type": "string", "pattern": f"^(?:{spelt})$", "patternErrorMessage": message}
        return rest | {"anyOf": [{"type": "boolean", "errorMessage": message}, text, *null]}
    told = {"enum": words} | meanings(words)
    return rest | ({"anyOf": [told, *null]} if null else told)


def meanings(words: list[str]) -> Schema:
    """Return what each word means. Fails when nobody wrote it down, and it is not plain."""
    if any(set(plain) == set(words) for plain in PLAIN) or set(words) == set(Framework):
        return {}
    told = [known for known in WORDS if set(known) == set(words)]
    if not told:
        raise ValueError(f"schema_words.py does not say what these mean: {', '.join(words)}")
    found: Schema = {"enumDescriptions": [told[0][word] for word in words]}
    if "`" in str(found):
        found["markdownEnumDescriptions"] = found["enumDescriptions"]
    return found


def _is_choice_of_keys(found: Schema) -> bool:
    return "anyOf" in found and all(
        "required" in one and "type" not in one for one in found["anyOf"]
    )


def _needed(found: Schema) -> Schema:
    """Say that one of several keys is needed in a way that editors do not take for an offer."""
    if not _is_choice_of_keys(found):
        return found
    keys = [key for one in found.pop("anyOf") for key in one["required"]]
    absent = dict.fromkeys(keys, NOTHING)
    message = f"One of these keys is needed: {', '.join(keys)}."
    then = {"required": [" or ".join(keys)], "errorMessage": message}
    return found | {"if": {"properties": absent}, "then": then}


def _emptied(found: Schema) -> Schema:
    """Accept null without offering it, where a text or a number is meant."""
    kinds = found.get("type")
    if isinstance(kinds, list) and "null" in kinds and SCALARS & set(kinds):
        moved = ("type", "pattern", "errorMessage", "patternErrorMessage", "minimum")
        value = {key: found.pop(key) for key in moved if key in found}
        value["type"] = _without("null", kinds)
        return found | {"anyOf": [value, EMPTY]}
    if "anyOf" in found:
        found["anyOf"] = [EMPTY if one == {"type": "null"} else one for one in found["anyOf"]]
    return found


def offering(schema: Schema, offers: Mapping[str, str]) -> Schema:
    """Return a schema of texts that offers some, each with what it is, and refuses no others."""
    known = [{"const": text, "description": said} for text, said in offers.items()]
    rest = {
        key: value for key, value in schema.items() if key in ("description", "markdownDescription")
    }
    value = {key: value for key, value in schema.items() if key not in (*rest, "anyOf")}
    return rest | {"anyOf": [*schema.get("anyOf", []), *([value] if value else []), *known]}


def shared(schema: Schema) -> Schema:
    """Return the schema with our formats in `$defs`, and what is large and stands several times."""
    text = json.dumps(schema)
    forms = {name: form_of(name) for name in FORMS if f'#/$defs/{name}"' in text}
    schema = schema | {"$defs": schema["$defs"] | forms}
    seen: dict[str, list[str]] = {}
    _collect(schema, schema["title"], seen)
    names: dict[str, str] = {}
    for text, keys in sorted(seen.items(), key=lambda one: (-len(one[0]), one[0])):
        if len(keys) > 1 and len(text) > LARGE:
            taken = {*names.values(), *schema["$defs"]}
            names[text] = next(name for name in _names(keys[0]) if name not in taken)
    found = {key: _referring(value, names) for key, value in schema.items()}
    kept = {name: _inside(json.loads(text), names) for text, name in names.items()}
    used = json.dumps([found, kept])
    return found | {"$defs": found["$defs"] | {k: v for k, v in kept.items() if f'/{k}"' in used}}


def _names(key: str) -> Iterator[str]:
    name = key.replace(" ", "-")
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _collect(value: object, key: str, seen: dict[str, list[str]]) -> None:
    """Note for every schema under which keys it stands."""
    if isinstance(value, list):
        for one in value:
            _collect(one, key, seen)
    elif isinstance(value, dict):
        if isinstance(value.get("type"), str | list) or isinstance(value.get("anyOf"), list):
            seen.setdefault(json.dumps(value), []).append(key)
        for name, one in value.items():
            _collect(one, key if name in INNER else name, seen)


def _referring(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, dict) and (name := names.get(json.dumps(value))):
        return {"$ref": f"#/$defs/{name}"}
    return _inside(value, names)


def _inside(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [_referring(one, names) for one in value]
    if isinstance(value, dict):
        return {key: _referring(one, names) for key, one in value.items()}
    return value
