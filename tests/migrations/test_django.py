"""Migrations of Django are read without importing them."""

import textwrap
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.migrations import Framework, Migration
from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.frameworks.django import belongs, detect, read
from deploylint.migrations.project import Project
from deploylint.model.location import Location

SAMPLES = Path(__file__).parent / "samples" / "django"
FOLDER = "shop/migrations"
HEAD = "from django.db import migrations, models\n\n\n"

INITIAL = """
migrations.CreateModel(
    "Book",
    [
        ("id", models.AutoField(primary_key=True)),
        ("title", models.CharField(max_length=20)),
        ("note", models.TextField(null=True)),
        ("shelf", models.IntegerField()),
    ],
),
"""


def migration(operations: str, *before: str, body: str = "", head: str = "") -> str:
    """Return the text of a migration after others."""
    parents = [("shop", name) for name in before]
    listed = textwrap.indent(textwrap.dedent(operations).strip(), " " * 8)
    return (
        f"{HEAD}{head}class Migration(migrations.Migration):\n{body}"
        f"    dependencies = {parents}\n    operations = [\n{listed}\n    ]\n"
    )


def project(texts: Mapping[str, str], dialect: Dialect | None = None) -> Project:
    files = tuple(path for path in texts if not path.endswith("apps.py"))
    context = tuple(path for path in texts if path.endswith("apps.py"))
    return Project(Framework.DJANGO, FOLDER, files, context, dialect)


def read_all(
    texts: Mapping[str, str],
    wanted: Collection[str] | None = None,
    dialect: Dialect | None = None,
) -> tuple[Migration, ...]:
    """Return the migrations of files that are named by their stems."""
    paths = {f"{FOLDER}/{name}.py": text for name, text in texts.items()}
    chosen = paths if wanted is None else {f"{FOLDER}/{name}.py" for name in wanted}
    return read(project(paths, dialect), paths, set(chosen))


def second(operations: str, dialect: Dialect | None = None, **more: str) -> Migration:
    """Return a migration after the one that creates books."""
    texts = {"0001_a": migration(INITIAL), "0002_b": migration(operations, "0001_a", **more)}
    return read_all(texts, ["0002_b"], dialect)[1]


def down_of(one: Migration) -> tuple[Operation, ...]:
    assert one.down is not None
    assert one.down.derived
    return one.down.operations


def kinds(operations: Collection[Operation]) -> list[tuple[Does, str | None, str | None]]:
    return [(one.does, one.table, one.name) for one in operations]


def whys(operations: Collection[Operation]) -> list[str | None]:
    return [one.why for one in operations if one.does is Does.OPAQUE]


PATHS = (
    "shop/migrations/0002_b.py",
    "shop/migrations/__init__.py",
    "shop/migrations/0001_a.py",
    "shop/migrations/custom.py",
    "shop/migrations/_private.py",
    "shop/apps.py",
    "shop/models.py",
    "src/crm/migrations/__init__.py",
    "src/crm/migrations/0001_initial.py",
    "src/crm/migrations/deeper/0001_no.py",
    "nothing/migrations/0001_x.py",
    "alembic/versions/__init__.py",
    "alembic/versions/0001_x.py",
    "flask/migrations/__init__.py",
    "flask/migrations/env.py",
    "migrations/__init__.py",
    "migrations/0001_initial.py",
)


def test_apps_are_packages_with_numbered_migrations() -> None:
    assert detect(PATHS) == (
        Project(Framework.DJANGO, "migrations", ("migrations/0001_initial.py",)),
        Project(
            Framework.DJANGO,
            "shop/migrations",
            (
                "shop/migrations/0001_a.py",
                "shop/migrations/0002_b.py",
                "shop/migrations/custom.py",
            ),
            ("shop/apps.py",),
        ),
        Project(Framework.DJANGO, "src/crm/migrations", ("src/crm/migrations/0001_initial.py",)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(migration(""), True, id="usual"),
        pytest.param("class Migration(CheckedMigration):\n    pass\n", True, id="own-base"),
        pytest.param("def upgrade():\n    pass\n", False, id="alembic"),
        pytest.param("", False, id="empty"),
    ],
)
def test_a_migration_has_its_class(text: str, expected: bool) -> None:
    assert belongs("shop/migrations/0001_a.py", text) is expected


