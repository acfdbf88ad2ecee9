"""What a statement of a migration does, in the words of all dialects and frameworks."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect

__all__ = ["WITHOUT_EFFECT", "ConstraintKind", "Dialect", "Does", "Flag", "Operation"]


class Does(StrEnum):
    """What one operation does.

    `object` of the operation says more where several things share a kind: the class of a created,
    dropped, replaced, renamed or altered object (`view`, `function`, `trigger`, `extension`,
    `sequence`, `schema`, `database`, `materialized view`, `policy`, `table` ...), the command of a
    maintenance (`vacuum full`, `cluster`, `reindex`, `lock table`).
    """

    CREATE_TABLE = "create table"
    DROP_TABLE = "drop table"
    RENAME_TABLE = "rename table"
    TRUNCATE = "truncate"
    ADD_COLUMN = "add column"
    DROP_COLUMN = "drop column"
    RENAME_COLUMN = "rename column"
    CHANGE_TYPE = "change type"
    SET_NOT_NULL = "set not null"
    DROP_NOT_NULL = "drop not null"
    SET_DEFAULT = "set default"
    DROP_DEFAULT = "drop default"
    ALTER_COLUMN = "alter column"
    CREATE_INDEX = "create index"
    DROP_INDEX = "drop index"
    RENAME_INDEX = "rename index"
    ADD_CONSTRAINT = "add constraint"
    DROP_CONSTRAINT = "drop constraint"
    VALIDATE_CONSTRAINT = "validate constraint"
    RENAME_CONSTRAINT = "rename constraint"
    CREATE_TYPE = "create type"
    DROP_TYPE = "drop type"
    RENAME_TYPE = "rename type"
    ADD_ENUM_VALUE = "add enum value"
    RENAME_ENUM_VALUE = "rename enum value"
    DROP_ENUM_VALUE = "drop enum value"
    CREATE_OBJECT = "create"
    REPLACE_OBJECT = "create or replace"
    DROP_OBJECT = "drop"
    RENAME_OBJECT = "rename"
    ALTER_OBJECT = "alter"
    SET_SCHEMA = "set schema"
    ATTACH_PARTITION = "attach partition"
    DETACH_PARTITION = "detach partition"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    MAINTENANCE = "maintenance"
    COMMENT = "comment"
    READ = "read"
    SETTING = "setting"
    TRANSACTION = "transaction"
    RAISE = "declared irreversible"
    IRREVERSIBLE = "irreversible"
    OPAQUE = "opaque"


WITHOUT_EFFECT = frozenset(
    {Does.READ, Does.SETTING, Does.TRANSACTION, Does.COMMENT},
)
"""Operations after which the database is as before, but for what it says about itself."""


class ConstraintKind(StrEnum):
    """What a constraint demands."""

    PRIMARY_KEY = "primary key"
    UNIQUE = "unique"
    FOREIGN_KEY = "foreign key"
    CHECK = "check"
    EXCLUDE = "exclude"


class Flag(StrEnum):
    """More about an operation.

    Of a column: NOT_NULL; DEFAULT has a constant or stable default in the database,
    VOLATILE_DEFAULT one that is computed for each row, DEFAULT_DROPPED one that the same migration
    takes away again (Django); GENERATED is a stored generated column, IDENTITY a serial, identity
    or auto-increment column. Of a type change: USING has an expression. Of an index or constraint:
    CONCURRENTLY, UNIQUE, NOT_VALID, USING_INDEX. Of UPDATE and DELETE: WHERE has a condition. Of an
    enum value: LAST means that it comes behind all others (MySQL only changes that instantly). Of a
    transaction: nothing; its `name` says which command. CONDITIONAL may or may not run (IF, loop,
    except). INSTANT, INPLACE and COPY are what a MySQL statement demands with `ALGORITHM=`, and
    LOCK_NONE is `LOCK=NONE`.
    """

    IF_EXISTS = "if exists"
    IF_NOT_EXISTS = "if not exists"
    CASCADE = "cascade"
    TEMPORARY = "temporary"
    CONCURRENTLY = "concurrently"
    UNIQUE = "unique"
    NOT_VALID = "not valid"
    USING_INDEX = "using index"
    USING = "using"
    NOT_NULL = "not null"
    DEFAULT = "default"
    VOLATILE_DEFAULT = "volatile default"
    DEFAULT_DROPPED = "default dropped"
    GENERATED = "generated"
    IDENTITY = "identity"
    WHERE = "where"
    LAST = "last"
    CONDITIONAL = "conditional"
    INSTANT = "instant"
    INPLACE = "inplace"
    COPY = "copy"
    LOCK_NONE = "lock none"


class Operation(NamedTuple):
    """One operation on the database.

    Names are as `deploylint.migrations.names` writes them. `table` is the table that is touched, or
    that an index or constraint belongs to, where the statement says it. `name` is the column,
    index, constraint, type or object (None for what has none, such as an unnamed constraint);
    `new_name` what it is called afterwards. `columns` are those of a created table, of an index, a
    constraint or an insert, or those that an update sets. `type` is that of an added or changed
    column as it is written (`varchar(20)`), `old_type` the one before where it is known. For an
    enum value `name` is the type and `value` the value; for a setting, `value` is what it is set
    to. `references` is the table that a foreign key leads to. `why` says of an OPAQUE operation
    why it cannot be read, of RAISE what the author wrote, of IRREVERSIBLE why the tool cannot take
    it back. `fails` says why the operation certainly ends with an error when it is run. `text` is
    how people would name it: the start of the statement, on one line.
    """

    does: Does
    at: Location
    table: str | None = None
    name: str | None = None
    new_name: str | None = None
    object: str | None = None
    columns: tuple[str, ...] = ()
    type: str | None = None
    old_type: str | None = None
    value: str | None = None
    constraint: ConstraintKind | None = None
    references: str | None = None
    flags: frozenset[Flag] = frozenset()
    why: str | None = None
    fails: str | None = None
    text: str = ""
