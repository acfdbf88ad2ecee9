"""Calls of the `t` of `create_table` and `change_table`, as the calls they stand for.

https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/Table.html
"""

from deploylint.migrations.rails.commands import Command
from deploylint.migrations.rails.literals import Value
from deploylint.migrations.rails.types import KNOWN
from deploylint.migrations.rails.words import TABLE_CALLS, TABLE_REFERENCES


def table_commands(command: Command, table: Value) -> tuple[Command, ...]:
    """Return the calls that one call of a block on `table` stands for."""
    name = command.name
    if name in TABLE_CALLS:
        return (command._replace(name=TABLE_CALLS[name], args=(table, *command.args)),)
    if name in TABLE_REFERENCES:
        return tuple(
            command._replace(name=TABLE_REFERENCES[name], args=(table, one)) for one in command.args
        )
    if name == "primary_key":
        kind = command.arg(1) or "primary_key"
        options = {**command.options, "primary_key": True}
        args = (table, command.arg(0), kind)
        return (command._replace(name="add_column", args=args, options=options),)
    if name in KNOWN:
        return tuple(
            command._replace(name="add_column", args=(table, one, name)) for one in command.args
        )
    return (command._replace(name=f"t.{name}"),)