def test_what_is_known_of_a_migration() -> None:
    texts = {
        "0002_b": migration("", "0001_a", body="    atomic = False\n"),
        "0001_a": migration(INITIAL),
    }
    first, then = read_all(texts, ["0002_b"])
    path = f"{FOLDER}/0002_b.py"
    at = Location(path, 4, 1, 4, 39)
    assert first.is_read is False
    assert (first.version, first.parents, first.up.operations) == ("shop.0001_a", (), ())
    assert then == Migration(
        framework=Framework.DJANGO,
        project=FOLDER,
        version="shop.0002_b",
        name="0002_b",
        at=at,
        files=(path,),
        up=first.up._replace(at=at, transaction=False),
        down=first.up._replace(at=at, transaction=False, derived=True),
        parents=("shop.0001_a",),
    )


@pytest.mark.parametrize(
    ("base", "body", "expected"),
    [
        pytest.param("migrations.Migration", "", True, id="usual"),
        pytest.param("migrations.Migration", "    atomic = False\n", False, id="not-atomic"),
        pytest.param("migrations.Migration", "    atomic = find()\n", None, id="computed"),
        pytest.param("CheckedMigration", "", None, id="own-base"),
        pytest.param("CheckedMigration", "    atomic = True\n", True, id="own-base-atomic"),
    ],
)
def test_whether_a_migration_runs_in_a_transaction(
    base: str, body: str, expected: bool | None
) -> None:
    (one,) = read_all({"0001_a": migration("", body=body).replace("migrations.Migration", base)})
    assert one.up.transaction is expected
    assert one.down is not None
    assert one.down.transaction is expected


def test_other_apps_are_no_parents() -> None:
    text = migration("").replace(
        "dependencies = []",
        'dependencies = [("crm", "0001_a"), migrations.swappable_dependency(settings.USER),'
        ' ("shop", "__first__"), ("shop", "0001_a"), ("shop", "0001_a")]',
    )
    _, then = read_all({"0001_a": migration(""), "0002_b": text})
    assert then.parents == ("shop.0001_a",)
    assert then.problems == ()


def test_the_order_is_that_of_the_dependencies_not_of_the_numbers() -> None:
    texts = {
        "0001_a": migration("", "0003_c"),
        "0002_b": migration("", "0001_a"),
        "0003_c": migration(""),
        "0004_d": migration("").replace("dependencies", 'run_before = [("shop", "0003_c")]\n    x'),
    }
    assert [one.name for one in read_all(texts)] == ["0004_d", "0003_c", "0001_a", "0002_b"]


def test_a_circle_loses_no_migration() -> None:
    texts = {
        "0001_a": migration("", "0002_b"),
        "0002_b": migration("", "0001_a"),
        "0003_c": migration(""),
    }
    assert [one.name for one in read_all(texts)] == ["0003_c", "0001_a", "0002_b"]


ADD = 'migrations.AddField("book", "{0}", models.IntegerField(null=True)),'
SQUASHED = '    replaces = [("shop", "0001_a"), ("shop", "0002_b")]\n'


def test_a_squashed_migration_beside_what_it_replaces() -> None:
    """The models go one way: the next migration finds the column once."""
    texts = {
        "0001_a": migration(INITIAL),
        "0001_squashed_0002": migration(INITIAL + ADD.format("pages"), body=SQUASHED),
        "0002_b": migration(ADD.format("pages"), "0001_a"),
        "0003_c": migration('migrations.RemoveField("book", "pages"),', "0001_squashed_0002"),
    }
    found = {one.name: one for one in read_all(texts)}
    assert list(found) == ["0001_squashed_0002", "0001_a", "0002_b", "0003_c"]
    assert found["0001_squashed_0002"].replaces == ("shop.0001_a", "shop.0002_b")
    assert kinds(found["0001_squashed_0002"].up.operations) == [
        (Does.CREATE_TABLE, "shop_book", None),
        (Does.ADD_COLUMN, "shop_book", "pages"),
    ]
    assert kinds(found["0002_b"].up.operations) == [(Does.ADD_COLUMN, "shop_book", "pages")]
    assert kinds(found["0003_c"].up.operations) == [(Does.DROP_COLUMN, "shop_book", "pages")]


