"""What Rails does to take a call back, and which calls it refuses to take back.

`command_recorder.rb`: https://github.com/rails/rails/blob/main/activerecord/lib/active_record/
migration/command_recorder.rb; for views, functions and triggers the gems
https://github.com/scenic-views/scenic and https://github.com/teoljungberg/fx.
"""

from collections.abc import Callable, Mapping

from deploylint.migrations.rails.commands import Command
from deploylint.migrations.rails.literals import Value

_PAIRS = (
    ("create_table", "drop_table"),
    ("create_join_table", "drop_join_table"),
    ("create_virtual_table", "drop_virtual_table"),
    ("add_column", "remove_column"),
    ("add_index", "remove_index"),
    ("add_timestamps", "remove_timestamps"),
    ("add_reference", "remove_reference"),
    ("add_foreign_key", "remove_foreign_key"),
    ("add_check_constraint", "remove_check_constraint"),
    ("add_exclusion_constraint", "remove_exclusion_constraint"),
    ("add_unique_constraint", "remove_unique_constraint"),
    ("enable_extension", "disable_extension"),
    ("create_enum", "drop_enum"),
    ("create_schema", "drop_schema"),
    ("enable_index", "disable_index"),
    ("create_view", "drop_view"),
    ("create_function", "drop_function"),
    ("create_trigger", "drop_trigger"),
)
_STRAIGHT: Mapping[str, str] = {
    **dict(_PAIRS),
    **{second: first for first, second in _PAIRS},
    "remove_columns": "add_columns",
}
_TURNED: Mapping[str, tuple[int, int]] = {
    "rename_table": (0, 1),
    "rename_column": (1, 2),
    "rename_index": (1, 2),
}
"""Calls that are their own inverse when these two arguments change places."""

_FROM_TO = frozenset(
    ("change_column_default", "change_column_comment", "change_table_comment", "rename_enum_value")
)
_VERSIONED = frozenset(
    f"{what}_{thing}"
    for what in ("drop", "update", "replace")
    for thing in ("view", "function", "trigger")
)
_NEVER = frozenset(("change_column", "execute", "add_enum_value"))

RECORDED = frozenset(
    (*_STRAIGHT, *_TURNED, *_FROM_TO, *_VERSIONED, *_NEVER, "change_column_null", "rename_enum")
) - {"add_columns"}
"""Calls that a rollback of `change` takes back or refuses; any other is made in both directions."""


class IrreversibleError(Exception):
    """Rails raises IrreversibleMigration for a call; the text says why."""


def inverse(command: Command) -> Command:
    """Return the call that takes one back; raise IrreversibleError as Rails does."""
    name = command.name
    if name in _NEVER:
        raise IrreversibleError("it has no inverse")
    guard = _GUARDS.get(name)
    reason = guard(command) if guard is not None else None
    if reason is not None:
        raise IrreversibleError(reason)
    turned = _replaced(command)
    return turned._replace(text=f"{turned.name}, which takes back `{command.text}`")


def _replaced(command: Command) -> Command:
    name, args, options = command.name, command.args, command.options
    special = _SPECIAL.get(name)
    if special is not None:
        return special(command)
    if name in _TURNED:
        first, second = _TURNED[name]
        turned = list(args) + [None] * (second + 1 - len(args))
        turned[first], turned[second] = turned[second], turned[first]
        return command._replace(args=tuple(turned))
    if name in _FROM_TO:
        swapped = {"from": options.get("to"), "to": options.get("from")}
        return command._replace(options=swapped)
    return command._replace(name=_STRAIGHT[name], options=_existing(command))


def _existing(command: Command) -> dict[str, Value]:
    """Return the options for the inverse: `if_exists` where `if_not_exists` was, and so on."""
    options = dict(command.options)
    there, absent = options.pop("if_exists", None), options.pop("if_not_exists", None)
    if not command.name.endswith(("_table", "_enum", "_schema")):
        options.update({} if there is None else {"if_not_exists": there})
        options.update({} if absent is None else {"if_exists": absent})
    if command.name in ("add_foreign_key", "add_check_constraint"):
        options.pop("validate", None)
    if command.name in ("create_table", "drop_table"):
        options.pop("force", None)
    return options


def _back_index(command: Command) -> Command:
    options = _existing(command)
    column = options.pop("column", None)
    args = command.args if len(command.args) > 1 else (*command.args, column)
    return command._replace(name="add_index", args=args, options=options)


def _back_foreign_key(command: Command) -> Command:
    options = _existing(command)
    table = options.pop("to_table", None)
    args = command.args if len(command.args) > 1 else (*command.args, table)
    return command._replace(name="add_foreign_key", args=args, options=options)


def _back_null(command: Command) -> Command:
    null = command.arg(2)
    turned = (not null) if isinstance(null, bool) else null
    return command._replace(args=(*command.args[:2], turned, *command.args[3:]))


def _back_enum(command: Command) -> Command:
    new = command.args[1] if len(command.args) > 1 else command.options.get("to")
    return command._replace(args=(new, command.arg(0)), options={})


def _back_version(command: Command) -> Command:
    """Return the call of a gem for the version that `revert_to_version` names."""
    action, _, thing = command.name.partition("_")
    options = {**command.options, "version": command.options["revert_to_version"]}
    options.pop("revert_to_version")
    name = f"create_{thing}" if action == "drop" else command.name
    return command._replace(name=name, options=options)


_SPECIAL: Mapping[str, Callable[[Command], Command]] = {
    "remove_index": _back_index,
    "remove_foreign_key": _back_foreign_key,
    "change_column_null": _back_null,
    "rename_enum": _back_enum,
    **dict.fromkeys(_VERSIONED, _back_version),
}


def _drop_table(command: Command) -> str | None:
    if len(command.args) > 1:
        return "it is given several tables"
    if not command.options and not command.has_block:
        return "it is given neither options nor a block with the columns"
    return None


def _needs_from_to(command: Command) -> str | None:
    both = "from" in command.options and "to" in command.options
    return None if both else "it is not given `from:` and `to:`"


def _needs_version(command: Command) -> str | None:
    given = "revert_to_version" in command.options
    return None if given else "it is not given `revert_to_version:`"


def _remove_unique(command: Command) -> str | None:
    return None if command.arg(1) else "it is given no columns"


def _least(count: int, what: str) -> Callable[[Command], str | None]:
    def guard(command: Command) -> str | None:
        return None if len(command.args) >= count else f"it is given no {what}"

    return guard


def _either(option: str, what: str) -> Callable[[Command], str | None]:
    def guard(command: Command) -> str | None:
        given = len(command.args) > 1 or command.options.get(option) is not None
        return None if given else f"it is given no {what}"

    return guard


def _using_index(command: Command) -> str | None:
    return "it is given `using_index:`" if command.options.get("using_index") else None


def _typed(command: Command) -> str | None:
    return None if "type" in command.options else "it is given no `type:`"


_GUARDS: Mapping[str, Callable[[Command], str | None]] = {
    "drop_table": _drop_table,
    "remove_column": _least(3, "type"),
    "remove_columns": _typed,
    "remove_index": _either("column", "columns"),
    "remove_foreign_key": _either("to_table", "second table"),
    "remove_check_constraint": _least(2, "expression"),
    "remove_exclusion_constraint": _least(2, "expression"),
    "add_unique_constraint": _using_index,
    "remove_unique_constraint": _remove_unique,
    "drop_enum": _least(2, "values"),
    "drop_virtual_table": _least(3, "options"),
    **dict.fromkeys(_FROM_TO, _needs_from_to),
    **dict.fromkeys(_VERSIONED, _needs_version),
}
