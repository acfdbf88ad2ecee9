"""Migrations of Rails: what is found, what each call does, and what a rollback does.

Some were run by ActiveRecord on SQLite; what it did is in `samples/rails`.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from enum import Enum
from json import loads
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Dialect, Operation
from deploylint.migrations.frameworks import rails
from deploylint.migrations.project import Project
from deploylint.migrations.rails.names import index_name, join_table, plural, singular
from deploylint.migrations.rails.settings import dialect_of, sets_lock_timeout
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework

PATH = "db/migrate/20260102030405_add_name.rb"


def shown(one: Operation) -> str:
    """Return an operation in words: all of it but its place and its text."""
    words = [one.does.value]
    for key, value in one._asdict().items():
        if key in ("does", "at", "text", "flags") or value in (None, ()):
            continue
        plain = value.value if isinstance(value, Enum) else value
        words.append(f"{key}={','.join(plain) if isinstance(plain, tuple) else plain}")
    return " ".join([*words, *sorted(f"[{flag.value}]" for flag in one.flags)])


def read(source: str, dialect: Dialect | None = Dialect.POSTGRESQL) -> Migration:
    project = Project(Framework.RAILS, "db/migrate", (PATH,), dialect=dialect)
    (one,) = rails.read(project, {PATH: source}, {PATH})
    return one


def change(body: str, **more: Any) -> Migration:
    return read(_class(f"def change\n{body}\nend"), **more)


def up(body: str, **more: Any) -> list[str]:
    one = read(_class(f"def up\n{body}\nend\ndef down\nend"), **more)
    return [shown(each) for each in one.up.operations]


def _class(body: str, version: str = "7.1") -> str:
    return f"class AddName < ActiveRecord::Migration[{version}]\n{body}\nend\n"


def both(one: Migration) -> tuple[list[str], list[str]]:
    assert one.down is not None
    return (
        [shown(each) for each in one.up.operations],
        [shown(each) for each in one.down.operations],
    )


def refused(call: str, why: str, table: str = "a") -> str:
    return (
        f"irreversible table={table} why=`{call}` cannot be taken back: {why}; "
        "ActiveRecord raises IrreversibleMigration"
    )


def test_detect() -> None:
    paths = [
        "db/migrate/20260102030405_add_name.rb",
        "db/migrate/old/20250102030405_add_it.blog.rb",
        "db/post_migrate/20260102030406_drop_it.rb",
        "db/animals_migrate/20260102030407_add_dogs.rb",
        "engines/shop/db/migrate/20260102030408_add_shop.rb",
        "spec/dummy/db/migrate/20260102030409_no.rb",
        "db/migrate/readme.rb",
        "lib/migrate/20260102030405_no.rb",
        "db/schema.rb",
        "config/database.yml",
    ]
    assert rails.detect(paths) == (
        Project(
            Framework.RAILS,
            "db/animals_migrate",
            ("db/animals_migrate/20260102030407_add_dogs.rb",),
            ("config/database.yml", "db/schema.rb"),
        ),
        Project(
            Framework.RAILS,
            "db/migrate",
            (
                "db/migrate/20260102030405_add_name.rb",
                "db/migrate/old/20250102030405_add_it.blog.rb",
                "db/post_migrate/20260102030406_drop_it.rb",
            ),
            ("config/database.yml", "db/schema.rb"),
        ),
        Project(
            Framework.RAILS,
            "engines/shop/db/migrate",
            ("engines/shop/db/migrate/20260102030408_add_shop.rb",),
            ("config/database.yml", "db/schema.rb"),
        ),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A < ActiveRecord::Migration[7.0]\nend", True, id="rails"),
        pytest.param("class A < Gitlab::Database::Migration[2.1]\nend", True, id="own-base"),
        pytest.param("module B\n  class A < ActiveRecord::Migration\n", True, id="in-a-module"),
        pytest.param("Sequel.migration do\nend", False, id="sequel"),
        pytest.param("# class A < ActiveRecord::Migration", False, id="comment"),
    ],
)
def test_belongs(source: str, expected: bool) -> None:
    assert rails.belongs(PATH, source) is expected


def test_whole_migration() -> None:
    one = read(_class("  def change\n    add_column :users, :name, :string, null: false\n  end"))
    at = Location(PATH, 3, 5, 3, 51)
    added = one.up.operations[0]
    assert one.down is not None
    assert (one.version, one.name, one.position, one.aliases, one.after_code, one.project) == (
        "20260102030405",
        "20260102030405_add_name",
        (20260102030405,),
        ("AddName", "add_name"),
        False,
        "db/migrate",
    )
    assert (added.at, added.text) == (at, "add_column :users, :name, :string, null: false")
    assert (one.up.transaction, one.up.derived, one.down.derived) == (True, False, True)
    assert one.down.operations[0].at == at
    assert both(one) == (
        ["add column table=users name=name type=varchar [not null]"],
        ["drop column table=users name=name"],
    )


def test_not_wanted_is_not_read() -> None:
    project = Project(Framework.RAILS, "db/migrate", (PATH,))
    (one,) = rails.read(project, {PATH: "}{"}, ())
    assert (one.is_read, one.up.operations, one.down, one.version, one.problems) == (
        False,
        (),
        None,
        "20260102030405",
        (),
    )


def test_order_and_after_code() -> None:
    files = ("db/migrate/9_a.rb", "db/migrate/10_b.rb", "db/post_migrate/8_c.rb")
    found = rails.read(Project(Framework.RAILS, "db/migrate", files), {}, ())
    assert [(one.version, one.after_code) for one in found] == [
        ("8", True),
        ("9", False),
        ("10", False),
    ]


@pytest.mark.parametrize(
    ("body", "forth", "back"),
    [
        pytest.param(
            "create_table :a, id: :uuid do |t|\n  t.string :b, :c, limit: 9\n  t.timestamps\n"
            "  t.references :user, foreign_key: true\n  t.index :b\nend",
            [
                "create table table=a columns=id,b,c,created_at,updated_at,user_id",
                "create index table=a name=index_a_on_user_id columns=user_id",
                (
                    "add constraint table=a name=fk_rails_897eb96e1d columns=user_id "
                    "constraint=foreign key references=users"
                ),
                "create index table=a name=index_a_on_b columns=b",
            ],
            ["drop table table=a"],
            id="create-table",
        ),
        pytest.param(
            "drop_table(:a) { |t| t.string :b }",
            ["drop table table=a"],
            ["create table table=a columns=id,b"],
            id="drop-table-with-block",
        ),
        pytest.param(
            "drop_table :a",
            ["drop table table=a"],
            [refused("drop_table", "it is given neither options nor a block with the columns")],
            id="drop-table-alone",
        ),
        pytest.param(
            "add_column :a, :b, :integer\nremove_column :a, :c",
            ["add column table=a name=b type=integer", "drop column table=a name=c"],
            [
                refused("remove_column", "it is given no type"),
                "drop column table=a name=b",
            ],
            id="remove-column-without-type",
        ),
        pytest.param(
            "remove_column :a, :c, :decimal, precision: 10, scale: 2, null: false",
            ["drop column table=a name=c"],
            ["add column table=a name=c type=numeric(10,2) [not null]"],
            id="remove-column-with-type",
        ),
        pytest.param(
            "remove_columns :a, :b, :c, type: :text",
            ["drop column table=a name=b", "drop column table=a name=c"],
            ["add column table=a name=b type=text", "add column table=a name=c type=text"],
            id="remove-columns",
        ),
        pytest.param(
            "add_columns :a, :b, type: :text",
            ["add column table=a name=b type=text"],
            [
                (
                    "add column table=a name=b type=text fails=Rails does not record "
                    "`add_columns`, so that a rollback adds the columns once more"
                )
            ],
            id="add-columns-is-not-recorded",
        ),
        pytest.param(
            "add_index :a, [:b, :c], unique: true, algorithm: :concurrently",
            ["create index table=a name=index_a_on_b_and_c columns=b,c [concurrently] [unique]"],
            ["drop index table=a name=index_a_on_b_and_c columns=b,c [concurrently]"],
            id="add-index",
        ),
        pytest.param(
            "remove_index :a, name: 'x'",
            ["drop index table=a name=x"],
            [refused("remove_index", "it is given no columns")],
            id="remove-index-by-name",
        ),
        pytest.param(
            "remove_index :a, column: :b, name: 'x', if_exists: true",
            ["drop index table=a name=x columns=b [if exists]"],
            ["create index table=a name=x columns=b [if not exists]"],
            id="remove-index-by-column",
        ),
        pytest.param(
            "rename_table :a, :b\nrename_column :b, :c, :d\nrename_index :b, :e, :f",
            [
                "rename table table=a new_name=b",
                "rename column table=b name=c new_name=d",
                "rename index table=b name=e new_name=f",
            ],
            [
                "rename index table=b name=f new_name=e",
                "rename column table=b name=d new_name=c",
                "rename table table=b new_name=a",
            ],
            id="renames-in-the-other-order",
        ),
        pytest.param(
            "change_column_null :a, :b, false, 0\nchange_column_default :a, :b, from: nil, to: 1",
            [
                "update table=a columns=b [where]",
                "set not null table=a name=b",
                "set default table=a name=b",
            ],
            ["drop default table=a name=b", "drop not null table=a name=b"],
            id="null-and-default",
        ),
        pytest.param(
            "change_column_default :a, :b, 1",
            ["set default table=a name=b"],
            [refused("change_column_default", "it is not given `from:` and `to:`")],
            id="default-without-from",
        ),
        pytest.param(
            "change_column :a, :b, :bigint, null: true, default: 3",
            [
                "change type table=a name=b type=bigint",
                "drop not null table=a name=b",
                "set default table=a name=b",
            ],
            [refused("change_column", "it has no inverse")],
            id="change-column",
        ),
        pytest.param(
            "add_foreign_key :a, :users, validate: false\nvalidate_foreign_key :a, :users",
            [
                (
                    "add constraint table=a name=fk_rails_897eb96e1d columns=user_id "
                    "constraint=foreign key references=users [not valid]"
                ),
                (
                    "validate constraint table=a name=fk_rails_897eb96e1d columns=user_id "
                    "constraint=foreign key"
                ),
            ],
            [
                (
                    "validate constraint table=a name=fk_rails_897eb96e1d columns=user_id "
                    "constraint=foreign key"
                ),
                (
                    "drop constraint table=a name=fk_rails_897eb96e1d columns=user_id "
                    "constraint=foreign key references=users"
                ),
            ],
            id="what-is-not-recorded-runs-in-both-directions",
        ),
        pytest.param(
            "change_table :a do |t|\n  t.text :b\n  t.remove :c, type: :string\n  t.rename :d, :e\n"
            "end",
            [
                "add column table=a name=b type=text",
                "drop column table=a name=c",
                "rename column table=a name=d new_name=e",
            ],
            [
                "rename column table=a name=e new_name=d",
                "add column table=a name=c type=varchar",
                "drop column table=a name=b",
            ],
            id="change-table",
        ),
        pytest.param(
            "add_column :a, :b, :text\nreversible do |dir|\n  dir.up { remove_column :a, :c }\n"
            "  dir.down do\n    add_column :a, :c, :text\n  end\nend",
            ["add column table=a name=b type=text", "drop column table=a name=c"],
            ["add column table=a name=c type=text", "drop column table=a name=b"],
            id="reversible",
        ),
        pytest.param(
            "up_only { remove_column :a, :b }", ["drop column table=a name=b"], [], id="up-only"
        ),
        pytest.param(
            "revert do\n  add_column :a, :b, :text\n  add_index :a, :b\nend",
            ["drop index table=a name=index_a_on_b columns=b", "drop column table=a name=b"],
            [
                "add column table=a name=b type=text",
                "create index table=a name=index_a_on_b columns=b",
            ],
            id="revert",
        ),
        pytest.param(
            "safety_assured { rename_column :a, :b, :c }",
            ["rename column table=a name=b new_name=c"],
            ["rename column table=a name=c new_name=b"],
            id="safety-assured",
        ),
        pytest.param(
            "%w[a b].each { |table| add_column table, :c, :text }",
            ["add column table=a name=c type=text", "add column table=b name=c type=text"],
            ["drop column table=b name=c", "drop column table=a name=c"],
            id="literal-loop",
        ),
        pytest.param(
            "return if reverting?\nremove_column :a, :b",
            ["drop column table=a name=b"],
            [],
            id="reverting",
        ),
        pytest.param(
            "create_join_table :users, :roles\nenable_extension 'pgcrypto'\ncreate_enum :e, %w[a]",
            [
                "create table table=roles_users columns=user_id,role_id",
                "create name=pgcrypto object=extension [if not exists]",
                "create type name=e",
            ],
            [
                "drop type name=e",
                "drop name=pgcrypto object=extension [if exists]",
                "drop table table=roles_users",
            ],
            id="join-table-extension-and-enum",
        ),
        pytest.param(
            "create_view :v\nupdate_view :w, version: 2, revert_to_version: 1\ndrop_view :x",
            [
                "create name=v object=view",
                "create or replace name=w object=view",
                "drop name=x object=view",
            ],
            [
                refused("drop_view", "it is not given `revert_to_version:`", "x"),
                "create or replace name=w object=view",
                "drop name=v object=view",
            ],
            id="views",
        ),
    ],
)
def test_change(body: str, forth: list[str], back: list[str]) -> None:
    assert both(change(body)) == (forth, back)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "add_column :a, :b, :uuid, default: -> { 'gen_random_uuid()' }",
            ["add column table=a name=b type=uuid [volatile default]"],
            id="volatile-default",
        ),
        pytest.param(
            "add_column :a, :b, :datetime, default: -> { 'now()' }",
            ["add column table=a name=b type=timestamp [default]"],
            id="stable-default",
        ),
        pytest.param(
            "add_reference :a, :owner, polymorphic: true, null: false, index: false",
            [
                "add column table=a name=owner_type type=varchar [not null]",
                "add column table=a name=owner_id type=bigint [not null]",
            ],
            id="polymorphic",
        ),
        pytest.param(
            "add_check_constraint :a, 'b > 0', name: 'c', validate: false\n"
            "add_unique_constraint :a, [:b], name: 'd'",
            [
                "add constraint table=a name=c constraint=check [not valid]",
                "add constraint table=a name=d columns=b constraint=unique",
            ],
            id="constraints",
        ),
        pytest.param(
            "add_enum_value :e, 'x', before: 'y'\nadd_enum_value :e, 'z'",
            ["add enum value name=e value=x", "add enum value name=e value=z [last]"],
            id="enum-values",
        ),
        pytest.param(
            "add_column table_of(1), :b, :text",
            ["opaque why=the name of the table is computed"],
            id="computed-name",
        ),
        pytest.param(
            "add_column :a, :b, :text if old?",
            ["add column table=a name=b type=text [conditional]"],
            id="condition",
        ),
        pytest.param(
            "unless old?\n  create_table :a do |t|\n    t.index [:b], name: 'i'\n  end\nend",
            [
                "create table table=a columns=id [conditional]",
                "create index table=a name=i columns=b [conditional]",
            ],
            id="condition-around-a-block",
        ),
        pytest.param(
            "return unless mysql?\nadd_column :a, :b, :text",
            ["add column table=a name=b type=text [conditional]"],
            id="early-return",
        ),
        pytest.param(
            "User.where(a: 1).find_each do |one|\n  one.save!\n  remove_column :a, :b\nend",
            [
                "opaque why=`User.where.find_each` runs code of the application",
                "drop column table=a name=b [conditional]",
            ],
            id="model",
        ),
        pytest.param("puts 'x'\nsay 'y'\nUser.reset_column_information", [], id="no-effect"),
        pytest.param(
            "frobnicate :a", ["opaque why=what `frobnicate` does is not known"], id="unknown-call"
        ),
        pytest.param(
            "raise ActiveRecord::IrreversibleMigration, 'no way'",
            ["declared irreversible why=no way"],
            id="raise",
        ),
        pytest.param("execute sql_of(1)", ["opaque why=the SQL is computed"], id="computed-sql"),
        pytest.param(
            "begin\n  drop_table :a\nrescue StandardError\nend",
            ["drop table table=a [conditional]"],
            id="rescue",
        ),
        pytest.param(
            "options = { limit: 5 }\noptions[:limit] = 6\nadd_column :a, :b, :string, **options",
            ["add column table=a name=b type=varchar"],
            id="changed-options",
        ),
        pytest.param(
            "name = :b\nname = :c if odd?\nremove_column :a, name",
            ["opaque why=the name of the column is computed"],
            id="variable-that-may-have-changed",
        ),
        pytest.param(
            "drop_table :a, :b, if_exists: true, force: :cascade",
            [
                "drop table table=a [cascade] [if exists]",
                "drop table table=b [cascade] [if exists]",
            ],
            id="drop-tables",
        ),
    ],
)
def test_up(body: str, expected: list[str]) -> None:
    assert up(body) == expected


def test_methods_and_constants_of_the_class() -> None:
    source = _class(
        "TABLES = { a: :x, b: :y }.freeze\ndef up\n  TABLES.each { |t, c| add(t, c) }\nend\n"
        "def down = TABLES.each_pair { |t, c| remove_column t, c }\n"
        "private\ndef add(table, column, type = :text)\n  add_column table, column, :text\nend"
    )
    assert both(read(source)) == (
        ["add column table=a name=x type=text", "add column table=b name=y type=text"],
        ["drop column table=a name=x", "drop column table=b name=y"],
    )


def test_methods_that_call_each_other() -> None:
    one = read(_class("def up\n  a\nend\ndef a = b\ndef b = a\ndef down\nend"))
    assert [shown(each) for each in one.up.operations] == ["opaque why=`a` calls itself"]


def test_up_without_down() -> None:
    one = read(_class("def up\n  drop_table :a\nend"))
    assert (one.down, one.no_down) == (
        None,
        "the class has `up` and no `down`, so that a rollback silently does nothing",
    )


def test_class_methods_of_old_migrations() -> None:
    source = (
        "class AddName < ActiveRecord::Migration\n  def self.up\n    add_timestamps :a\n  end\n"
    )
    source += "  def self.down\n    remove_timestamps :a\n  end\nend\n"
    assert both(read(source)) == (
        [
            "add column table=a name=created_at type=timestamp",
            "add column table=a name=updated_at type=timestamp",
        ],
        ["drop column table=a name=updated_at", "drop column table=a name=created_at"],
    )


@pytest.mark.parametrize(
    ("source", "dialect", "expected"),
    [
        pytest.param(_class("def change\nend"), None, True, id="usual"),
        pytest.param(
            _class("disable_ddl_transaction!\ndef change\nend"), None, False, id="switched-off"
        ),
        pytest.param(_class("def change\nend"), Dialect.MYSQL, False, id="mysql"),
    ],
)
def test_transaction(source: str, dialect: Dialect | None, expected: bool) -> None:
    assert read(source, dialect).up.transaction is expected


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        pytest.param(Dialect.MYSQL, "varchar(255) mediumtext datetime bigint", id="mysql"),
        pytest.param(Dialect.POSTGRESQL, "varchar text timestamp bigint", id="postgresql"),
        pytest.param(Dialect.SQLITE, "varchar text datetime bigint", id="sqlite"),
        pytest.param(None, "varchar text timestamp bigint", id="unknown"),
    ],
)
def test_types(dialect: Dialect | None, expected: str) -> None:
    body = "def up\nadd_column :a, :b, :string\nadd_column :a, :c, :text, size: :medium\n"
    body += "add_column :a, :d, :datetime\nadd_column :a, :e, :integer, limit: 8\nend"
    one = read(_class(body), dialect)
    assert " ".join(each.type or "" for each in one.up.operations) == expected


def test_broken_file_keeps_what_could_be_read() -> None:
    one = read("class AddName < ActiveRecord::Migration[7.0]\n  def up\n    drop_table :a\n    x '")
    assert [shown(each) for each in one.up.operations][-1] == (
        "opaque why=the file cannot be read to its end"
    )
    assert [str(each.at) for each in one.problems] == [f"{PATH}:4:8"]


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        pytest.param({"config/database.yml": "a:\n  adapter: trilogy\n"}, "mysql", id="adapter"),
        pytest.param(
            {"config/database.yml": "test:\n  adapter: sqlite3\nproduction:\n  adapter: mysql2\n"},
            "mysql",
            id="production",
        ),
        pytest.param(
            {"config/database.yml": 'a:\n  adapter: <%= ENV["A"] %>\n', "Gemfile": 'gem "pg"\n'},
            "postgresql",
            id="gem",
        ),
        pytest.param({"Gemfile": "gem 'pg'\ngem 'sqlite3'\n"}, None, id="two-gems"),
        pytest.param(
            {"x/db/schema.rb": '  enable_extension "plpgsql"\n'}, "postgresql", id="schema"
        ),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_dialect(context: Mapping[str, str], expected: str | None) -> None:
    found = dialect_of(context)
    assert (None if found is None else found.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("StrongMigrations.lock_timeout = 10.seconds", True, id="strong-migrations"),
        pytest.param("  variables:\n    lock_timeout: 5s\n", True, id="variables"),
        pytest.param("# StrongMigrations.lock_timeout = 10", False, id="comment"),
        pytest.param("statement_timeout: 5s", False, id="other-timeout"),
    ],
)
def test_lock_timeout(text: str, expected: bool) -> None:
    assert sets_lock_timeout({"config/database.yml": text}) is expected


@pytest.mark.parametrize(
    ("one", "many"),
    [
        pytest.param(one, many, id=one)
        for one, many in (
            ("user", "users"),
            ("category", "categories"),
            ("status", "statuses"),
            ("person", "people"),
            ("sales_person", "sales_people"),
            ("box", "boxes"),
            ("series", "series"),
            ("wolf", "wolves"),
            ("analysis", "analyses"),
            ("datum", "data"),
            ("address", "addresses"),
            ("day", "days"),
        )
    ],
)
def test_plural_and_singular(one: str, many: str) -> None:
    assert (plural(one), singular(many)) == (many, one)


def test_made_up_names() -> None:
    assert join_table("blog_posts", "blog_tags") == "blog_posts_tags"
    assert index_name("a" * 30, ["b" * 20, "c" * 20]) == (
        "idx_on_bbbbbbbbbbbbbbbbbbbb_cccccccccccccccccccc_" + "23373d1f39"
    )


RUN = loads((Path(__file__).parent / "samples/rails/activerecord-6.1.7.10.json").read_text())

State = dict[str, dict[str, Any]]


def _rename_table(state: State, one: Operation) -> None:
    state[one.new_name or ""] = moved = state.pop(one.table or "")
    moved["indexes"] = {
        name.replace(f"index_{one.table}_on", f"index_{one.new_name}_on"): columns
        for name, columns in moved["indexes"].items()
    }


def _drop_column(state: State, one: Operation) -> None:
    table = state[one.table or ""]
    table["columns"].remove(one.name)
    kept = {name: each for name, each in table["indexes"].items() if one.name not in each}
    table["indexes"] = kept


def _rename_column(state: State, one: Operation) -> None:
    table = state[one.table or ""]
    table["columns"] = [one.new_name if each == one.name else each for each in table["columns"]]
    table["indexes"] = {
        name.replace(f"_on_{one.name}", f"_on_{one.new_name}"): [
            one.new_name if each == one.name else each for each in columns
        ]
        for name, columns in table["indexes"].items()
    }


def _rename_index(state: State, one: Operation) -> None:
    indexes = state[one.table or ""]["indexes"]
    indexes[one.new_name] = indexes.pop(one.name)


STEPS: Mapping[str, Callable[[State, Operation], object]] = {
    "create table": lambda state, one: state.update(
        {one.table or "": {"columns": list(one.columns), "indexes": {}}}
    ),
    "drop table": lambda state, one: state.pop(one.table or ""),
    "rename table": _rename_table,
    "add column": lambda state, one: state[one.table or ""]["columns"].append(one.name),
    "drop column": _drop_column,
    "rename column": _rename_column,
    "create index": lambda state, one: state[one.table or ""]["indexes"].update(
        {one.name: list(one.columns)}
    ),
    "drop index": lambda state, one: state[one.table or ""]["indexes"].pop(one.name),
    "rename index": _rename_index,
}


def applied(state: State, operations: tuple[Operation, ...]) -> State:
    """Return tables with their columns and indexes after operations."""
    state = deepcopy(state)
    for one in operations:
        step = STEPS.get(one.does.value)
        if step is not None:
            step(state, one)
    for table in state.values():
        table["columns"].sort()
    return state


@pytest.mark.parametrize("run", [pytest.param(one, id=one["change"][:50]) for one in RUN])
def test_as_activerecord_does(run: dict[str, Any]) -> None:
    one = change(run["change"], dialect=Dialect.SQLITE)
    assert one.down is not None
    assert applied(run["before"], one.up.operations) == run["up"]
    refused = any(each.does.value == "irreversible" for each in one.down.operations)
    assert refused is (run.get("down_error") == "ActiveRecord::IrreversibleMigration")
    if "down_error" not in run:
        assert applied(run["up"], one.down.operations) == run["down"]


LINES = st.sampled_from(
    [
        "add_column :a, :b, :string",
        "remove_column :a, :b",
        "execute 'select",
        "reversible do |d|",
        "d.down do",
        "revert do",
        "change_table :a do |t|",
        "t.references :c",
        "t.x",
        "[1, [2], *a].each do |x|",
        "TABLES.each do |y, z|",
        "add_column x, y, z, **w",
        "end",
        "if a",
        "else",
        "return",
        "def b(c)",
        "b(1)",
        "x = { a: { b: [1] } }",
        "x += 1",
        "raise 'a' unless b",
        "drop_table(*x)",
        "create_join_table :a, :b, 3",
        "add_foreign_key :a, nil, column: []",
        "change_column_null",
        "rename_enum :a, to: 5",
        "<<~A + 'b'",
        "A",
    ]
)


@given(st.lists(LINES, max_size=25), st.booleans())
def test_any_class_is_read(lines: list[str], changes: bool) -> None:
    name = "change" if changes else "up"
    source = _class("\n".join([f"def {name}", *lines, "end"]))
    one = read(source)
    height = source.count("\n") + 1
    places = [each.at for each in one.up.operations]
    places += [each.at for each in one.problems if each.at is not None]
    assert all(1 <= at.line <= height and at.column >= 1 for at in places)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("a and ", id="ands"),
        pytest.param("x = [x, x]\n", id="doubling-lists"),
        pytest.param('s = "#{s}#{s}"\n', id="doubling-texts"),
        pytest.param("s = s + s\n", id="doubling-sums"),
        pytest.param("[1, 2].each do |a|\n", id="loops"),
        pytest.param("if a\n", id="conditions"),
        pytest.param("add_column :a, :b, :text\n", id="calls"),
        pytest.param("reversible do |d|\n", id="reversible"),
    ],
)
def test_a_lot_of_one_thing(piece: str) -> None:
    one = change('s = "ab"\nx = [1]\n' + piece * 5_000)
    assert one.version == "20260102030405"