def test_a_squashed_migration_alone() -> None:
    texts = {
        "0001_squashed_0002": migration(INITIAL + ADD.format("pages"), body=SQUASHED),
        "0003_c": migration('migrations.RemoveField("book", "pages"),', "0002_b"),
    }
    _, last = read_all(texts)
    assert (last.name, last.parents) == ("0003_c", ("shop.0002_b",))
    assert kinds(last.up.operations) == [(Does.DROP_COLUMN, "shop_book", "pages")]


@pytest.mark.parametrize(
    ("apps", "used", "expected"),
    [
        pytest.param(None, "shop", "shop", id="folder"),
        pytest.param('class A(AppConfig):\n    label = "store"\n', "store", "store", id="label"),
        pytest.param('class A(AppConfig):\n    name = "a.store"\n', "store", "store", id="name"),
        pytest.param("class A(AppConfig:", "shop", "shop", id="unreadable-settings"),
        pytest.param(None, "store", "store", id="as-they-refer-to-each-other"),
        pytest.param(
            'class A:\n    label = "a"\n\n\nclass B:\n    label = "b"\n',
            "shop",
            "shop",
            id="several-configurations",
        ),
    ],
)
def test_the_label_of_the_app(apps: str | None, used: str, expected: str) -> None:
    texts = {
        f"{FOLDER}/0001_a.py": migration(INITIAL),
        f"{FOLDER}/0002_b.py": migration("", "0001_a").replace("'shop'", f"'{used}'"),
    }
    files = texts if apps is None else {**texts, "shop/apps.py": apps}
    first, then = read(project(files), files, set(texts))
    assert (then.version, then.parents) == (f"{expected}.0002_b", (f"{expected}.0001_a",))
    assert first.up.operations[0].table == f"{expected}_book"


NOT_NULL, DROPPED = Flag.NOT_NULL, Flag.DEFAULT_DROPPED


@pytest.mark.parametrize(
    ("field", "flags"),
    [
        pytest.param("models.IntegerField(null=True)", (), id="nullable"),
        pytest.param("models.IntegerField()", (NOT_NULL,), id="required"),
        pytest.param("models.IntegerField(default=0)", (NOT_NULL, DROPPED), id="default"),
        pytest.param("models.IntegerField(default=None)", (NOT_NULL,), id="default-none"),
        pytest.param("models.JSONField(default=dict)", (NOT_NULL, DROPPED), id="callable"),
        pytest.param("models.CharField(blank=True)", (NOT_NULL, DROPPED), id="empty-text"),
        pytest.param("models.IntegerField(blank=True)", (NOT_NULL,), id="blank-number"),
        pytest.param("models.DateField(auto_now=True)", (NOT_NULL, DROPPED), id="now"),
        pytest.param("models.IntegerField(db_default=0)", (NOT_NULL, Flag.DEFAULT), id="database"),
        pytest.param(
            "models.DateField(db_default=Now(), default=None)", (NOT_NULL, Flag.DEFAULT), id="both"
        ),
        pytest.param(
            "models.UUIDField(db_default=RandomUUID())",
            (NOT_NULL, Flag.VOLATILE_DEFAULT),
            id="volatile",
        ),
        pytest.param(
            'models.FloatField(db_default="random")', (NOT_NULL, Flag.DEFAULT), id="only-a-word"
        ),
        pytest.param("fields.OwnField(default=0)", (NOT_NULL, DROPPED), id="own-class"),
    ],
)
def test_an_added_column(field: str, flags: tuple[Flag, ...]) -> None:
    operation = second(f'migrations.AddField("book", "new", {field}),').up.operations[0]
    assert (operation.does, operation.table, operation.name) == (
        Does.ADD_COLUMN,
        "shop_book",
        "new",
    )
    assert operation.flags == frozenset(flags)


