"""The steps of a migration of Django, each of which goes forwards and backwards."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.django.calls import Call
from deploylint.migrations.django.doing import Doing
from deploylint.migrations.django.editor import Editor
from deploylint.migrations.django.ops import Kind
from deploylint.migrations.django.runs import Ran, ran_python, ran_sql
from deploylint.migrations.django.state import Delta, State
from deploylint.model.verdict import Finding


class Run:
    """One direction of a migration that is read: its operations, and what was wrong."""

    def __init__(self, editor: Editor) -> None:
        """Start without operations."""
        self.editor = editor
        self.problems: list[Finding] = []
        self.dialect: Dialect | None = editor.dialect

    def begin(self, call: Call, *, forward: bool) -> None:
        """Let what follows stand at a call."""
        self.editor.at = call.source.at(call.node)
        shown = call.source.shown(call.node)
        self.editor.text = shown if forward else f"reverse of {shown}"

    def add(self, ran: Ran) -> None:
        """Add what SQL or Python does."""
        self.editor.done.extend(ran.operations)
        self.problems.extend(ran.problems)
        self.dialect = self.dialect or ran.dialect


class Step(Protocol):
    """One operation of a migration.

    `forward` and `backward` move the state and, where there is a run, say what is done; `redo` and
    `undo` move it again.
    """

    def forward(self, state: State, run: Run | None) -> None:
        """Take the step for the first time."""

    def backward(self, state: State, run: Run) -> None:
        """Take the step back."""

    def redo(self, state: State) -> None:
        """Take it once more."""

    def undo(self, state: State) -> None:
        """Take it back without a word."""


class ModelStep:
    """An operation on models."""

    def __init__(self, call: Call, kind: Kind) -> None:
        """Take the call and what is known of it."""
        self._call = call
        self._kind = kind
        self._delta: Delta | str = {}

    def forward(self, state: State, run: Run | None) -> None:
        """Change the models."""
        known = self._call.given is not None
        self._delta = (
            self._kind.change(state, self._call) if known else "its arguments are computed"
        )
        self.redo(state)
        if run is not None:
            self._say(state, run, forward=True)

    def backward(self, state: State, run: Run) -> None:
        """Change the models back."""
        self._say(state, run, forward=False)
        self.undo(state)

    def _say(self, state: State, run: Run, *, forward: bool) -> None:
        run.begin(self._call, forward=forward)
        if isinstance(self._delta, str):
            run.editor.opaque(self._delta)
            return
        views = state.views(self._delta)
        old, new = views if forward else views[::-1]
        self._kind.run(Doing(run.editor, self._call, self._delta, old, new, forward))

    def redo(self, state: State) -> None:
        """Change the models again."""
        if not isinstance(self._delta, str):
            state.redo(self._delta)

    def undo(self, state: State) -> None:
        """Change the models back."""
        if not isinstance(self._delta, str):
            state.undo(self._delta)


class Both:
    """`SeparateDatabaseAndState`: some steps for the database, others for the models."""

    def __init__(self, database: Sequence[Step], states: Sequence[Step]) -> None:
        """Take both lists of steps."""
        self._database = database
        self._states = states

    def forward(self, state: State, run: Run | None) -> None:
        """Take the steps for the database, and keep what those for the models change."""
        for step in self._database:
            step.forward(state, run)
        for step in reversed(self._database):
            step.undo(state)
        for step in self._states:
            step.forward(state, None)

    def backward(self, state: State, run: Run) -> None:
        """Take the steps for the database back, from the models as these would leave them."""
        self.undo(state)
        for step in self._database:
            step.redo(state)
        for step in reversed(self._database):
            step.backward(state, run)

    def redo(self, state: State) -> None:
        """Change the models again."""
        for step in self._states:
            step.redo(state)

    def undo(self, state: State) -> None:
        """Change the models back."""
        for step in reversed(self._states):
            step.undo(state)


class SqlStep(Both):
    """`RunSQL`, which may say what that does to the models."""

    def __init__(self, call: Call, states: Sequence[Step]) -> None:
        """Take the call and the steps for the models."""
        super().__init__((), states)
        self._call = call

    def forward(self, state: State, run: Run | None) -> None:
        """Run the SQL."""
        if run is not None:
            run.begin(self._call, forward=True)
            run.add(ran_sql(self._call, "sql", run.dialect))
        super().forward(state, run)

    def backward(self, state: State, run: Run) -> None:
        """Run the reverse SQL."""
        run.add(ran_sql(self._call, "reverse_sql", run.dialect))
        self.undo(state)


class FixedStep:
    """A step that says the same whatever the models are, and changes none."""

    def __init__(self, up: Ran, down: Ran) -> None:
        """Take what it does in both directions."""
        self._ran = (up, down)

    def forward(self, _state: State, run: Run | None) -> None:
        """Say what it does."""
        if run is not None:
            run.add(self._ran[0])

    def backward(self, _state: State, run: Run) -> None:
        """Say what its reverse does."""
        run.add(self._ran[1])

    def redo(self, _state: State) -> None:
        """Change nothing."""

    def undo(self, _state: State) -> None:
        """Change nothing."""


def python_step(call: Call) -> FixedStep:
    """Return the step of `RunPython`."""
    return FixedStep(ran_python(call, "code"), ran_python(call, "reverse_code"))


def opaque_step(operation: Operation) -> FixedStep:
    """Return a step that cannot be read in either direction."""
    return FixedStep(Ran((operation,)), Ran((operation,)))


EXTENSIONS: Mapping[str, str] = {
    "BloomExtension": "bloom",
    "BtreeGinExtension": "btree_gin",
    "BtreeGistExtension": "btree_gist",
    "CITextExtension": "citext",
    "CryptoExtension": "pgcrypto",
    "HStoreExtension": "hstore",
    "TrigramExtension": "pg_trgm",
    "UnaccentExtension": "unaccent",
}


def object_step(call: Call) -> FixedStep | None:
    """Return the step of a call that creates or removes an extension or a collation."""
    name = EXTENSIONS.get(call.name) or call.text("name")
    if call.name in EXTENSIONS or call.name == "CreateExtension":
        kind = "extension"
    elif call.name in ("CreateCollation", "RemoveCollation"):
        kind = "collation"
    else:
        return None
    extension = kind == "extension"
    at, text = call.source.at(call.node), call.source.shown(call.node)
    if name is None:
        why = f"the name of the {kind} is computed"
        return opaque_step(Operation(does=Does.OPAQUE, at=at, why=why, text=text))
    made = Operation(
        does=Does.CREATE_OBJECT,
        at=at,
        name=name,
        object=kind,
        flags=frozenset((Flag.IF_NOT_EXISTS,)) if extension else frozenset(),
        text=text,
    )
    dropped = made._replace(
        does=Does.DROP_OBJECT,
        flags=frozenset((Flag.IF_EXISTS,)) if extension else frozenset(),
    )
    up, down = (dropped, made) if call.name == "RemoveCollation" else (made, dropped)
    proved = Dialect.POSTGRESQL
    return FixedStep(Ran((up,), dialect=proved), Ran((down,), dialect=proved))
