"""Operations of Django on models, and what each does in the database, in both directions.

https://docs.djangoproject.com/en/stable/ref/migration-operations/ and
https://docs.djangoproject.com/en/stable/ref/contrib/postgres/operations/
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from deploylint.migrations.django import (
    changes,
    fieldchanges,
    fieldops,
    indexops,
    modelops,
    optionchanges,
)
from deploylint.migrations.django.doing import Doing


class Kind(NamedTuple):
    """A kind of operation: its parameters by position, and what it does.

    `change` says what it does to the models, `run` what Django does in the database.
    """

    parameters: tuple[str, ...]
    change: changes.Change
    run: Callable[[Doing], None]


KINDS: Mapping[str, Kind] = {
    "CreateModel": Kind(
        ("name", "fields", "options", "bases", "managers"), changes.create_model, modelops.models
    ),
    "DeleteModel": Kind(("name",), changes.delete_model, modelops.models),
    "RenameModel": Kind(("old_name", "new_name"), changes.rename_model, modelops.renamed_model),
    "AlterModelTable": Kind(("name", "table"), changes.alter_table, modelops.altered_table),
    "AlterModelTableComment": Kind(
        ("name", "table_comment"), changes.touch_named, modelops.commented
    ),
    "AlterModelOptions": Kind(("name", "options"), changes.alter_options, modelops.no_effect),
    "AlterModelManagers": Kind(("name", "managers"), changes.nothing, modelops.no_effect),
    "AlterUniqueTogether": Kind(
        ("name", "unique_together"), changes.alter_together, indexops.unique_together
    ),
    "AlterIndexTogether": Kind(
        ("name", "index_together"), changes.alter_together, indexops.index_together
    ),
    "AlterOrderWithRespectTo": Kind(
        ("name", "order_with_respect_to"), changes.alter_order, fieldops.ordered
    ),
    "AddField": Kind(
        ("model_name", "name", "field", "preserve_default"), fieldchanges.add_field, fieldops.field
    ),
    "RemoveField": Kind(("model_name", "name", "field"), fieldchanges.remove_field, fieldops.field),
    "AlterField": Kind(
        ("model_name", "name", "field", "preserve_default"),
        fieldchanges.alter_field,
        fieldops.altered_field,
    ),
    "RenameField": Kind(
        ("model_name", "old_name", "new_name"), fieldchanges.rename_field, fieldops.renamed_field
    ),
    "AddIndex": Kind(("model_name", "index"), optionchanges.add_index, indexops.index),
    "RemoveIndex": Kind(("model_name", "name"), optionchanges.remove_index, indexops.index),
    "RenameIndex": Kind(
        ("model_name", "new_name", "old_name", "old_fields"),
        optionchanges.rename_index,
        indexops.renamed_index,
    ),
    "AddIndexConcurrently": Kind(("model_name", "index"), optionchanges.add_index, indexops.index),
    "RemoveIndexConcurrently": Kind(
        ("model_name", "name"), optionchanges.remove_index, indexops.index
    ),
    "AddConstraint": Kind(
        ("model_name", "constraint"), optionchanges.add_constraint, indexops.constraint
    ),
    "RemoveConstraint": Kind(
        ("model_name", "name"), optionchanges.remove_constraint, indexops.constraint
    ),
    "AlterConstraint": Kind(
        ("model_name", "name", "constraint"), optionchanges.alter_constraint, modelops.no_effect
    ),
    "AddConstraintNotValid": Kind(
        ("model_name", "constraint"), optionchanges.add_constraint, indexops.constraint
    ),
    "ValidateConstraint": Kind(("model_name", "name"), changes.touch_model, indexops.validated),
}