def test_a_required_column_cannot_come_back_by_a_default() -> None:
    one = second('migrations.RemoveField("book", "shelf"),')
    path = f"{FOLDER}/0002_b.py"
    at = Location(path, 7, 9, 7, 48)
    assert one.up.operations == (
        Operation(
            does=Does.DROP_COLUMN,
            at=at,
            table="shop_book",
            name="shelf",
            flags=frozenset((Flag.CASCADE,)),
            text='migrations.RemoveField("book", "shelf")',
        ),
    )
    assert down_of(one) == (
        Operation(
            does=Does.ADD_COLUMN,
            at=at,
            table="shop_book",
            name="shelf",
            type="integer",
            flags=frozenset((NOT_NULL,)),
            text='reverse of migrations.RemoveField("book", "shelf")',
        ),
    )


def test_a_default_for_rows_that_exist_is_not_kept() -> None:
    texts = {
        "0001_a": migration(INITIAL),
        "0002_b": migration(
            'migrations.AddField("book", "n", models.IntegerField(default=1), '
            "preserve_default=False),",
            "0001_a",
        ),
        "0003_c": migration('migrations.RemoveField("book", "n"),', "0002_b"),
    }
    _, then, last = read_all(texts)
    assert then.up.operations[0].flags == {NOT_NULL, DROPPED}
    assert down_of(last)[0].flags == {NOT_NULL}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        pytest.param(
            'migrations.AlterField("book", "title", models.CharField(max_length=20, '
            'help_text="x", default="y", choices=[], validators=[]))',
            [],
            id="nothing",
        ),
        pytest.param(
            'migrations.AlterField("book", "title", models.CharField(max_length=40))',
            [(Does.CHANGE_TYPE, "title", "varchar(20)", "varchar(40)")],
            id="wider",
        ),
        pytest.param(
            'migrations.AlterField("book", "title", own.CharField(max_length=20))',
            [],
            id="class-of-the-same-name",
        ),
        pytest.param(
            'migrations.AlterField("book", "note", models.TextField(default=""))',
            [(Does.UPDATE, None, None, None), (Does.SET_NOT_NULL, "note", None, None)],
            id="required-with-default",
        ),
        pytest.param(
            'migrations.AlterField("book", "note", models.TextField())',
            [(Does.SET_NOT_NULL, "note", None, None)],
            id="required-without-default",
        ),
        pytest.param(
            'migrations.AlterField("book", "shelf", models.IntegerField(null=True))',
            [(Does.DROP_NOT_NULL, "shelf", None, None)],
            id="optional",
        ),
        pytest.param(
            'migrations.AlterField("book", "shelf", models.IntegerField(db_default=1))',
            [(Does.SET_DEFAULT, "shelf", None, None)],
            id="default-of-the-database",
        ),
        pytest.param(
            'migrations.AlterField("book", "shelf", models.IntegerField(db_column="s"))',
            [(Does.RENAME_COLUMN, "shelf", None, None)],
            id="another-column",
        ),
    ],
)
def test_an_altered_field(operation: str, expected: list[tuple[object, ...]]) -> None:
    found = second(f"{operation},").up.operations
    assert [(one.does, one.name, one.old_type, one.type) for one in found] == expected


def test_a_type_that_is_not_known_may_have_changed() -> None:
    one = second('migrations.AlterField("book", "note", own.HtmlField(null=True)),')
    why = "whether the type of note changes is not known (TextField to HtmlField)"
    assert whys(one.up.operations) == [why]
    back = "whether the type of note changes is not known (HtmlField to TextField)"
    assert whys(down_of(one)) == [back]


