"""How the layers of a policy fold into one.

The algebra, property-tested in `tests/load/test_layers.py`:

- a layer maps names to settings: `rules` to `{rule: {setting: value}}`, `windows` to values;
- the later layer wins for each setting that it names and leaves all others alone;
- parameters are settings of their own (`with.minimum`), aliases are added to, and naming what
  judges a rule (`check`, `schema`, `item`) replaces what judged it before;
- the lists of the windows merge by the `id` of their entries;
- `locked: true` remembers the rule as it stood there; the final rule is compared with each
  memory (`load/locks.py`).

So merging is associative and the empty layer is neutral.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from deploylint.errors import UserError
from deploylint.load.policyshape import JUDGES, Setting
from deploylint.model.location import Location, Places, Step

LISTS = ("rules", "freezes", "openings", "exceptions")
"""The lists under `windows` that merge by id."""


class Lock(NamedTuple):
    """A rule as it stood when a layer locked it."""

    at: Location
    settings: Mapping[str, Setting]


class RulePatch(NamedTuple):
    """What layers say about one rule; `at` is where the first of them names it."""

    at: Location
    settings: Mapping[str, Setting]
    locks: tuple[Lock, ...] = ()


class Layers(NamedTuple):
    """What one or several folded layers say."""

    rules: Mapping[str, RulePatch] = {}
    windows: Mapping[tuple[str, ...], Setting] = {}


def rule_patch(name: str, settings: Mapping[str, Setting], at: Location) -> RulePatch:
    """Return what one layer says about the rule `name`, its parameters and judge named apart.

    Raises UserError when the name is no id, or when the layer names more than one judge.
    """
    if not _is_id(name):
        hint = "an id is lower-case words joined by hyphens, such as `tests-pass`"
        raise UserError(f"`{name}` cannot be the id of a rule", at, hint)
    flat = {key: setting for key, setting in settings.items() if key not in (*JUDGES, "with")}
    judges = [key for key in JUDGES if key in settings]
    if len(judges) > 1:
        names = ", ".join(f"`{judge}`" for judge in judges)
        raise UserError(
            f"a rule is judged by one of {names}, not by several", settings[judges[1]].at
        )
    for judge in judges:
        flat["judge"] = Setting((judge, settings[judge].value), settings[judge].at)
    if "with" in settings:
        flat |= {f"with.{name}": found for name, found in settings["with"].value.items()}
    locked = flat.get("locked")
    locks = (Lock(locked.at, flat),) if locked and locked.value else ()
    return RulePatch(at, flat, locks)


def _is_id(name: str) -> bool:
    parts = name.split("-")
    return name.isascii() and name == name.lower() and all(part.isalnum() for part in parts)


def window_settings(windows: Mapping[str, Any], places: Places) -> dict[tuple[str, ...], Setting]:
    """Return the windows of one layer as settings: one per key, calendar and identified entry.

    Raises UserError when two entries of one list have the same id.
    """
    found: dict[tuple[str, ...], Setting] = {}
    for key, value in windows.items():
        at = places.key(windows, key)
        if key in LISTS and isinstance(value, list):
            for index, entry in enumerate(value):
                name = entry.get("id") if isinstance(entry, dict) else None
                step = (key, str(name) if name is not None else f"{at}#{index}")
                if step in found:
                    message = f"the id `{name}` is used twice in `windows.{key}`"
                    raise UserError(message, places.value(value, index), "ids are unique in a list")
                found[step] = Setting(entry, places.value(value, index))
        elif key == "holidays" and isinstance(value, dict):
            found |= {(key, name): Setting(v, places.key(value, name)) for name, v in value.items()}
        else:
            found[(key,)] = Setting(value, at)
    return found


def merge(left: Layers, right: Layers) -> Layers:
    """Return what `left` and then `right` say."""
    rules = dict(left.rules)
    for name, patch in right.rules.items():
        rules[name] = merge_rule(rules[name], patch) if name in rules else patch
    return Layers(rules, {**left.windows, **right.windows})


def merge_rule(left: RulePatch, right: RulePatch) -> RulePatch:
    """Return what `left` and then `right` say about one rule."""
    locks = tuple(Lock(lock.at, _over(left.settings, lock.settings)) for lock in right.locks)
    return RulePatch(left.at, _over(left.settings, right.settings), left.locks + locks)


def _over(left: Mapping[str, Setting], right: Mapping[str, Setting]) -> Mapping[str, Setting]:
    merged = {**left, **right}
    if "aliases" in left and "aliases" in right:
        both = dict.fromkeys((*left["aliases"].value, *right["aliases"].value))
        merged["aliases"] = Setting(tuple(both), right["aliases"].at)
    return merged


class FoldedPlaces(Places):
    """Where the settings of folded windows stand, each in the file of its layer."""

    __slots__ = ("layers", "own")

    def __init__(self, root: object, layers: tuple[Places, ...], at: Location) -> None:
        """Look containers up in `layers`, and what was put together in `own`."""
        start = (at.line, at.column, at.end_line or at.line, at.end_column or at.column)
        super().__init__(at.file, root, {}, start)
        self.layers = layers
        self.own: dict[tuple[int, Step], Location] = {}

    def key(self, container: object, step: Step) -> Location:
        """Return where the key stands."""
        return self.own.get((id(container), step)) or self._layer(container).key(container, step)

    def value(self, container: object, step: Step) -> Location:
        """Return where the value stands."""
        return self.own.get((id(container), step)) or self._layer(container).value(container, step)

    def _layer(self, container: object) -> Places:
        known = (places for places in self.layers if id(container) in places.marks)
        return next(known, self.layers[0])


def fold_windows(
    settings: Mapping[tuple[str, ...], Setting], layers: tuple[Places, ...]
) -> tuple[dict[str, Any], FoldedPlaces]:
    """Return the windows as one plain mapping, and where its parts stand."""
    root: dict[str, Any] = {}
    places = FoldedPlaces(root, layers, next(iter(settings.values())).at)
    for path, setting in settings.items():
        key = path[0]
        if len(path) == 1:
            root[key] = setting.value
            places.own[id(root), key] = setting.at
            continue
        places.own.setdefault((id(root), key), setting.at)
        held = root.setdefault(key, [] if key in LISTS else {})
        # what a layer wrote in another form is told of when it is read
        if isinstance(held, list) and key in LISTS:
            entry = setting.value
            if not (isinstance(entry, dict) and entry.get("disabled")):
                held.append(entry)
                places.own[id(held), len(held) - 1] = setting.at
        elif isinstance(held, dict) and key not in LISTS:
            held[path[1]] = setting.value
            places.own[id(held), path[1]] = setting.at
    return root, places
