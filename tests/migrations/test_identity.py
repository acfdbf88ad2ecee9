"""By which texts a plan may name a migration."""

import pytest

from deploylint.facts.migrations import Framework, Migration, Script
from deploylint.migrations.identity import is_called
from deploylint.model.location import Location

AT = Location("db/migrate/20261120101500_add_user_exports_table.rb", 1, 1)
MIGRATION = Migration(
    framework=Framework.RAILS,
    project="db/migrate",
    version="20261120101500",
    name="20261120101500_add_user_exports_table",
    at=AT,
    files=(AT.file,),
    up=Script(AT),
    aliases=("AddUserExportsTable",),
)


@pytest.mark.parametrize(
    "text",
    [
        "add_user_exports_table",
        "add-user-exports-table",
        "Add user exports table",
        "AddUserExportsTable",
        "20261120101500",
        "20261120101500_add_user_exports_table",
        "20261120101500_add_user_exports_table.rb",
        "db/migrate/20261120101500_add_user_exports_table.rb",
        "`add_user_exports_table`",
    ],
)
def test_it_is_meant(text: str) -> None:
    assert is_called(MIGRATION, text)


@pytest.mark.parametrize(
    "text",
    ["add_user_exports", "user_exports_table", "20261120", "", "add_user_export_table"],
)
def test_it_is_not_meant(text: str) -> None:
    assert not is_called(MIGRATION, text)


def test_the_versions_of_flyway_and_pairs_are_left_out_of_names() -> None:
    flyway = MIGRATION._replace(
        version="1.2", name="V1_2__add_exports", files=("sql/V1_2__add_exports.sql",), aliases=()
    )
    pair = MIGRATION._replace(
        version="7", name="7_add_exports", files=("m/7_add_exports.up.sql",), aliases=()
    )
    assert is_called(flyway, "add_exports")
    assert is_called(flyway, "V1_2__add_exports.sql")
    assert is_called(pair, "add_exports")
    assert is_called(pair, "7_add_exports")