MYSQL_KEY = 'migrations.AddField("book", "next", models.ForeignKey("Book", models.CASCADE)),'


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        pytest.param(None, [Does.ADD_COLUMN, Does.ADD_CONSTRAINT, Does.CREATE_INDEX], id="any"),
        pytest.param(Dialect.MYSQL, [Does.ADD_COLUMN, Does.ADD_CONSTRAINT], id="mysql"),
    ],
)
def test_mysql_makes_the_index_of_a_foreign_key_itself(
    dialect: Dialect | None, expected: list[Does]
) -> None:
    found = second(MYSQL_KEY, dialect).up.operations
    assert [one.does for one in found] == expected
    assert found[1]._replace(at=Location("", 1, 1), text="") == Operation(
        does=Does.ADD_CONSTRAINT,
        at=Location("", 1, 1),
        table="shop_book",
        name="shop_book_next_id_eddab9ae_fk_shop_book_id",
        columns=("next_id",),
        constraint=ConstraintKind.FOREIGN_KEY,
        references="shop_book",
    )


def test_a_table_of_another_app_is_not_guessed() -> None:
    text = 'migrations.AddField("book", "owner", models.ForeignKey("crm.Customer", models.CASCADE))'
    found = second(f"{text},").up.operations
    assert (found[0].name, found[0].type) == ("owner_id", None)
    assert (found[1].references, found[1].name) == (None, None)


@pytest.mark.parametrize(
    "table", [pytest.param('"books"', id="plain"), pytest.param("'public\".\"books'", id="schema")]
)
def test_a_model_may_name_its_table(table: str) -> None:
    created = (
        'migrations.CreateModel("Page", [("id", models.AutoField(primary_key=True))], '
        f'options={{"db_table": {table}}}),'
    )
    assert second(created).up.operations[0].table == "books"


SQL = r'''
migrations.RunSQL(
    """
    ALTER TABLE shop_book ADD COLUMN extra integer;
    DROP TABLE old
    """,
    reverse_sql=[("DELETE FROM shop_book WHERE id = %s", [1]), UNDO],
),
'''


def test_sql_is_read_where_it_stands() -> None:
    one = second(SQL, head='UNDO = "DROP TABLE " + "new"\n\n\n')
    path = f"{FOLDER}/0002_b.py"
    added, dropped = one.up.operations
    assert (added.does, added.table, added.name) == (Does.ADD_COLUMN, "shop_book", "extra")
    assert (added.at.line, added.at.end_line, added.at.end_column) == (12, 12, 59)
    assert (dropped.does, dropped.table) == (Does.DROP_TABLE, "old")
    assert dropped.at == Location(path, 13, 13, 13, 27)
    down = down_of(one)
    assert kinds(down) == [(Does.DELETE, "shop_book", None), (Does.DROP_TABLE, "new", None)]
    assert (down[0].at.line, down[0].at.column) == (15, 28)
    assert down[1].at.line == 4


NOOP = (Does.READ, "noop", None)
FUNCTIONS = '''
def work(apps, schema_editor):
    apps.get_model("shop", "Book").objects.update(shelf=1)


def empty(apps, schema_editor):
    """Nothing to do."""
    return None


def refuse(apps, schema_editor):
    """Refuse."""
    raise RuntimeError("restore the backup")


'''


