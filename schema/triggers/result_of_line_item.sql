-- A result keeps to its line item: the score between its least and most, the grade from
-- its scale; also when the line item is edited. Line items are locked FOR SHARE while
-- results are written, so that neither side changes unseen.

CREATE FUNCTION app.refuse_results(out_of_range bigint, of_other_scale bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF out_of_range IS NOT NULL THEN
        PERFORM app.refuse(
            'result_score_in_range',
            format('The score of result %s is outside its line item''s range.', out_of_range)
        );
    END IF;
    IF of_other_scale IS NOT NULL THEN
        PERFORM app.refuse(
            'result_grade_of_scale',
            format('The grade of result %s is not of its line item''s scale.', of_other_scale)
        );
    END IF;
END $$;

CREATE FUNCTION app.check_results() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM line_item
    WHERE id IN (SELECT line_item_id FROM new_rows) ORDER BY id FOR SHARE;
    PERFORM app.refuse_results(
        min(result.id) FILTER (WHERE NOT result.score BETWEEN item.min_score AND item.max_score),
        min(result.id) FILTER (WHERE entry.grade_scale_id IS DISTINCT FROM item.grade_scale_id
                               AND result.grade_scale_entry_id IS NOT NULL)
    )
    FROM new_rows AS result
    JOIN line_item AS item ON item.id = result.line_item_id
    LEFT JOIN grade_scale_entry AS entry ON entry.id = result.grade_scale_entry_id;
    RETURN NULL;
END $$;

CREATE TRIGGER result_1_line_item_on_insert AFTER INSERT ON result
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.check_results();

CREATE TRIGGER result_1_line_item_on_update AFTER UPDATE ON result
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.check_results();

CREATE FUNCTION app.check_line_item_results() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM app.refuse_results(
        min(result.id) FILTER (WHERE NOT result.score BETWEEN item.min_score AND item.max_score),
        min(result.id) FILTER (WHERE entry.grade_scale_id IS DISTINCT FROM item.grade_scale_id
                               AND result.grade_scale_entry_id IS NOT NULL)
    )
    FROM new_rows AS item
    JOIN old_rows AS before ON before.id = item.id
     AND (before.min_score, before.max_score, before.grade_scale_id)
         IS DISTINCT FROM (item.min_score, item.max_score, item.grade_scale_id)
    JOIN result ON result.line_item_id = item.id
    LEFT JOIN grade_scale_entry AS entry ON entry.id = result.grade_scale_entry_id;
    RETURN NULL;
END $$;

CREATE TRIGGER line_item_results AFTER UPDATE ON line_item
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION app.check_line_item_results();

CREATE FUNCTION app.keep_grade_in_scale() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.refuse(
        'grade_scale_entry_stays', format('Grade %s cannot move to another scale.', OLD.id)
    );
END $$;

-- Results rest on it; a grade of another scale is another grade.
CREATE TRIGGER grade_scale_entry_stays BEFORE UPDATE OF grade_scale_id ON grade_scale_entry
FOR EACH ROW WHEN (OLD.grade_scale_id <> NEW.grade_scale_id)
EXECUTE FUNCTION app.keep_grade_in_scale();
