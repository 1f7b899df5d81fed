"""Renders the registry as the one function that erases a student."""

from collections.abc import Iterator

from schema.erasure.registry import MARKER, PERSONAL, Erased

ERASERS = "app_admin"

# Keys of `changes` and of imported rows whose values name a person.
_NAMING = ("email", "student_number", "sourced_id")

_CHANGES = """
-- What an audit entry says of fields, without what was in them.
CREATE FUNCTION app.erased_changes(changes jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_object_agg(field, to_jsonb('{marker}'::text))
    FROM jsonb_object_keys(changes) AS field
$$
"""

_HEAD = """
-- Erases what the registry calls personal (schema/erasure/registry.py); false if there is no
-- such student. As the owner, because nobody may change the audit log or an import's records.
CREATE FUNCTION app.erase_student(who bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    -- Everything that ever named the person, in lower case.
    known text[];
    -- The same as patterns of a text that says so; a short word would be found in other words.
    mentions text[];
    -- These for names of files, where other characters may stand for spaces.
    plain_mentions text[];
BEGIN
    PERFORM FROM student WHERE id = who FOR UPDATE;
    IF app.account_id() IS NULL OR NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT coalesce(array_agg(DISTINCT lower(word)), '{{}}') INTO known FROM (
        SELECT unnest(ARRAY[email, student_number, sourced_id, name]) AS word
        FROM student WHERE id = who
        UNION ALL
        SELECT said #>> '{{}}' FROM audit_entry
        CROSS JOIN LATERAL jsonb_each(changes) AS change (field, pair)
        CROSS JOIN LATERAL jsonb_array_elements(
            CASE jsonb_typeof(pair) WHEN 'array' THEN pair ELSE '[]' END) AS said
        WHERE entity = 'student' AND entity_id = who AND field IN ({naming})
        UNION ALL
        SELECT row_before_after ->> field FROM import_change
        CROSS JOIN LATERAL (VALUES (before), (after)) AS kept (row_before_after)
        CROSS JOIN LATERAL unnest(ARRAY[{naming}]) AS field
        WHERE entity = 'student' AND entity_id = who
          AND (before IS NOT NULL OR after IS NOT NULL)
    ) AS words WHERE length(word) > 0;
    SELECT coalesce(array_agg(
        '%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%'
    ), '{{}}') INTO mentions
    FROM unnest(known) AS word WHERE length(word) > 4;
    SELECT coalesce(array_agg('%' || translate(word, '_-.+%\\', '    ') || '%'), '{{}}')
    INTO plain_mentions FROM unnest(known) AS word WHERE length(word) > 4;
"""
_TAIL = """
    DELETE FROM guardianship WHERE student_id = who;
    RETURN true;
END $$
"""


def erasure_statements() -> Iterator[str]:
    """Yield what makes the function, for administrators only."""
    naming = ", ".join(f"'{name}'" for name in _NAMING)
    steps = "".join(_step(table, erased) for table, erased in PERSONAL.items())
    yield _CHANGES.format(marker=MARKER)
    yield _HEAD.format(naming=naming) + steps + _TAIL
    for function in ("erased_changes(jsonb)", "erase_student(bigint)"):
        yield f"REVOKE ALL ON FUNCTION app.{function} FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION app.erase_student(bigint) TO {ERASERS}"


def _step(table: str, erased: Erased) -> str:
    if erased.removed:
        return f"    DELETE FROM {table} WHERE {erased.rows};\n"  # noqa: S608  # no client's words
    after = ", ".join(f"{column} = {value}" for column, value in erased.columns.items())
    return f"    UPDATE {table} SET {after} WHERE {erased.rows};\n"  # noqa: S608
