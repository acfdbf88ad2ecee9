"""Parts of migrations that cannot be read."""

from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.unread import unread_problems
from tests.migrations.upscripts import migration, release

UNREAD = "DO LANGUAGE plpython3u 'x';"


def test_a_step_that_cannot_be_read_is_a_problem_of_its_own_kind() -> None:
    scope = release(UNREAD)
    (step,) = scope.migrations[0].up.operations
    assert tuple(unread_problems(scope, "it may lose data")) == (
        Problem(
            code=Code.OPAQUE,
            message=f"0001_x has a step that cannot be read, so it may lose data: {step.why}",
            at=step.at,
            migration=scope.migrations[0],
            weight=Weight.OPAQUE,
            also=None,
            fix=None,
        ),
    )


def test_several_steps_of_one_migration_are_one_problem() -> None:
    ups = ["SELECT 1;", f"SELECT 1;\n{UNREAD}\n{UNREAD}", UNREAD]
    found = list(unread_problems(release(ups), "x"))
    assert [str(one.at) for one in found] == ["0002.sql:2:1", "0003.sql:1:1"]
    assert [one.message.partition(" that ")[0] for one in found] == [
        "0002_x has 2 steps",
        "0003_x has a step",
    ]


def test_a_down_is_not_asked_for() -> None:
    assert not list(unread_problems(release("SELECT 1", down=UNREAD), "x"))
    assert migration(1, "SELECT 1", down=UNREAD).down is not None
