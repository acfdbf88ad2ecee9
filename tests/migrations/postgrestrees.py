"""What PostgreSQL's own parse tree says that a statement does, in the words of operations.

The nodes are those of https://github.com/postgres/postgres/blob/master/src/include/nodes/parsenodes.h.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from deploylint.facts.operations import Does
from deploylint.migrations.names import qualified


class Deed(NamedTuple):
    """What is done, and to what; `table` and `name` are None where they are not compared."""

    does: Does
    table: str | None = None
    name: str | None = None


Node = Any
Reader = Callable[[Node], list[Deed]]

_ACTIONS = {
    "AT_DropColumn": Does.DROP_COLUMN,
    "AT_DropNotNull": Does.DROP_NOT_NULL,
    "AT_SetNotNull": Does.SET_NOT_NULL,
    "AT_AlterColumnType": Does.CHANGE_TYPE,
    "AT_AddConstraint": Does.ADD_CONSTRAINT,
    "AT_DropConstraint": Does.DROP_CONSTRAINT,
    "AT_ValidateConstraint": Does.VALIDATE_CONSTRAINT,
    "AT_AttachPartition": Does.ATTACH_PARTITION,
    "AT_DetachPartition": Does.DETACH_PARTITION,
    "AT_SetStatistics": Does.ALTER_COLUMN,
    "AT_SetStorage": Does.ALTER_COLUMN,
    "AT_SetOptions": Does.ALTER_COLUMN,
    "AT_ResetOptions": Does.ALTER_COLUMN,
    "AT_SetCompression": Does.ALTER_COLUMN,
    "AT_AddIdentity": Does.ALTER_COLUMN,
    "AT_SetIdentity": Does.ALTER_COLUMN,
    "AT_DropIdentity": Does.ALTER_COLUMN,
    "AT_DropExpression": Does.ALTER_COLUMN,
    "AT_SetExpression": Does.ALTER_COLUMN,
}
_INLINE = ("CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_CHECK", "CONSTR_FOREIGN")
_TABLES = ("OBJECT_TABLE", "OBJECT_FOREIGN_TABLE")
_DROPS = {
    "OBJECT_TABLE": Does.DROP_TABLE,
    "OBJECT_FOREIGN_TABLE": Does.DROP_TABLE,
    "OBJECT_INDEX": Does.DROP_INDEX,
    "OBJECT_TYPE": Does.DROP_TYPE,
    "OBJECT_DOMAIN": Does.DROP_TYPE,
}
_RENAMES = {
    "OBJECT_TABLE": Does.RENAME_TABLE,
    "OBJECT_INDEX": Does.RENAME_INDEX,
    "OBJECT_TABCONSTRAINT": Does.RENAME_CONSTRAINT,
    "OBJECT_TYPE": Does.RENAME_TYPE,
    "OBJECT_DOMAIN": Does.RENAME_TYPE,
    "OBJECT_ATTRIBUTE": Does.ALTER_OBJECT,
}
_ON_TABLE = ("OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE")
_NO_NAME = ("OBJECT_CAST", "OBJECT_OPERATOR", "OBJECT_TRANSFORM")


def kind(node: Node, field: str) -> str:
    """Return the name of the value of an enum."""
    number = getattr(node, field)
    return str(node.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[number].name)


def inside(node: Node) -> tuple[str, Node]:
    """Return which kind of node this is, and the node."""
    which = node.WhichOneof("node")
    return (which, getattr(node, which)) if which else ("", None)


def range_name(relation: Node) -> str:
    parts = (relation.catalogname, relation.schemaname, relation.relname)
    return qualified(tuple(part for part in parts if part))


def listed_name(parts: Iterable[Node]) -> str:
    return qualified(tuple(inside(part)[1].sval for part in parts))


def deeds(statement: Node) -> list[Deed] | None:
    """Return what a statement does; None if that is not compared."""
    which, node = inside(statement)
    if which in _UNCOMPARED:
        return None
    reader = _READERS.get(which)
    if reader is not None:
        return reader(node)
    return [Deed(_SIMPLE[which])] if which in _SIMPLE else [Deed(Does.OPAQUE, None, which)]


def _create_table(node: Node) -> list[Deed]:
    table = range_name(node.relation)
    found = [Deed(Does.CREATE_TABLE, table)]
    for element in node.table_elts:
        which, piece = inside(element)
        constraints = [piece] if which == "constraint" else []
        if which == "column_def":
            constraints = [inside(one)[1] for one in piece.constraints]
        for one in constraints:
            if kind(one, "contype") == "CONSTR_FOREIGN":
                found.append(Deed(Does.ADD_CONSTRAINT, table, one.conname or None))
    return found


def _alter_table(node: Node) -> list[Deed]:
    table = range_name(node.relation)
    what = kind(node, "objtype")
    if what not in _TABLES:
        return [Deed(Does.ALTER_OBJECT, None, table)]
    found = []
    for one in node.cmds:
        found += _action(inside(one)[1], table)
    return found


def _action(command: Node, table: str) -> list[Deed]:
    what = kind(command, "subtype")
    which, definition = inside(command.def_) if hasattr(command, "def_") else _definition(command)
    if what == "AT_AddColumn":
        names = [inside(one)[1] for one in definition.constraints]
        inline = [one for one in names if kind(one, "contype") in _INLINE]
        return [
            Deed(Does.ADD_COLUMN, table, definition.colname),
            *(Deed(Does.ADD_CONSTRAINT, table, one.conname or None) for one in inline),
        ]
    if what == "AT_ColumnDefault":
        return [Deed(Does.SET_DEFAULT if which else Does.DROP_DEFAULT, table, command.name)]
    if what == "AT_AddConstraint":
        if kind(definition, "contype") == "CONSTR_NOTNULL":
            return [Deed(Does.SET_NOT_NULL, table, listed_name(definition.keys))]
        name = definition.conname or definition.indexname or None
        return [Deed(Does.ADD_CONSTRAINT, table, name)]
    if what in ("AT_AttachPartition", "AT_DetachPartition"):
        return [Deed(_ACTIONS[what], table, range_name(definition.name))]
    does = _ACTIONS.get(what)
    return [Deed(Does.ALTER_OBJECT, table)] if does is None else [Deed(does, table, command.name)]


def _definition(command: Node) -> tuple[str, Node]:
    return inside(getattr(command, "def"))


def _rename(node: Node) -> list[Deed]:
    what = kind(node, "rename_type")
    if what in ("OBJECT_COLUMN", "OBJECT_TABCONSTRAINT"):
        if kind(node, "relation_type") not in (*_TABLES, "OBJECT_ACCESS_METHOD"):
            return [Deed(Does.ALTER_OBJECT, None, range_name(node.relation))]
        does = Does.RENAME_COLUMN if what == "OBJECT_COLUMN" else Does.RENAME_CONSTRAINT
        return [Deed(does, range_name(node.relation), node.subname)]
    does = _RENAMES.get(what, Does.RENAME_OBJECT)
    if what in _ON_TABLE:
        return [Deed(does, range_name(node.relation), node.subname)]
    if what == "OBJECT_TABLE":
        return [Deed(does, range_name(node.relation))]
    name = range_name(node.relation) or _object_name(node.object)
    return [Deed(does, None, name or node.subname or None)]


def _object_name(node: Node) -> str:
    which, one = inside(node)
    if which == "list":
        return listed_name(one.items)
    if which == "type_name":
        return listed_name(one.names)
    if which == "object_with_args":
        return listed_name(one.objname)
    return str(one.sval) if which == "string" else ""


def _drop(node: Node) -> list[Deed]:
    what = kind(node, "remove_type")
    does = _DROPS.get(what, Does.DROP_OBJECT)
    found = []
    for one in node.objects:
        if what in _NO_NAME:
            found.append(Deed(does))
        elif what in _ON_TABLE:
            parts = [inside(part)[1].sval for part in inside(one)[1].items]
            found.append(Deed(does, qualified(tuple(parts[:-1])), parts[-1]))
        else:
            name = _object_name(one)
            found.append(Deed(does, name) if does is Does.DROP_TABLE else Deed(does, None, name))
    return found


def _with(node: Node) -> list[Deed]:
    found = []
    for one in node.with_clause.ctes:
        query = inside(one)[1].ctequery
        if inside(query)[0] in _CHANGES:
            found += deeds(query) or []
    return found


def _changed(does: Does) -> Reader:
    return lambda node: [*_with(node), Deed(does, range_name(node.relation))]


def _select(node: Node) -> list[Deed]:
    if node.HasField("into_clause"):
        return [Deed(Does.CREATE_TABLE, range_name(node.into_clause.rel))]
    return _with(node) or [Deed(Does.READ)]


def _merge(node: Node) -> list[Deed]:
    found = []
    for one in node.merge_when_clauses:
        does = _MERGED.get(kind(inside(one)[1], "command_type"))
        if does is not None:
            found.append(Deed(does, range_name(node.relation)))
    return _with(node) + (list(dict.fromkeys(found)) or [Deed(Does.READ)])


def _index(node: Node) -> list[Deed]:
    return [Deed(Does.CREATE_INDEX, range_name(node.relation), node.idxname or None)]


def _tables(does: Does) -> Reader:
    def read(node: Node) -> list[Deed]:
        return [Deed(does, range_name(inside(one)[1])) for one in node.relations]

    return read


def _table_as(node: Node) -> list[Deed]:
    name = range_name(node.into.rel)
    if kind(node, "objtype") == "OBJECT_MATVIEW":
        return [Deed(Does.CREATE_OBJECT, None, name)]
    return [Deed(Does.CREATE_TABLE, name)]


def _enum_value(node: Node) -> list[Deed]:
    does = Does.RENAME_ENUM_VALUE if node.old_val else Does.ADD_ENUM_VALUE
    return [Deed(does, None, listed_name(node.type_name))]


def _view(node: Node) -> list[Deed]:
    does = Does.REPLACE_OBJECT if node.replace else Does.CREATE_OBJECT
    return [Deed(does, None, range_name(node.view))]


def _function(node: Node) -> list[Deed]:
    does = Does.REPLACE_OBJECT if node.replace else Does.CREATE_OBJECT
    return [Deed(does, None, listed_name(node.funcname))]


def _trigger(node: Node) -> list[Deed]:
    does = Does.REPLACE_OBJECT if node.replace else Does.CREATE_OBJECT
    return [Deed(does, range_name(node.relation), node.trigname)]


def _define(node: Node) -> list[Deed]:
    is_type = kind(node, "kind") == "OBJECT_TYPE"
    if kind(node, "kind") == "OBJECT_OPERATOR":
        return [Deed(Does.CREATE_OBJECT)]
    does = Does.REPLACE_OBJECT if node.replace else Does.CREATE_OBJECT
    return [Deed(Does.CREATE_TYPE if is_type else does, None, listed_name(node.defnames))]


def _copy(node: Node) -> list[Deed]:
    is_from = node.is_from
    return [Deed(Does.INSERT, range_name(node.relation))] if is_from else [Deed(Does.READ)]


def _vacuum(node: Node) -> list[Deed]:
    options = [inside(one)[1].defname for one in node.options]
    if "full" not in options:
        return [Deed(Does.READ)]
    tables = [Deed(Does.MAINTENANCE, range_name(inside(one)[1].relation)) for one in node.rels]
    return tables or [Deed(Does.MAINTENANCE)]


def _reindex(node: Node) -> list[Deed]:
    is_table = kind(node, "kind") == "REINDEX_OBJECT_TABLE"
    name = range_name(node.relation) or node.name or None
    return [Deed(Does.MAINTENANCE, name) if is_table else Deed(Does.MAINTENANCE, None, name)]


def _explain(node: Node) -> list[Deed]:
    analyses = any(inside(one)[1].defname == "analyze" for one in node.options)
    return (deeds(node.query) or []) if analyses else [Deed(Does.READ)]


def _named(does: Does, field: str) -> Reader:
    return lambda node: [Deed(does, None, getattr(node, field) or None)]


def _rule(node: Node) -> list[Deed]:
    does = Does.REPLACE_OBJECT if node.replace else Does.CREATE_OBJECT
    return [Deed(does, range_name(node.relation), node.rulename)]


def _policy(does: Does) -> Reader:
    return lambda node: [Deed(does, range_name(node.table), node.policy_name)]


def _schema(node: Node) -> list[Deed]:
    name = node.schemaname or node.authrole.rolename
    return [Deed(Does.CREATE_OBJECT, None, name)]


def _set_schema(node: Node) -> list[Deed]:
    if kind(node, "object_type") in _TABLES:
        return [Deed(Does.SET_SCHEMA, range_name(node.relation))]
    name = range_name(node.relation) or _object_name(node.object)
    return [Deed(Does.SET_SCHEMA, None, name)]


def _owner(node: Node) -> list[Deed]:
    name = range_name(node.relation) or _object_name(node.object)
    return [Deed(Does.ALTER_OBJECT, None, name or None)]


def _sequence(does: Does) -> Reader:
    return lambda node: [Deed(does, None, range_name(node.sequence))]


def _set(node: Node) -> list[Deed]:
    is_of_transaction = "TRANSACTION" in node.name.split() or node.name == "SESSION CHARACTERISTICS"
    return [Deed(Does.TRANSACTION if is_of_transaction else Does.SETTING)]


_MERGED = {
    "CMD_INSERT": Does.INSERT,
    "CMD_UPDATE": Does.UPDATE,
    "CMD_DELETE": Does.DELETE,
}
_CHANGES = ("insert_stmt", "update_stmt", "delete_stmt", "merge_stmt")
_UNCOMPARED = ("do_stmt",)
_SIMPLE = {
    "transaction_stmt": Does.TRANSACTION,
    "variable_show_stmt": Does.READ,
    "comment_stmt": Does.COMMENT,
    "grant_stmt": Does.ALTER_OBJECT,
    "grant_role_stmt": Does.ALTER_OBJECT,
    "alter_default_privileges_stmt": Does.ALTER_OBJECT,
    "alter_role_stmt": Does.ALTER_OBJECT,
    "alter_role_set_stmt": Does.ALTER_OBJECT,
    "alter_database_set_stmt": Does.ALTER_OBJECT,
    "alter_database_stmt": Does.ALTER_OBJECT,
    "alter_function_stmt": Does.ALTER_OBJECT,
    "alter_domain_stmt": Does.ALTER_OBJECT,
    "alter_extension_stmt": Does.ALTER_OBJECT,
    "alter_extension_contents_stmt": Does.ALTER_OBJECT,
    "alter_type_stmt": Does.ALTER_OBJECT,
    "alter_system_stmt": Does.ALTER_OBJECT,
    "alter_publication_stmt": Does.ALTER_OBJECT,
    "alter_object_depends_stmt": Does.ALTER_OBJECT,
    "alter_stats_stmt": Does.ALTER_OBJECT,
    "drop_role_stmt": Does.DROP_OBJECT,
    "dropdb_stmt": Does.DROP_OBJECT,
    "drop_tablespace_stmt": Does.DROP_OBJECT,
    "create_cast_stmt": Does.CREATE_OBJECT,
    "create_stats_stmt": Does.CREATE_OBJECT,
    "create_user_mapping_stmt": Does.CREATE_OBJECT,
    "check_point_stmt": Does.READ,
    "listen_stmt": Does.READ,
    "unlisten_stmt": Does.READ,
    "notify_stmt": Does.READ,
    "discard_stmt": Does.READ,
    "prepare_stmt": Does.READ,
    "deallocate_stmt": Does.READ,
    "declare_cursor_stmt": Does.READ,
    "fetch_stmt": Does.READ,
    "close_portal_stmt": Does.READ,
    "call_stmt": Does.OPAQUE,
    "execute_stmt": Does.OPAQUE,
    "drop_owned_stmt": Does.OPAQUE,
    "import_foreign_schema_stmt": Does.OPAQUE,
    "constraints_set_stmt": Does.SETTING,
    "sec_label_stmt": Does.READ,
    "load_stmt": Does.SETTING,
    "reassign_owned_stmt": Does.ALTER_OBJECT,
}
_READERS: dict[str, Reader] = {
    "create_stmt": _create_table,
    "create_foreign_table_stmt": lambda node: _create_table(node.base_stmt),
    "create_table_as_stmt": _table_as,
    "alter_table_stmt": _alter_table,
    "rename_stmt": _rename,
    "alter_object_schema_stmt": _set_schema,
    "alter_owner_stmt": _owner,
    "drop_stmt": _drop,
    "index_stmt": _index,
    "create_enum_stmt": lambda node: [Deed(Does.CREATE_TYPE, None, listed_name(node.type_name))],
    "create_range_stmt": lambda node: [Deed(Does.CREATE_TYPE, None, listed_name(node.type_name))],
    "composite_type_stmt": lambda node: [Deed(Does.CREATE_TYPE, None, range_name(node.typevar))],
    "create_domain_stmt": lambda node: [
        Deed(Does.CREATE_TYPE, None, listed_name(node.domainname)),
    ],
    "define_stmt": _define,
    "alter_enum_stmt": _enum_value,
    "view_stmt": _view,
    "create_function_stmt": _function,
    "create_trig_stmt": _trigger,
    "create_event_trig_stmt": _named(Does.CREATE_OBJECT, "trigname"),
    "alter_event_trig_stmt": _named(Does.ALTER_OBJECT, "trigname"),
    "create_seq_stmt": _sequence(Does.CREATE_OBJECT),
    "alter_seq_stmt": _sequence(Does.ALTER_OBJECT),
    "create_schema_stmt": _schema,
    "create_extension_stmt": _named(Does.CREATE_OBJECT, "extname"),
    "create_role_stmt": _named(Does.CREATE_OBJECT, "role"),
    "create_table_space_stmt": _named(Does.CREATE_OBJECT, "tablespacename"),
    "createdb_stmt": _named(Does.CREATE_OBJECT, "dbname"),
    "create_publication_stmt": _named(Does.CREATE_OBJECT, "pubname"),
    "create_subscription_stmt": _named(Does.CREATE_OBJECT, "subname"),
    "create_foreign_server_stmt": _named(Does.CREATE_OBJECT, "servername"),
    "create_fdw_stmt": _named(Does.CREATE_OBJECT, "fdwname"),
    "create_policy_stmt": _policy(Does.CREATE_OBJECT),
    "alter_policy_stmt": _policy(Does.ALTER_OBJECT),
    "rule_stmt": _rule,
    "insert_stmt": _changed(Does.INSERT),
    "update_stmt": _changed(Does.UPDATE),
    "delete_stmt": _changed(Does.DELETE),
    "merge_stmt": _merge,
    "select_stmt": _select,
    "truncate_stmt": _tables(Does.TRUNCATE),
    "lock_stmt": _tables(Does.MAINTENANCE),
    "copy_stmt": _copy,
    "variable_set_stmt": _set,
    "vacuum_stmt": _vacuum,
    "cluster_stmt": lambda node: [Deed(Does.MAINTENANCE, range_name(node.relation) or None)],
    "reindex_stmt": _reindex,
    "refresh_mat_view_stmt": lambda node: [
        Deed(Does.MAINTENANCE, None, range_name(node.relation)),
    ],
    "explain_stmt": _explain,
}
