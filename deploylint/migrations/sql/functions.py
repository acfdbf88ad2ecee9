"""Which functions change nothing, and which give the same value for all rows of a statement.

From https://www.postgresql.org/docs/current/functions.html,
https://dev.mysql.com/doc/refman/8.4/en/built-in-function-reference.html,
https://www.sqlite.org/lang_corefunc.html and
https://learn.microsoft.com/sql/t-sql/functions/functions.
"""

_VOLATILE_TEXT = """
    clock_timestamp timeofday random random_normal rand setseed gen_random_uuid uuid_generate_v1
    uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7 uuid uuid_short uuid_to_bin newid
    newsequentialid nextval currval lastval unique_rowid unordered_unique_rowid gen_random_ulid
    gen_random_bytes random_bytes randomblob sysdate sleep pg_sleep txid_current
    pg_current_xact_id cluster_logical_timestamp crypt gen_salt nanoid ulid generate_ulid
    gen_ulid uuid_v4 uuid_generate_v7 gen_uuid_v7
"""
VOLATILE = frozenset(_VOLATILE_TEXT.split())
"""Functions that are computed anew for each row, but change nothing."""

_STABLE_TEXT = """
    now current_timestamp current_date current_time localtime localtimestamp
    transaction_timestamp statement_timestamp current_user session_user user current_setting
    current_database current_schema current_schemas current_role system_user getdate getutcdate
    sysdatetime sysutcdatetime sysdatetimeoffset utc_timestamp utc_date utc_time curdate curtime
    unix_timestamp from_unixtime suser_sname suser_name user_name original_login host_name
    app_name database schema version connection_id datetime date time julianday strftime
    unixepoch timediff

    abs ceil ceiling floor round trunc truncate power pow sqrt exp ln log log10 log2 mod sign
    degrees radians sin cos tan asin acos atan atan2 pi greatest least div gcd lcm width_bucket
    scale min_scale trim_scale factorial cbrt

    lower upper initcap length char_length character_length octet_length bit_length trim ltrim
    rtrim btrim lpad rpad left right substring substr replace translate reverse repeat concat
    concat_ws split_part position strpos instr locate overlay format quote_ident quote_literal
    quote_nullable to_hex to_char to_date to_timestamp to_number md5 sha1 sha2 sha224 sha256
    sha384 sha512 digest hmac encode decode hex unhex convert_from convert_to convert ascii chr
    char nchar unicode unistr regexp_replace regexp_match regexp_matches regexp_split_to_array
    regexp_split_to_table regexp_like regexp_substr regexp_instr regexp_count starts_with
    ends_with string_to_array string_to_table string_agg array_to_string group_concat len
    charindex patindex stuff soundex difference space quotename string_escape printf quote
    like glob unaccent similarity elt field find_in_set insert make_set export_set bin oct ord
    to_base64 from_base64 bin_to_uuid is_uuid inet_aton inet_ntoa inet6_aton inet6_ntoa datalength
    levenshtein word_similarity show_trgm crc32 compress uncompress parse_ident strcmp mid
    lcase ucase substring_index normalize casefold

    coalesce nullif ifnull isnull iif if nvl cast try_cast try_convert parse try_parse choose
    num_nulls num_nonnulls pg_typeof typeof likely unlikely

    date_trunc date_part extract age date_add date_sub dateadd datediff datediff_big datename
    datepart datefromparts datetimefromparts day month year hour minute second make_date
    make_time make_timestamp make_timestamptz make_interval justify_days justify_hours
    justify_interval isfinite interval timestamp timestamptz timestampadd timestampdiff adddate
    subdate addtime subtime last_day dayname dayofmonth dayofweek dayofyear weekday week
    weekofyear quarter monthname date_format str_to_date time_format to_days from_days
    to_seconds sec_to_time time_to_sec microsecond makedate maketime period_add period_diff
    timezone date_bin eomonth switchoffset todatetimeoffset convert_tz

    count sum avg min max stddev stddev_pop stddev_samp variance var_pop var_samp stdev stdevp
    var varp every bool_and bool_or bit_and bit_or bit_xor any_value corr covar_pop covar_samp
    regr_slope regr_intercept mode percentile_cont percentile_disc median total grouping
    approx_count_distinct count_big checksum checksum_agg binary_checksum hashbytes
    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value
    nth_value

    array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims
    array_position array_positions array_prepend array_remove array_replace array_upper
    array_to_json array_sample array_shuffle array_sort array_reverse cardinality trim_array
    unnest generate_series generate_subscripts array

    json jsonb json_agg jsonb_agg json_object_agg jsonb_object_agg json_build_object
    jsonb_build_object json_build_array jsonb_build_array json_object jsonb_object json_array
    json_array_elements jsonb_array_elements json_array_elements_text jsonb_array_elements_text
    json_array_length jsonb_array_length json_each jsonb_each json_each_text jsonb_each_text
    json_extract json_extract_path jsonb_extract_path json_extract_path_text
    jsonb_extract_path_text json_object_keys jsonb_object_keys json_populate_record
    jsonb_populate_record json_populate_recordset jsonb_populate_recordset json_to_record
    jsonb_to_record json_to_recordset jsonb_to_recordset json_strip_nulls jsonb_strip_nulls
    json_typeof jsonb_typeof jsonb_set jsonb_set_lax jsonb_insert jsonb_pretty jsonb_path_query
    jsonb_path_query_array jsonb_path_query_first jsonb_path_exists jsonb_path_match json_value
    json_query json_exists json_table json_scalar json_serialize json_valid json_contains
    json_contains_path json_keys json_search json_length json_depth json_type json_unquote
    json_quote json_set json_insert json_replace json_remove json_merge json_merge_patch
    json_merge_preserve json_arrayagg json_objectagg json_group_array json_group_object json_patch
    json_tree json_pretty json_modify isjson openjson row_to_json to_json to_jsonb
    json_array_append json_array_insert row hstore akeys avals skeys svals xmlagg xmlelement
    xmlforest xmlparse xmlserialize xpath

    int4range int8range numrange tsrange tstzrange daterange lower_inc upper_inc isempty
    range_merge range_agg multirange box point line lseg path polygon circle area center
    diameter height host hostmask inet cidr network netmask masklen set_masklen broadcast family
    macaddr text abbrev

    to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery setweight
    ts_rank ts_rank_cd ts_headline strip tsvector_to_array array_to_tsvector numnode querytree

    int integer bigint smallint numeric decimal varchar character bit varbit boolean bool real
    float double float4 float8 int2 int4 int8 binary varbinary enum set nvarchar

    pg_get_viewdef pg_get_functiondef pg_get_constraintdef pg_get_indexdef pg_get_triggerdef
    pg_get_expr pg_get_serial_sequence pg_get_userbyid pg_get_function_identity_arguments
    pg_get_function_arguments pg_get_function_result pg_get_ruledef pg_get_keywords
    pg_relation_size pg_table_size pg_total_relation_size pg_indexes_size pg_database_size
    pg_size_pretty pg_column_size pg_backend_pid pg_is_in_recovery pg_table_is_visible
    pg_type_is_visible pg_function_is_visible format_type to_regclass to_regtype to_regproc
    to_regprocedure to_regnamespace to_regrole obj_description col_description
    shobj_description has_table_privilege has_schema_privilege has_column_privilege
    has_database_privilege has_function_privilege pg_has_role enum_range enum_first enum_last
    pg_advisory_lock pg_advisory_xact_lock pg_try_advisory_lock pg_try_advisory_xact_lock
    pg_advisory_unlock pg_advisory_unlock_all pg_advisory_lock_shared
    pg_advisory_xact_lock_shared pg_advisory_unlock_shared get_lock release_lock is_free_lock
    last_insert_id row_count found_rows last_insert_rowid changes total_changes
    sqlite_version sqlite_source_id object_id object_name col_length col_name columnproperty
    objectproperty objectpropertyex databasepropertyex indexproperty index_col type_id
    type_name schema_id schema_name db_id db_name serverproperty ident_current ident_seed
    ident_incr scope_identity error_message error_number error_line error_severity
    error_state error_procedure xact_state has_perms_by_name is_member
    crdb_internal.force_error postgis_version st_asgeojson st_astext st_geomfromtext
    st_makepoint st_setsrid st_transform st_x st_y st_distance st_dwithin st_contains
    st_intersects st_isvalid st_srid
"""
STABLE = frozenset(_STABLE_TEXT.split())
"""Functions and types that give one value for the same input within one statement."""