@pytest.mark.parametrize(
    ("call", "up", "down"),
    [
        pytest.param(
            "RunPython(work)",
            (Does.OPAQUE, None, "runs Python: function work"),
            (
                Does.IRREVERSIBLE,
                None,
                "RunPython has no reverse_code, and Django stops with IrreversibleError",
            ),
            id="python-without-reverse",
        ),
        pytest.param(
            "RunPython(code=work, reverse_code=migrations.RunPython.noop)",
            (Does.OPAQUE, None, "runs Python: function work"),
            NOOP,
            id="python-noop",
        ),
        pytest.param("RunPython(empty, lambda *a: None)", NOOP, NOOP, id="nothing-but-names"),
        pytest.param(
            "RunPython(elsewhere.work, refuse)",
            (Does.OPAQUE, None, "runs Python: work"),
            (Does.RAISE, None, '"restore the backup"'),
            id="refused",
        ),
        pytest.param(
            "RunPython(migrations.RunPython.noop, partial(work, 1))",
            NOOP,
            (Does.OPAQUE, None, "runs Python: partial(work, 1)"),
            id="computed-function",
        ),
        pytest.param(
            'RunSQL("DROP TABLE x")',
            (Does.DROP_TABLE, None, None),
            (
                Does.IRREVERSIBLE,
                None,
                "RunSQL has no reverse_sql, and Django stops with IrreversibleError",
            ),
            id="sql-without-reverse",
        ),
        pytest.param(
            'RunSQL("DROP TABLE x", migrations.RunSQL.noop)',
            (Does.DROP_TABLE, None, None),
            NOOP,
            id="sql-noop",
        ),
        pytest.param('RunSQL("-- nothing", "")', NOOP, NOOP, id="comment"),
        pytest.param(
            "RunSQL(open('x.sql').read(), undo())",
            (Does.OPAQUE, None, "the SQL is computed"),
            (Does.OPAQUE, None, "the SQL is computed"),
            id="computed-sql",
        ),
        pytest.param(
            "RunSQL(*everything)",
            (Does.OPAQUE, None, "the arguments of RunSQL are computed"),
            (Does.OPAQUE, None, "the arguments of RunSQL are computed"),
            id="hidden-arguments",
        ),
    ],
)
def test_what_is_run_as_it_is_written(
    call: str, up: tuple[object, ...], down: tuple[object, ...]
) -> None:
    one = second(f"migrations.{call},", head=FUNCTIONS)
    assert [(two.does, two.name, two.why) for two in one.up.operations] == [up]
    assert [(two.does, two.name, two.why) for two in down_of(one)] == [down]


@pytest.mark.parametrize(
    ("operations", "why"),
    [
        pytest.param("*more(),", "the list of operations is computed", id="starred"),
        pytest.param("make(),", "what make does is not known", id="function"),
        pytest.param("OPERATION,", "the operation is computed", id="name"),
        pytest.param(
            "ops.AddTrigger(1),", "what lib.ops.AddTrigger does is not known", id="package"
        ),
        pytest.param(
            "migrations.Surprise(),", "what Surprise does is not known", id="django-of-the-future"
        ),
        pytest.param(
            'migrations.AddField("book", NAME(), models.IntegerField()),',
            "the name of the field is computed",
            id="name-of-field",
        ),
        pytest.param(
            'migrations.RemoveField("ghost", "x"),',
            "the model ghost is not known: no migration that was read creates it",
            id="model",
        ),
        pytest.param(
            'migrations.RemoveField("book", "ghost"),',
            "the field ghost is not known: no migration that was read adds it",
            id="field",
        ),
        pytest.param(
            'migrations.AddField("book", "x", TagField(to="shop.tag")),',
            "what the field class TagField does is not known",
            id="relation",
        ),
        pytest.param(
            'migrations.AddField("book", "x", models.IntegerField(**MORE)),',
            "the arguments of the field x are computed",
            id="hidden-arguments",
        ),
        pytest.param(
            'migrations.AddField("book", "x", models.IntegerField(null=NULL())),',
            "null of the field x is computed",
            id="null",
        ),
        pytest.param(
            'migrations.CreateModel("X", [], options={"db_table": TABLE()}),',
            "the table of the model is computed",
            id="table",
        ),
        pytest.param(
            'migrations.AlterUniqueTogether("book", unique_together=UNIQUE()),',
            "unique_together is computed",
            id="together",
        ),
        pytest.param(
            'migrations.AddConstraint("book", own.Constraint(name="x")),',
            "what the constraint class Constraint does is not known",
            id="constraint",
        ),
    ],
)
def test_what_cannot_be_read_says_why(operations: str, why: str) -> None:
    one = second(operations, head="from lib import ops\n")
    assert whys(one.up.operations) == [why]
    assert whys(down_of(one)) == [why]


LISTS = """
class Migration(migrations.Migration):
    {before}
    operations = FIRST + [
        migrations.RunSQL("DROP TABLE b", ""),
    ] + own
    operations += [*LAST]
    operations.append(migrations.RunSQL("DROP TABLE e", ""))
"""


