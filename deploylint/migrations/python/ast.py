"""Python source of migrations, read without running it: tree, places, names, functions.

What Alembic and Django share. `parse` gives a `Source`; `pythonastvalues.literal` says what an
expression is where that can be seen; `pythonsql.read_text` reads the SQL in a string with its true
places. Grammar and nodes: https://docs.python.org/3/library/ast.html
"""

import ast
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate

from deploylint.model.location import Location
from deploylint.model.verdict import Finding

LONGEST = 2_000_000
"""Characters of the longest file that is parsed: far more than the longest real migration has."""

DEEPEST = 60
"""How deep expressions, calls and blocks are followed."""

SHOWN = 80
"""The longest text of a node."""

BOM = "\ufeff"

MUTATORS = frozenset(
    (
        *("add", "append", "clear", "discard", "extend", "insert", "pop", "popitem"),
        *("remove", "reverse", "setdefault", "sort", "update"),
    ),
)
"""Methods that change a list, set or dictionary."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Scoped = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda

_BREAK = re.compile(r"\r\n|\r|\n")


def parse(path: str, text: str) -> "Source | Finding":
    """Return the source of a Python file, or what is wrong with it.

    A byte order mark and any line ends are accepted. No exception gets out, whatever the text is.
    """
    text = text.removeprefix(BOM)
    if len(text) > LONGEST:
        return Finding(f"the file is not read: it has {len(text)} characters", Location(path, 1, 1))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # escapes that Python does not know, for example
            tree = ast.parse(text)
    except SyntaxError as error:
        return Finding(_told(error.msg), _of_error(path, text, error))
    except (ValueError, RecursionError, MemoryError) as error:
        told = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        return Finding(_told(told), Location(path, 1, 1))
    return Source(path, text, tree)


def _told(message: str | None) -> str:
    """Return what is wrong in Python's words, where these say more than that something is."""
    told = f": {message}" if message and "invalid" not in message else ""
    return f"this is not Python that can be read{told}"


def _of_error(path: str, text: str, error: SyntaxError) -> Location:
    lines = _BREAK.split(text)
    line = min(max(error.lineno or 1, 1), len(lines))
    column = min(max(error.offset or 1, 1), len(lines[line - 1]) + 1)
    return Location(path, line, column)