SEQUENCES = frozenset(("setval", "nextval"))
"""Functions that move the sequence that their first argument names."""

_LEAD_TO_PARENTHESIS_TEXT = """
    IN VALUES AND OR NOT EXISTS ANY SOME ALL OVER AS USING FILTER ON WHERE FROM SELECT DISTINCT
    UNION INTERSECT EXCEPT HAVING BY WHEN THEN ELSE CASE BETWEEN LIKE ILIKE JOIN LATERAL
    MATERIALIZED WITHIN GROUP ORDER LIMIT OFFSET RETURNING SET INTO IS WITH RECURSIVE TOP APPLY
    PARTITION WINDOW TABLESAMPLE BERNOULLI SYSTEM ROWS RANGE ROLLUP CUBE SETS CONFLICT FETCH
    VALUE SIMILAR ESCAPE END DO TO OFFSET ARRAY ROW DEFAULT EXPLAIN ANALYZE ONLY STRAIGHT_JOIN
    KEY INDEX FOR PATH OPTION NOLOCK OUTER CROSS INNER PIVOT UNPIVOT XOR RETURN MINUS
    VARYING PRECISION
"""
LEAD_TO_PARENTHESIS = frozenset(_LEAD_TO_PARENTHESIS_TEXT.split())
"""Words before a parenthesis that are no function."""
