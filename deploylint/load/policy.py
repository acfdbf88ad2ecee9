"""Policy files: layers are found, read, folded, and become one effective policy."""

import os
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from deploylint.errors import UserError, UserErrors
from deploylint.load.layers import Layers, RulePatch, merge, rule_patch, window_settings
from deploylint.load.library import PREFIX, shipped_names, shipped_path
from deploylint.load.policyshape import POLICY
from deploylint.load.rules import build_rules, build_windows
from deploylint.load.shape import JsonSchema, MismatchError
from deploylint.model.location import Location, Places, Spot
from deploylint.model.policy import Layer, Policy, PolicyFile, WindowPart
from deploylint.read.digest import digest_of
from deploylint.read.files import read_bytes
from deploylint.read.yaml import Document, read_documents

MAX_LAYERS = 64
"""More files than this in one policy are a mistake."""


class LayerFile(NamedTuple):
    """One policy file as it was read; `name` is its path or `deploylint:NAME`."""

    name: str
    policy: str
    layer: Layer | None
    digest: str
    content: Layers
    places: Places
    extends: tuple[tuple[str, Location], ...]


def load_policy(reference: str, *, rules_needed: bool = True) -> Policy:
    """Return the effective policy that `reference`, a path or `deploylint:NAME`, stands for.

    Its digest is made of those of its files, in their order; how they are named is not in it.
    Raises UserErrors with everything that is wrong in the first file that is wrong, or in the
    policy that the files make together; without `rules_needed` it may state windows alone.
    """
    files = tuple(_layers(reference, None, (), {}))
    folded = Layers()
    for file in files:
        folded = merge(folded, file.content)
    top = files[-1]
    if rules_needed and not folded.rules:
        hint = "list rules under `rules:`, or extend deploylint:essential"
        raise UserError("the policy has no rules, so it would judge nothing", top.name, hint)
    return Policy(
        name=top.policy,
        files=tuple(PolicyFile(file.name, file.digest) for file in files),
        digest=digest_of("\n".join(file.digest for file in files).encode()),
        rules=build_rules(folded.rules),
        layer=top.layer,
        windows=build_windows(folded.windows, tuple(file.places for file in files)),
        window_parts=tuple(WindowPart(path, *part) for path, part in folded.windows.items()),
    )


def policy_schema() -> JsonSchema:
    """Return the JSON Schema of a policy file."""
    from deploylint.load.policyshape import policy_shape
    from deploylint.load.windows import LAYER_WINDOWS

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "deploylint policy",
        **policy_shape(LAYER_WINDOWS).schema(),
    }


def _layers(
    reference: str, where: Location | None, chain: tuple[str, ...], done: dict[str, None]
) -> Iterator[LayerFile]:
    """Yield the files that `reference` builds on, then the file itself; each file once."""
    name = _resolve(reference, chain[-1] if chain else None)
    if name in chain:
        circle = " -> ".join((*chain[chain.index(name) :], name))
        hint = "remove one of these `extends`"
        raise UserError(f"the policies extend each other in a circle: {circle}", where, hint)
    if name in done:
        return
    if len(done) + len(chain) >= MAX_LAYERS:
        raise UserError(f"the policy has more than {MAX_LAYERS} layers", where)
    shipped = name.startswith(PREFIX)
    file = _shipped_layer(name) if shipped else read_layer(name, name, where)
    for other, at in file.extends:
        yield from _layers(other, at, (*chain, name), done)
    done[name] = None
    yield file


def _resolve(reference: str, parent: str | None) -> str:
    """Return the name of the file that `reference` means inside the policy file `parent`."""
    if reference.startswith(PREFIX) or parent is None or os.path.isabs(reference):
        return reference
    if parent.startswith(PREFIX):
        folder = os.path.dirname(parent.removeprefix(PREFIX))
        return PREFIX + os.path.normpath(os.path.join(folder, reference)).removesuffix(".yaml")
    return os.path.normpath(os.path.join(os.path.dirname(parent), reference))


@cache
def _shipped_layer(name: str) -> LayerFile:
    """Return one shipped policy; several policies of a run build on the same ones."""
    return read_layer(name, shipped_path(name.removeprefix(PREFIX)), None)


def read_layer(name: str, path: str, where: Location | None) -> LayerFile:
    """Return the policy file at `path`, called `name` in messages; `where` names it first.

    Raises UserErrors with everything that is wrong in it.
    """
    try:
        data = read_bytes(path)
    except UserError as error:
        raise _unread(error, name, where) from None
    documents = read_documents(data, name)
    if len(documents) != 1 or documents[0].data is None:
        message = f"a policy file holds one YAML document; this one holds {len(documents)}"
        empty = "the policy file is empty"
        raise UserError(
            message if len(documents) > 1 else empty, name, "see `deploylint schema policy`"
        )
    return _layer(documents[0], name, digest_of(data))


def _unread(error: UserError, name: str, where: Location | None) -> UserError:
    """Return why a policy file cannot be read, told of what names it, and what was meant."""
    shipped = os.path.basename(name).removesuffix(".yaml")
    hint = error.hint
    if not os.path.lexists(name) and shipped in shipped_names():
        hint = f"did you mean `{PREFIX}{shipped}`?"
    if where is None:
        return UserError(error.message, error.where, hint)
    # the file that asks is not the one that is meant
    own = f"did you mean `{os.path.normpath(where.file)}`?"
    return UserError(f"`{name}` {error.message}", where, None if hint == own else hint)


def _layer(document: Document, name: str, digest: str) -> LayerFile:
    places, data = document.places, document.data
    try:
        found: dict[str, Any] = POLICY.read(data, Spot(places, [data], 0))
    except MismatchError as mismatch:
        # jsonschema costs 75 ms to import, so only a policy that is wrong pays for it
        from deploylint.load.explain import explain

        raise explain(policy_schema(), document, mismatch) from None
    assert isinstance(data, dict)  # noqa: S101  # the shape says so
    title = os.path.basename(name).removesuffix(".yaml").removesuffix(".yml")
    return LayerFile(
        name=name,
        policy=found.get("policy", title),
        layer=found.get("layer"),
        digest=digest,
        content=Layers(
            rules=_rules(found.get("rules", {}), data, places),
            windows=window_settings(data.get("windows") or {}, places),
        ),
        places=places,
        extends=_extends(found.get("extends", ()), data, places),
    )


def _rules(found: dict[str, Any], data: dict[str, Any], places: Places) -> dict[str, RulePatch]:
    rules: dict[str, RulePatch] = {}
    errors: list[UserError] = []
    for rule, settings in found.items():
        try:
            rules[rule] = rule_patch(rule, settings, places.key(data["rules"], rule))
        except UserError as error:
            errors.append(error)
    if errors:
        raise UserErrors(errors)
    return rules


def _extends(
    found: tuple[str, ...], data: dict[str, Any], places: Places
) -> tuple[tuple[str, Location], ...]:
    listed = data.get("extends")
    if isinstance(listed, list):
        return tuple((name, places.value(listed, i)) for i, name in enumerate(found))
    return tuple((name, places.value(data, "extends")) for name in found)
