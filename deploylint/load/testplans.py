"""The plans of policy tests: in the test file or in a file of their own, changed or as they are."""

import os
from collections.abc import Iterator, Sequence
from typing import Any

from deploylint.errors import UserError
from deploylint.load.plan import read_plans
from deploylint.load.policytestshape import CHANGES, Part
from deploylint.model.location import Location, Mark, Places, Step
from deploylint.model.plan import Plan
from deploylint.model.policytests import Told
from deploylint.read.files import read_inside
from deploylint.read.yaml import Document

NEEDED = ("version", "environment")
"""What no plan can be without."""


class Plans:
    """The plans of one test file; a plan file that several tests name is read once."""

    def __init__(self, document: Document, file: str, root: str) -> None:
        """Find files relative to `file`, inside the repository `root`."""
        self.document = document
        self.file = file
        self.root = root
        self.known: dict[str, Plan] = {}

    def plan(self, source: Told[str] | Part, but: Part | None) -> Plan:
        """Return the plan that a test is about. Raises UserErrors when it cannot be used."""
        plan = self._inline(source) if isinstance(source, Part) else self._file(source)
        return plan if but is None else changed(plan, but)

    def folder(self, named: Told[str]) -> Told[str]:
        """Return a folder relative to the root. Raises UserError when it is none, or outside."""
        inside = self._inside(named)
        whole = os.path.realpath(os.path.join(self.root, inside))
        top = os.path.realpath(self.root)
        if os.path.commonpath((whole, top)) != top:
            raise UserError(
                f"the folder `{named.value}` is a link that leads out of the repository", named.at
            )
        if not os.path.isdir(whole):
            raise UserError(f"there is no folder `{named.value}` beside this file", named.at)
        return named._replace(value=inside)

    def _inside(self, named: Told[str]) -> str:
        """Return a path relative to the root of the repository."""
        folder = os.path.realpath(os.path.dirname(self.file))
        inside = os.path.relpath(os.path.join(folder, named.value), os.path.realpath(self.root))
        if "\0" in named.value or inside.split(os.sep)[0] == os.pardir:
            message = f"`{named.value}` leads out of the repository, so it is not looked at"
            raise UserError(message, named.at, "a test names what is committed with it")
        return inside

    def _file(self, named: Told[str]) -> Plan:
        inside = self._inside(named)
        if inside not in self.known:
            self.known[inside] = self._read(inside, named)
        return self.known[inside]

    def _read(self, inside: str, named: Told[str]) -> Plan:
        try:
            data = read_inside(self.root, inside)
        except UserError as error:
            message = f"the plan `{named.value}` {error.message}"
            raise UserError(message, named.at, error.hint) from None
        shown = os.path.normpath(os.path.join(os.path.dirname(self.file), named.value))
        plans = tuple(read_plans(data, shown))
        if len(plans) > 1:
            message = f"the plan `{named.value}` holds {len(plans)} plans, and a test judges one"
            raise UserError(message, named.at, "give each a file of its own")
        return plans[0]

    def _inline(self, part: Part) -> Plan:
        """Return a plan that stands in the test file, with the places it has there."""
        places = part.spot.places
        root = {"deployment": part.data}
        own = places.marks.get(id(part.spot.container), {}).get(part.spot.step)
        marks = {id(one): places.marks[id(one)] for one in _containers(part.data, places)}
        if own is not None:
            marks[id(root)] = {"deployment": own}
        start = places.start if own is None else own[0]
        return Plan(
            file=self.file,
            document=self.document.number,
            digest=self.document.digest,
            data=part.data,
            places=Places(self.file, root, marks, start, places.source),
            **part.fields,
        )


def _containers(value: object, places: Places) -> Iterator[object]:
    """Yield each mapping and list in `value` once; what aliases share stands there once, too."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in places.marks and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += one.values() if isinstance(one, dict) else one  # type: ignore[arg-type]  # marks exist for mappings and lists only


def changed(plan: Plan, but: Part) -> Plan:
    """Return a plan with some keys replaced, and those without a value taken out."""
    out = [key for key, value in but.data.items() if value is None]
    for key in NEEDED:
        if key in out:
            at = but.spot.places.key(but.data, key)
            raise UserError(f"no plan can be without `{key}`", at, "write another value")
    names = [CHANGES.fields[key].name or key for key in out]
    data = {key: value for key, value in {**plan.data, **but.data}.items() if key not in out}
    defaults: dict[str, Any] = Plan._field_defaults
    fields = {**but.fields, **{name: defaults[name] for name in names}}
    return plan._replace(**fields, data=data, places=ChangedPlaces(plan, but, data))


class ChangedPlaces(Places):
    """Where the parts of a plan stand of which a test replaces some."""

    __slots__ = ("above", "below", "but", "data", "plan")

    def __init__(self, plan: Plan, but: Part, data: dict[str, object]) -> None:
        """Look up what `but` names where it stands, everything else in the plan below."""
        below = plan.places
        super().__init__(below.file, {"deployment": data}, {}, below.start, below.source)
        self.plan = plan
        self.but = but
        self.data = data
        self.below = below
        self.above = but.spot.places

    def key(self, container: object, step: Step) -> Location:
        """Return where the key stands."""
        places, known = self._known(container, step)
        return places.key(known, step)

    def value(self, container: object, step: Step) -> Location:
        """Return where the value stands."""
        places, known = self._known(container, step)
        return places.value(known, step)

    def at(self, path: Sequence[Step], *, key: bool = False) -> Location:
        """Return where the value (or the key) at `path` stands, or its nearest ancestor."""
        found = Location(self.file, *self.start)
        container: Any = self.root
        for depth, step in enumerate(path):
            places, known = self._known(container, step)
            if self._mark(places, known, step) is None:
                break
            wanted = places.key if key and depth == len(path) - 1 else places.value
            found = wanted(known, step)
            if container is self.data and step not in self.data:
                break
            container = container[step]
        return found

    def _known(self, container: object, step: Step) -> tuple[Places, object]:
        """Return who knows the place of an entry, and as an entry of what."""
        if container is self.root:
            return self.below, self.below.root
        if container is self.data:
            if step in self.but.data:
                return self.above, self.but.data
            return self.below, self.plan.data
        known = id(container) in self.above.marks
        return (self.above if known else self.below), container

    @staticmethod
    def _mark(places: Places, container: object, step: Step) -> Mark | None:
        return places.marks.get(id(container), {}).get(step)