class Source:
    """A parsed Python file: `path`, `text` without a byte order mark, `tree` and what is in it."""

    def __init__(self, path: str, text: str, tree: ast.Module) -> None:
        """Take what `parse` has made."""
        self.path = path
        self.text = text
        self.tree = tree
        self._starts: dict[int, list[int]] = {}
        self.cache: dict[str, object] = {}
        """Values of module constants, kept by `pythonastvalues`."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Return the lines without their ends."""
        return tuple(_BREAK.split(self.text))

    def column(self, line: int, offset: int) -> int:
        """Return the 1-based column, in code points, of a byte offset that `ast` gives."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        if text.isascii():
            return min(max(offset, 0), len(text)) + 1
        starts = self._starts.get(line)
        if starts is None:
            widths = (len(char.encode(errors="replace")) for char in text)
            starts = self._starts[line] = list(accumulate(widths, initial=0))
        return min(bisect_left(starts, offset), len(text)) + 1

    def at(self, node: ast.expr | ast.stmt | ast.keyword) -> Location:
        """Return where a node stands: a function or class by its first line, for carets."""
        line, column = node.lineno, self.column(node.lineno, node.col_offset)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return Location(self.path, line, column, line, len(self.lines[line - 1].rstrip()) + 1)
        end = node.end_lineno or line
        last = self.column(end, node.end_col_offset or 0)
        return Location(self.path, line, column, *max((end, last), (line, column)))

    def segment(self, node: ast.expr | ast.stmt) -> str:
        """Return the source of a node as it is written."""
        at = self.at(node)
        last = at.end_line or at.line
        lines = list(self.lines[at.line - 1 : last])
        if not lines:
            return ""
        lines[-1] = lines[-1][: (at.end_column or 1) - 1]
        lines[0] = lines[0][at.column - 1 :]
        return "\n".join(lines)

    def shown(self, node: ast.expr | ast.stmt) -> str:
        """Return the start of a node's source on one line, as people would name it."""
        at = self.at(node)
        first = self.lines[at.line - 1][at.column - 1 :][: SHOWN * 4]
        many = (at.end_line or at.line) > at.line
        text = first if many else first[: max((at.end_column or 1) - at.column, 0)]
        rest = self.lines[at.line : at.line + 4] if many and at.end_line else ()
        words = " ".join((text + " " + " ".join(line[: SHOWN * 4] for line in rest)).split())
        words = words.replace("( ", "(") if many else words
        return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """Return the functions of the module by name; of two with one name, the last."""
        return {
            node.name: node
            for node in self.tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }

    @cached_property
    def classes(self) -> Mapping[str, ast.ClassDef]:
        """Return the classes of the module by name; of two with one name, the last."""
        return {node.name: node for node in self.tree.body if isinstance(node, ast.ClassDef)}

    @cached_property
    def constants(self) -> Mapping[str, ast.expr]:
        """Return what module variables are bound to, of those that are bound once for all."""
        found = dict(assignments(self.tree.body))
        bound, changed = self._bindings
        return {
            name: value
            for name, value in found.items()
            if bound.get(name) == 1 and (name not in changed or _is_made(value))
        }

    @cached_property
    def _bindings(self) -> tuple[dict[str, int], set[str]]:
        bound: dict[str, int] = {}
        for node in own_nodes(self.tree.body):
            for name in _bound_by(node):
                bound[name] = bound.get(name, 0) + 1
        changed: set[str] = set()
        for node in ast.walk(self.tree):
            changed.update(_changed_by(node))
        return bound, changed

    @cached_property
    def imports(self) -> Mapping[str, str]:
        """Return what imported names of the whole file stand for: `sa` for `sqlalchemy`."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for one in node.names:
                    found[one.asname or one.name.split(".")[0]] = (
                        one.name if one.asname else one.name.split(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                found.update({one.asname or one.name: f"{module}.{one.name}" for one in node.names})
        return found

    def dotted(self, node: ast.expr) -> str | None:
        """Return a name with its attributes, imports resolved: `sqlalchemy.func.now`.

        None for anything else, such as a method of what a call returns.
        """
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or len(parts) > DEEPEST:
            return None
        return ".".join((self.imports.get(node.id, node.id), *reversed(parts)))


def assignments(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """Yield name and value of the plain assignments directly in a body, annotated ones too."""
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield all nodes of a body, but not what is inside functions, classes and lambdas."""
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Scoped):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def docstring(node: ast.Module | Function | ast.ClassDef) -> str | None:
    """Return the docstring of a module, function or class."""
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        return first.value.value if isinstance(first.value.value, str) else None
    return None


def arguments(call: ast.Call, names: tuple[str, ...]) -> dict[str, ast.expr] | None:
    """Return the arguments of a call by the names of the parameters.

    `names` are the parameters that may be given by position, in order; keywords are kept under
    their own. None when `*args` or `**kwargs` hide what is given, or there are too many.
    """
    if any(isinstance(one, ast.Starred) for one in call.args) or len(call.args) > len(names):
        return None
    given = dict(zip(names, call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        given[keyword.arg] = keyword.value
    return given


def _bound_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.split(".")[0]


def _changed_by(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Global):
        yield from node.names
    elif isinstance(node, ast.Call):
        method = node.func
        if isinstance(method, ast.Attribute) and method.attr in MUTATORS:
            yield from _base(method.value)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        yield from _base(node.value)
    elif isinstance(node, ast.AugAssign):
        yield from _base(node.target)


def _is_made(value: ast.expr) -> bool:
    """Say whether a value is no list or dictionary: what is called `update` there changes none."""
    if not isinstance(value, ast.Call):
        return False
    return not isinstance(value.func, ast.Name) or value.func.id not in ("dict", "list", "set")


def _base(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
