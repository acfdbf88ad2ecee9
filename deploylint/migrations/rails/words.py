"""Calls in migrations of Rails that are no operations of their own, by their names."""

from collections.abc import Mapping

ALIASES: Mapping[str, str] = {
    "add_belongs_to": "add_reference",
    "remove_belongs_to": "remove_reference",
    "add_references": "add_reference",
    "remove_references": "remove_reference",
    "add_concurrent_index": "add_index",
    "remove_concurrent_index": "remove_index",
}
"""Other names of calls; those with `concurrent` are helpers of GitLab."""

CONCURRENT = frozenset(("add_concurrent_index", "remove_concurrent_index"))

TRANSPARENT = frozenset(
    """safety_assured say_with_time suppress_messages with_lock_retries tap then
    disable_statement_timeout without_statement_timeout with_lock_timeout silence
    unscoped without_foreign_keys_checks disable_referential_integrity""".split()  # noqa: SIM905
)
"""Calls that run their block once and do nothing else to the schema."""

SQL = frozenset(
    """execute exec_query exec_update exec_delete exec_insert update delete insert select_all
    select_value select_values select_one select_rows query execute_batch""".split()  # noqa: SIM905
)
"""Calls whose first argument is SQL."""

IGNORED = frozenset(
    """puts p pp print say warn sleep require require_relative include extend private public
    protected attr_accessor attr_reader disable_ddl_transaction! disable_statement_timeout! binding
    announce write reset_column_information reset_column_information! super yield block_given?
    schema_cache clear! clear_cache! flush logger info debug error reload itself freeze""".split()  # noqa: SIM905
)
"""Calls that leave the database as it is."""

READING = frozenset(
    """where not find find_by find_by! pluck count exists? any? none? empty? present? blank? all
    first last order limit select joins includes left_joins group having distinct unscoped ids
    column_exists? table_exists? index_exists? foreign_key_exists? data_source_exists? view_exists?
    check_constraint_exists? index_name_exists? extension_enabled? enum_types tables columns
    indexes foreign_keys adapter_name column_names table_name connection lease_connection
    current_database columns_hash fetch dig key? keys values to_a to_h to_s to_sym to_i map
    flat_map reject filter size length zip sort sort_by uniq compact merge except slice [] new
    nil? is_a? respond_to? reverting? arel_table sum minimum maximum average quote quote_table_name
    quote_column_name quote_string supports_concurrent_index_creation? in_groups_of constantize
    current now zone ago strftime env production? development? test? primary_key database_version
    server_version version name type null default precision scale id options created_at
    updated_at mysql? postgres? postgresql? sqlite?""".split()  # noqa: SIM905
)
"""Calls that only read."""

ITERATING = frozenset(
    """each each_with_index each_pair each_key each_value map each_slice find_each in_batches
    find_in_batches times each_entry each_with_object each_cons collect flat_map reverse_each
    each_char upto step select reject filter_map each_batch""".split()  # noqa: SIM905
)
"""Calls that run their block any number of times."""

IGNORED_ROOTS = frozenset(
    """Rails Kernel STDOUT STDERR ENV I18n Time Date DateTime JSON YAML Logger Digest SecureRandom
    StrongMigrations OnlineMigrations Set Hash Array String Integer""".split()  # noqa: SIM905
)
"""Constants whose methods have nothing to do with the database."""

TABLE_CALLS: Mapping[str, str] = {
    "column": "add_column",
    "index": "add_index",
    "timestamps": "add_timestamps",
    "foreign_key": "add_foreign_key",
    "check_constraint": "add_check_constraint",
    "unique_constraint": "add_unique_constraint",
    "exclusion_constraint": "add_exclusion_constraint",
    "validate_constraint": "validate_constraint",
    "validate_check_constraint": "validate_check_constraint",
    "remove": "remove_columns",
    "remove_column": "remove_column",
    "remove_columns": "remove_columns",
    "remove_index": "remove_index",
    "remove_timestamps": "remove_timestamps",
    "remove_foreign_key": "remove_foreign_key",
    "remove_check_constraint": "remove_check_constraint",
    "remove_unique_constraint": "remove_unique_constraint",
    "remove_exclusion_constraint": "remove_exclusion_constraint",
    "rename": "rename_column",
    "rename_index": "rename_index",
    "change": "change_column",
    "change_default": "change_column_default",
    "change_null": "change_column_null",
}
"""What the methods of the `t` of a block are outside of it, with the table as first argument."""

TABLE_REFERENCES: Mapping[str, str] = {
    "references": "add_reference",
    "belongs_to": "add_reference",
    "remove_references": "remove_reference",
    "remove_belongs_to": "remove_reference",
}

WITH_BLOCK = frozenset(
    ("create_table", "drop_table", "create_join_table", "drop_join_table", "create_virtual_table")
)
"""Calls whose block describes a table."""
