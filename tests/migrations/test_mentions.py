"""Whether old code still mentions what a release drops: spellings, files, and whole releases."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect import mentions as collector
from deploylint.migrations.analysis.mentions import Sought, landmarks
from deploylint.migrations.codefiles import apps_of, is_code
from deploylint.migrations.ignoredcolumns import ignores
from deploylint.migrations.spellings import (
    Spelling,
    mentioned,
    of_relation,
    of_table,
    of_word,
)
from tests.evidence.hostile import Trap, everything, hostile_repository
from tests.evidence.judging import judge, outcome
from tests.evidence.repository import Repository, repository

# --- spellings ----------------------------------------------------------------------------------


def is_in(text: str, spellings: tuple[Spelling, ...]) -> bool:
    data = text.encode()
    return mentioned(data, data.lower(), spellings) is not None


@pytest.mark.parametrize("name", ["user_id", "userId", "UserID", "user id"])
@pytest.mark.parametrize(
    "text",
    [
        *("user_id", "userId", "UserId", "UserID", "user-id", "USER_ID", "userid", "User_Id"),
        *("getUserId()", "find_by_user_id", "post__user_id__in", "userIdList", "u.user_id,"),
        *('"\\nuser_id"', '"%suser_id"', "dbUserID", "DBUserId", "user_id2"),
    ],
)
def test_a_column_is_mentioned_in_every_spelling(name: str, text: str) -> None:
    assert is_in(text, of_word(name))


@pytest.mark.parametrize(
    "text", ["superuser_id", "user_ident", "userIdentity", "user\nid", "users_id", "user_xid", ""]
)
def test_another_word_is_no_mention_of_a_column(text: str) -> None:
    assert not is_in(text, of_word("user_id"))


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("users", "class User:"),
        ("users", "FROM users"),
        ("app.users", "new User()"),
        ("categories", "class Category"),
        ("people", "Person.all"),
        ("statuses", "Status"),
        ("boxes", "Box"),
        ("heroes", "Hero"),
        ("indices", "Index"),
        ("wolves", "Wolf"),
        ("menus", "Menu"),
        ("user_roles", "UserRole"),
        ("users_roles", "user_role"),
        ("Users", "users"),
    ],
)
def test_a_table_is_mentioned_by_its_class(table: str, text: str) -> None:
    assert is_in(text, of_table(table, prefixed=False))


def test_the_beginning_of_a_table_may_come_from_elsewhere() -> None:
    assert is_in("class Post(Model)", of_table("blog_post", prefixed=True))
    assert not is_in("class Post(Model)", of_table("blog_post", prefixed=False))
    assert not is_in("class Blog(Model)", of_table("blog_post", prefixed=True))


def test_a_key_may_be_mentioned_by_its_relation() -> None:
    assert is_in("user = ForeignKey(Account)", of_relation("user_id"))
    assert (of_relation("id"), of_relation("user_name")) == ((), ())


def test_a_name_without_words_has_no_spelling() -> None:
    assert (of_word("_$"), of_table("_$", prefixed=True)) == ((), ())


def test_letters_beyond_ascii_count_in_either_case() -> None:
    assert is_in("ÉTÉ", of_word("été"))


def test_the_line_of_the_first_mention_is_told() -> None:
    data = b"a\nbusername\n  name\nname"
    assert mentioned(data, data.lower(), of_word("name")) == 3


@given(st.text(max_size=30), st.text(max_size=60), st.text(max_size=60))
def test_a_name_with_words_is_found_where_it_stands_alone(name: str, a: str, b: str) -> None:
    for spellings in (of_word(name), of_table(name, prefixed=True)):
        text = f"{a} {name.rpartition('.')[2] if spellings != of_word(name) else name} {b}"
        if name.isascii() and "\n" not in name and len(spellings) == 1 and name.isalnum():
            assert is_in(text, spellings)


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("app/models/user.rb", "schema.prisma", "src/schema.rs", "src/db/schema.ts", "Makefile"),
        *("app/vendor/models.py", "app/docs/views.py", "i18n/index.ts", "locales/load.rb"),
        *("queries/users.sql", "src/contest.py", "latest/x.go", "templates/a.html", "a.txt"),
        *("db/schema_cache.rb", "pkg/historyx.go", "src/changes.py.j2"),
    ],
)
def test_code_is_searched(path: str) -> None:
    assert is_code(path)


@pytest.mark.parametrize(
    "path",
    [
        *("README.md", "docs/conf.py", "db/schema.rb", "db/animals_schema.rb", "db/structure.sql"),
        *("schema.sql", "model.dbml", "CHANGELOG", "HISTORY.txt", "Gemfile.lock", "go.sum"),
        *("package-lock.json", "web/app.min.js", "web/app.css", "a/node_modules/x/i.js"),
        *("vendor/x/y.go", "locale/de/django.po", "config/locales/de.yml", "logo.svg"),
        *("tests/test_a.py", "src/test/java/A.java", "a/b_test.go", "src/a.spec.ts"),
        *("spec/models/user_spec.rb", "spec/factories/user.rb", "web/__tests__/a.js"),
    ],
)
def test_what_does_not_run_is_not_searched(path: str) -> None:
    assert not is_code(path)


def test_a_folder_that_holds_migrations_is_an_app() -> None:
    apps = apps_of(["school/tests/migrations/0001_initial.py"])
    assert is_code("school/tests/models.py", apps)
    assert not is_code("school/tests/tests/test_models.py", apps)


# --- Rails --------------------------------------------------------------------------------------

USER = "app/models/user.rb"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('self.ignored_columns = ["name"]', 1, id="strings"),
        pytest.param("\n  self.ignored_columns += %w[age name]", 2, id="words"),
        pytest.param("self.ignored_columns = [\n  :age, # old\n  :name\n]", 1, id="lines"),
        pytest.param("self.ignored_columns +=\n  [:name]", 1, id="next-line"),
        pytest.param("ignore_column :name, remove_with: '9.1'", 1, id="call"),
        pytest.param("ignore_columns %i[name age], remove_with: '9.1'", 1, id="calls"),
        pytest.param('# self.ignored_columns = ["name"]', None, id="comment"),
        pytest.param('self.ignored_columns = ["age"] # "name"', None, id="comment-behind"),
        pytest.param('self.ignored_columns -= ["name"]', None, id="taken-back"),
        pytest.param('self.ignored_columns = ["name"] if old?', None, id="condition"),
        pytest.param('self.ignored_columns = ["names"]', None, id="another"),
        pytest.param('self.ignored_columns = []\nvalidates "name"', None, id="other-line"),
        pytest.param('self.table_name = "people"\nself.ignored_columns = ["name"]', None, id="of"),
    ],
)
def test_what_a_model_ignores_is_found(text: str, line: int | None) -> None:
    assert ignores(USER, text, "users", "name") == line


@pytest.mark.parametrize(
    ("path", "table", "is_of"),
    [
        ("app/models/user.rb", "users", True),
        ("app/models/admin/user.rb", "admin_users", True),
        ("app/models/person.rb", "people", True),
        ("engines/a/app/models/line_item.rb", "line_items", True),
        ("app/models/username.rb", "users", False),
        ("app/models/account.rb", "users", False),
        ("app/models/super_user.rb", "users", False),
    ],
)
def test_a_model_is_that_of_its_table(path: str, table: str, is_of: bool) -> None:
    text = 'self.ignored_columns = ["name"]'
    assert (ignores(path, text, table, "name") is not None) == is_of


# --- the tables by which the code is known ------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'CREATE TABLE IF NOT EXISTS "public"."users" (',
        "create table `users`(",
        "CREATE TABLE [dbo].[users] (",
        "CREATE TABLE app.users(",
        'op.create_table(\n        "users",',
        "create_table :users do |t|",
        'migrations.CreateModel(\n            name="users",',
        'queryInterface.createTable("users", {',
        'queryRunner.createTable(new Table({ name: "users"',
        '<createTable remarks="x" tableName="users">',
        "createTable:\n            tableName: users",
    ],
)
def test_tables_that_migrations_create_are_known(text: str) -> None:
    assert "users" in [one.name for one in landmarks([text], ())]


def test_what_is_taken_away_is_no_landmark() -> None:
    gone = (Sought(name="the table users", spellings=()),)
    texts = ["CREATE TABLE users (", "CREATE TABLE posts ("]
    assert [one.name for one in landmarks(texts, gone)] == ["posts"]


# --- whole releases -----------------------------------------------------------------------------

CREATE = "CREATE TABLE users (id integer, nick_name text);\nCREATE TABLE posts (id integer);\n"
MIGRATION = "migrations/0001_create.up.sql"
CODE = {"app/users.py": "USERS = 'SELECT id FROM users'\nPOSTS = 'posts'\n"}
DROP = "ALTER TABLE users DROP COLUMN nick_name;\n"
POSTGRES = {"migrations": {"dialect": "postgresql", "version": "15"}}


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return repository(tmp_path / "project")


def judged(repo: Repository, files: dict[str, str | bytes], up: str = DROP) -> dict[str, Any]:
    """Return the verdict on a release whose version before holds `files`."""
    repo.commit({MIGRATION: CREATE, "migrations/0001_create.down.sql": "", **files}, "first")
    repo.tag("v1.1.9", "released")
    for path in files:
        (repo.path / path).unlink(missing_ok=True)
    repo.commit({"migrations/0002_x.up.sql": up, "migrations/0002_x.down.sql": ""}, "second")
    return judge(repo.path, "migrations-compatible", settings=POSTGRES)


def test_what_old_code_does_not_mention_may_go(repo: Repository) -> None:
    other = {"README.md": "nick_name", "tests/test_a.py": "nick_name", "db/structure.sql": CREATE}
    item = judged(repo, {**CODE, **other})
    message = (
        "0002_x drops the column users.nick_name: v1.1.9 no longer mentions it"
        " (1 file of code searched)"
    )
    assert (outcome(item), [one["message"] for one in item["findings"]]) == (
        "pass bound",
        [message],
    )


@pytest.mark.parametrize("text", ["nick_name", "u.nickName", "NICK-NAME", "get_nick_name()"])
def test_what_old_code_mentions_may_not_go(repo: Repository, text: str) -> None:
    item = judged(repo, {**CODE, "app/a.html": f"\n{text}\n"})
    assert outcome(item) == "fail violated"
    assert item["reason"].startswith(
        "0002_x drops the column users.nick_name (still in app/a.html:2 of v1.1.9): "
    )


def test_each_of_several_columns_is_looked_for(repo: Repository) -> None:
    up = "ALTER TABLE users DROP COLUMN nick_name, DROP COLUMN age_old, ADD b int NOT NULL;\n"
    item = judged(repo, {**CODE, "app/a.py": "x.age_old"}, up)
    messages = [one["message"] for one in item["findings"]]
    starts = (
        "0002_x drops the column users.age_old (still in app/a.py:1 of v1.1.9): the running",
        "0002_x adds the column users.b, NOT NULL without",
        "note: 0002_x drops the column users.nick_name: v1.1.9 no longer mentions it",
    )
    assert outcome(item) == "fail violated"
    assert [text.startswith(start) for text, start in zip(messages, starts, strict=True)] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("up", "passes"),
    [
        pytest.param("DROP TABLE drafts;", True, id="table"),
        pytest.param("DROP TABLE posts;", False, id="used-table"),
        pytest.param("DROP VIEW summary_pages;", True, id="view"),
        pytest.param("ALTER TABLE users RENAME COLUMN nick_name TO nick;", True, id="rename"),
        pytest.param("ALTER TABLE posts RENAME TO articles;", False, id="used-name"),
        pytest.param("ALTER TYPE mood RENAME VALUE 'so_so' TO 'fine';", True, id="value"),
        pytest.param("ALTER TABLE users DROP COLUMN users;", False, id="common-name"),
        pytest.param("DROP SCHEMA drafts;", False, id="schema"),
    ],
)
def test_whatever_goes_is_looked_for(repo: Repository, up: str, passes: bool) -> None:
    assert (outcome(judged(repo, {**CODE}, up)) == "pass bound") == passes


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="none"),
        pytest.param({"Makefile": "psql users posts", "ci.yml": "users: posts"}, id="no-program"),
        pytest.param({"a.py": "print(1)"}, id="other-program"),
    ],
)
def test_without_the_code_nothing_is_proven(
    repo: Repository, files: dict[str, str | bytes]
) -> None:
    item = judged(repo, files)
    assert outcome(item) == "fail violated"
    why = "the code that uses these tables does not lie here"
    assert f"(whether v1.1.9 still uses it is not known: {why}" in item["reason"]


def test_a_submodule_is_not_searched(repo: Repository, tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner")
    inner.commit({"a.py": "nick_name"})
    allow = ("-c", "protocol.file.allow=always")
    repo.git(*allow, "submodule", "--quiet", "add", inner.path.as_uri(), "lib")
    item = judged(repo, {**CODE})
    assert outcome(item) == "fail violated"
    assert "is not known: lib is a submodule, which was not searched)" in item["reason"]


def test_what_is_not_in_the_clone_is_not_searched(repo: Repository) -> None:
    repo.commit({"app/lost.py": "nick_name\n"}, "lost")
    lost = repo.git("rev-parse", "HEAD:app/lost.py")
    repo.write({"app/lost.py": "nick_name\n"})
    repo.commit({MIGRATION: CREATE, "migrations/0001_create.down.sql": "", **CODE}, "first")
    repo.tag("v1.1.9", "released")
    repo.git("rm", "--quiet", "--cached", "app/lost.py")
    (repo.path / "app/lost.py").unlink()
    repo.commit({"migrations/0002_x.up.sql": DROP, "migrations/0002_x.down.sql": ""}, "second")
    (repo.path / ".git/objects" / lost[:2] / lost[2:]).unlink()
    item = judge(repo.path, "migrations-compatible", settings=POSTGRES)
    assert outcome(item) == "fail violated"
    assert "is not known: app/lost.py is not in this clone)" in item["reason"]


@pytest.mark.parametrize(
    ("content", "passes"),
    [
        pytest.param("nick_name".encode("utf-16"), False, id="utf-16"),
        pytest.param(b"\xff\xe9 nick_name", False, id="latin-1"),
        pytest.param(b"\0\1 nick_name", True, id="binary"),
    ],
)
def test_texts_in_other_encodings_are_searched(
    repo: Repository, content: bytes, passes: bool
) -> None:
    item = judged(repo, {**CODE, "app/b.cs": content})
    assert (outcome(item) == "pass bound") == passes


def test_what_lies_above_the_root_is_searched(repo: Repository) -> None:
    files = {"db/migrations/0001_c.up.sql": CREATE, "db/migrations/0001_c.down.sql": ""}
    code = {"app/users.py": CODE["app/users.py"] + "nick_name"}
    repo.commit({**files, **code}, "first")
    repo.tag("v1.1.9", "released")
    second = {"db/migrations/0002_x.up.sql": DROP, "db/migrations/0002_x.down.sql": ""}
    repo.commit(second, "second")
    item = judge(repo.path / "db", "migrations-compatible", settings=POSTGRES)
    assert outcome(item) == "fail violated"
    assert "(still in app/users.py:3 of v1.1.9)" in item["reason"]


def test_attributes_hide_nothing(repo: Repository) -> None:
    hidden = {".gitattributes": "*.py binary -diff -text export-ignore\n", "app/x.py": "nick_name"}
    assert outcome(judged(repo, {**CODE, **hidden})) == "fail violated"


SHOP = {
    "db/migrate/20260101000000_create_users.rb": (
        "class CreateUsers < ActiveRecord::Migration[7.1]\n  def change\n"
        "    create_table :users do |t|\n      t.string :nick_name\n    end\n  end\nend\n"
    ),
    "app/models/application_record.rb": "class ApplicationRecord < ActiveRecord::Base\nend\n",
}
REMOVE = {
    "db/migrate/20260201000000_drop_it.rb": (
        "class DropIt < ActiveRecord::Migration[7.1]\n  def change\n"
        "    remove_column :users, :nick_name, :string\n  end\nend\n"
    )
}


@pytest.mark.parametrize(
    ("model", "passes", "said"),
    [
        pytest.param("", False, "no model of v1.1.9 has it in `ignored_columns`", id="unused"),
        pytest.param(
            '  self.ignored_columns += ["nick_name"]\n',
            True,
            "v1.1.9 ignores it (app/models/user.rb:2)",
            id="ignored",
        ),
        pytest.param(
            '  self.ignored_columns += ["age"]\n',
            False,
            "no model of v1.1.9 has it in `ignored_columns`",
            id="another-ignored",
        ),
    ],
)
def test_a_column_of_rails_has_to_be_ignored(
    repo: Repository, model: str, passes: bool, said: str
) -> None:
    user = {"app/models/user.rb": f"class User < ApplicationRecord\n{model}end\n"}
    repo.commit({**SHOP, **user}, "first")
    repo.tag("v1.1.9", "released")
    repo.commit(REMOVE, "second")
    item = judge(repo.path, "migrations-compatible", settings=POSTGRES)
    assert (outcome(item) == "pass bound") == passes
    assert any(said in one["message"] for one in item["findings"])


def test_a_search_that_is_too_large_proves_nothing(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deploylint.collect.around import Around, Question
    from deploylint.collect.migrations import read_migrations

    monkeypatch.setattr(collector, "MAX_BYTES", 10)
    judged(repo, {**CODE})
    found = read_migrations(Around(Question(root=str(repo.path), version="v1.2.0"))).mentions
    assert (found.searched, found.files) == (("the column users.nick_name",), 0)
    assert (found.problem or "").startswith("its code is larger than")


def test_a_hostile_repository_starts_nothing(tmp_path: Path) -> None:
    trap = Trap(tmp_path / "trap")
    hostile = hostile_repository(tmp_path / "hostile", trap)
    calm = repository(tmp_path / "calm")
    calm.commit({MIGRATION: CREATE, "migrations/0001_create.down.sql": "", **CODE}, "first")
    calm.tag("v1.1.9", "released")
    calm.commit({"migrations/0002_x.up.sql": DROP, "migrations/0002_x.down.sql": ""}, "second")
    # the calm history under the hostile configuration
    for name in ("config", "config.worktree", "included", "evil-attributes"):
        (calm.path / ".git" / name).write_bytes((hostile.path / ".git" / name).read_bytes())
    (calm.path / ".git/info/attributes").write_text("* filter=evil diff=evil merge=evil\n")
    for hook in (hostile.path / ".git/hooks").iterdir():
        trap.at(calm.path / ".git/hooks" / hook.name)
    trap.marks.unlink(missing_ok=True)
    calm.git("status", check=False)
    assert trap.sprung != []
    trap.marks.unlink()
    before = everything(calm.path)
    item = judge(calm.path, "migrations-compatible")
    assert (outcome(item), trap.sprung, everything(calm.path) == before) == (
        "pass bound",
        [],
        True,
    )