def test_lists_of_operations_are_put_together() -> None:
    head = 'FIRST = [migrations.RunSQL("DROP TABLE a", "")]\n'
    head += 'LAST = (migrations.RunSQL("DROP TABLE d", ""),)\n'
    own = 'own = [migrations.RunSQL("DROP TABLE c", "")]'
    (one,) = read_all({"0001_a": HEAD + head + LISTS.format(before=own)})
    assert [two.table for two in one.up.operations] == ["a", "b", "c", "d", "e"]


def test_operations_under_a_condition_may_not_run() -> None:
    text = migration("") + "    if settings.X:\n        operations += [1]\n"
    (one,) = read_all({"0001_a": text})
    assert [(two.does, two.flags) for two in one.up.operations] == [
        (Does.OPAQUE, frozenset((Flag.CONDITIONAL,)))
    ]


SEPARATE = """
migrations.SeparateDatabaseAndState(
    database_operations=[migrations.RunSQL("DROP TABLE shop_book", "CREATE TABLE shop_book ()")],
    state_operations=[migrations.DeleteModel("Book")],
),
migrations.CreateModel("Book", [("id", models.AutoField(primary_key=True))]),
"""


def test_only_half_of_a_separation_is_for_the_database() -> None:
    one = second(SEPARATE)
    assert kinds(one.up.operations) == [
        (Does.DROP_TABLE, "shop_book", None),
        (Does.CREATE_TABLE, "shop_book", None),
    ]
    assert kinds(down_of(one)) == [
        (Does.DROP_TABLE, "shop_book", None),
        (Does.CREATE_TABLE, "shop_book", None),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "class Migration(:\n",
            "this is not Python that can be read",
            id="syntax",
        ),
        pytest.param(
            "if X:\n    class Migration(migrations.Migration):\n        pass\n",
            "the file has no class Migration that can be read",
            id="no-class",
        ),
        pytest.param(
            migration("").replace("dependencies = []", "dependencies = find()"),
            "what the migration says in dependencies is computed",
            id="dependencies",
        ),
    ],
)
def test_a_file_that_cannot_be_read_loses_no_other(text: str, message: str) -> None:
    broken, good = read_all({"0001_a": text, "0002_b": migration(INITIAL)})
    assert [one.message for one in broken.problems] == [message]
    assert good.up.operations[0].does is Does.CREATE_TABLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('migrations.RunSQL("SET lock_timeout = 5", ""),', True, id="set"),
        pytest.param("# lock_timeout would be good", False, id="comment"),
    ],
)
def test_a_lock_timeout_is_seen(text: str, expected: bool) -> None:
    assert second(text).lock_timeout is expected


@pytest.mark.parametrize(
    ("head", "given", "expected"),
    [
        pytest.param("", None, None, id="not-known"),
        pytest.param(
            "from django.contrib.postgres.operations import TrigramExtension\n",
            None,
            Dialect.POSTGRESQL,
            id="imported",
        ),
        pytest.param("# import django.contrib.postgres\n", None, None, id="comment"),
        pytest.param("", Dialect.MYSQL, Dialect.MYSQL, id="settings"),
    ],
)
def test_the_database_is_known_from_imports(
    head: str, given: Dialect | None, expected: Dialect | None
) -> None:
    assert second("", given, head=head).dialect is expected


