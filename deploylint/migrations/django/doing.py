"""One operation of Django on models, in one direction."""

from typing import NamedTuple

from deploylint.migrations.django.calls import Call
from deploylint.migrations.django.editor import Editor
from deploylint.migrations.django.state import Delta, Model, View


class Doing(NamedTuple):
    """One operation in one direction: the models `old` before it, and `new` after it."""

    editor: Editor
    call: Call
    delta: Delta
    old: View
    new: View
    forward: bool

    def models(self) -> tuple[Model, Model] | None:
        """Return the model before and after, of an operation that keeps its name."""
        for key in self.delta:
            old, new = self.old.get(key), self.new.get(key)
            return None if old is None or new is None else (old, new)
        return None