HOSTILE = {
    "deep": "class Migration:\n    operations = " + "[" * 150 + "]" * 150,
    "deeper": "class Migration:\n    operations = " + "[" * 50_000,
    "sum": "class Migration:\n    operations = " + "+".join(["[]"] * 20_000),
    "doubling": "class Migration:\n    x = [1]\n" + "    x = x + x\n" * 30 + "    operations = x",
    "itself": "class Migration:\n    operations = operations + operations",
    "default": migration(
        INITIAL
        + f'migrations.AddField("book", "x", models.IntegerField(default={"-" * 900}1)),\n'
        + f'migrations.AlterField("book", "x", models.IntegerField(default={"-" * 901}1)),\n'
        + f'migrations.AlterField("book", "x", F(db_default={"not " * 900}1)),'
    ),
    "separate": migration("migrations.SeparateDatabaseAndState([" * 60 + "])" * 60),
    "array": migration(
        'migrations.CreateModel("X", [("a", ' + "ArrayField(" * 80 + ")" * 80 + ")])"
    ),
    "wrong types": migration(
        'migrations.CreateModel(1, 2, 3), migrations.CreateModel("A", [(1, 2), 3]),'
        "migrations.AddField(), migrations.AddField(None, [], {}), migrations.RunSQL(1, {1: 2}),"
        'migrations.AlterUniqueTogether("book", {1, 2}), migrations.RenameModel("a", "a"),'
        'migrations.CreateModel("B", [("b", models.CharField(max_length="x"))], options=[]),'
        'migrations.CreateModel("C", [], {"indexes": 5, "unique_together": [[1]]}),'
    ),
    "self-relation": migration(
        'migrations.CreateModel("A", [("a", models.OneToOneField("A", primary_key=True))]),'
        'migrations.AlterField("A", "a", models.OneToOneField("self", primary_key=True)),'
        'migrations.CreateModel("A", []), migrations.DeleteModel("A"), migrations.DeleteModel("A"),'
    ),
    "many": migration('migrations.RunSQL("", ""),' * 6_000),
    "zero bytes": "class Migration:\n    x = '\0'",
    "byte order mark": "\ufeff" + migration(INITIAL).replace("\n", "\r\n"),
    "surrogate": "class Migration:\n    x = '\udc80'",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_stops_the_reader(name: str) -> None:
    found = read_all({"0001_a": HOSTILE[name], "0002_b": migration(INITIAL)})
    assert [one.name for one in found] == ["0001_a", "0002_b"]
    assert found[1].up.operations[0].does is Does.CREATE_TABLE


def test_windows_files_are_read() -> None:
    (one,) = read_all({"0001_a": HOSTILE["byte order mark"]})
    assert kinds(one.up.operations) == [(Does.CREATE_TABLE, "shop_book", None)]
    assert one.problems == ()


def test_no_more_operations_than_anybody_writes_are_read() -> None:
    (one,) = read_all({"0001_a": HOSTILE["many"]})
    assert whys(one.up.operations) == ["the migration has more than 5000 operations"]


TEXTS = {
    path.name.removesuffix(".py.txt"): path.read_text()
    for path in sorted((SAMPLES / "shop").iterdir())
}


@st.composite
def mutations(draw: st.DrawFn) -> dict[str, str]:
    """Return the samples with some pieces lost, doubled or put elsewhere."""
    texts = dict(TEXTS)
    for name in draw(st.lists(st.sampled_from(sorted(texts)), min_size=1, max_size=4)):
        text = texts[name]
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 200)))
        other = texts[draw(st.sampled_from(sorted(texts)))]
        at = draw(st.integers(0, len(other)))
        inserted = draw(st.one_of(st.text(max_size=10), st.just(other[at : at + 40])))
        texts[name] = text[:start] + inserted + text[end:]
    if draw(st.booleans()):
        del texts[draw(st.sampled_from(sorted(texts)))]
    return texts


def within(at: Location, texts: Mapping[str, str]) -> bool:
    """Say whether a place lies inside its file."""
    text = texts[at.file].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    end_line, end_column = at.end_line or at.line, at.end_column or at.column
    return (
        (1, 1) <= (at.line, at.column) <= (end_line, end_column)
        and end_line <= len(lines)
        and at.column <= len(lines[at.line - 1]) + 1
        and end_column <= len(lines[end_line - 1]) + 1
    )


@given(mutations())
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_every_place_lies_inside_its_file(texts: dict[str, str]) -> None:
    found = read_all(texts)
    paths = {f"{FOLDER}/{name}.py": text for name, text in texts.items()}
    for one in found:
        scripts = (one.up,) if one.down is None else (one.up, one.down)
        places = [two.at for script in scripts for two in script.operations]
        places += [two.at for two in one.problems if two.at is not None]
        assert all(within(at, paths) for at in (one.at, *places))


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_is_read(text: str) -> None:
    (one,) = read_all({"0001_a": f"class Migration:\n    operations = {text}"})
    assert one.name == "0001_a"
