"""What applying a file would do: its rows go as far as the records, and nothing stays."""

from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.apply.apply_file import Reading
from ec2_batch.imports.issue import Issue, rejected_lines
from ec2_batch.imports.job.plan import FilePlan, Plan, Sampled
from ec2_batch.imports.job.progress import note_progress
from ec2_batch.imports.merge.keep_record import keep_issues
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.plan_part import note_planned, plan_part
from ec2_batch.imports.merge.rehearse_rows import rehearse_rows
from ec2_batch.imports.plan.shown_columns import shown_columns
from ec2_batch.imports.rows.ahead import ahead
from ec2_batch.imports.rows.ready import Ready
from ec2_batch.imports.rows.stage import Staged, stage_rows
from ec2_batch.transaction import run, transaction
from runtime import tracing

COUNTS = """
SELECT count(*) FILTER (WHERE action = 'create' AND lead),
       count(*) FILTER (WHERE action = 'update' AND lead),
       count(*) FILTER (WHERE action = 'unchanged' OR NOT lead),
       count(*) FILTER (WHERE action = 'update' AND lead AND by_hand),
       md5(coalesce(string_agg(concat_ws(':', line, src_hash, action, version), ',' ORDER BY line)
           FILTER (WHERE action <> 'unchanged'), ''))
FROM import_planned
"""
CHANGES = sql.SQL("""
SELECT line, planned.sourced_id, action,
       CASE action WHEN 'update' THEN jsonb_build_object({before}) END,
       jsonb_build_object({after}), by_hand
FROM import_planned AS planned LEFT JOIN {table} AS record ON record.id = planned.entity_id
WHERE action <> 'unchanged' AND lead ORDER BY by_hand DESC, line LIMIT %(most)s
""")


@dataclass(slots=True)
class Planning:
    """One file on its way into a plan."""

    plan: Plan
    counts: FilePlan
    most: int  # changes to keep
    is_named_later: bool  # whether other rows refer to these

    def add(self, cursor: Cursor, block: Ready, part: Part) -> list[Issue]:
        """Add what would become of a block's rows; return what is wrong with some."""
        issues, counts = list(block.issues), self.counts
        for rows in block.parts:
            issues += self._add(cursor, rows, block.file, part)
        counts.unchanged += block.skipped
        counts.rejected += len(rejected_lines(issues))
        issues.sort(key=lambda issue: issue.line)
        self.plan.add_to_hash(repr([(issue.line, issue.code) for issue in issues]))
        self.plan.add_to_hash(f"{block.number} {block.skipped}")
        return issues

    def _add(self, cursor: Cursor, rows: Staged, file: str, part: Part) -> list[Issue]:
        stage_rows(cursor, rows)
        issues = plan_part(cursor, part)
        [(create, update, unchanged, by_hand, digest)] = run(cursor, "count plan", COUNTS, {})
        counts = self.counts
        counts.create, counts.update = counts.create + create, counts.update + update
        counts.unchanged, counts.overwritten = (
            counts.unchanged + unchanged, counts.overwritten + by_hand
        )  # fmt: skip
        self.plan.add_to_hash(digest)
        if create + update and self.most > 0:
            self._sample(cursor, file, part)
        if self.is_named_later:
            rehearse_rows(cursor, part)
        note_planned(cursor, part)
        return issues

    def _sample(self, cursor: Cursor, file: str, part: Part) -> None:
        layout = part.layout
        entity = layout.format.entity
        statement = CHANGES.format(
            before=shown_columns(entity, "record", layout.written),
            after=shown_columns(entity, "planned", layout.written),
            table=sql.Identifier(entity.name),
        )
        found = run(cursor, "sample changes", statement, {"most": self.most})
        self.most -= len(found)
        self.plan.samples += [Sampled(file, row[0], entity.name, *row[1:]) for row in found]


def plan_file(
    connection: Connection,
    records: Connection,
    reading: Reading,
    part: Part,
    plan: Plan,
    *,
    is_named_later: bool,
) -> FilePlan:
    """Add what would become of a file's rows to a plan, and return that part of it.

    New rows that later files name are written to the records, which then must be a rehearsal.
    """
    counts = FilePlan(reading.source.name, part.layout.format.entity.name)
    planning = Planning(plan, counts, plan.room(leaving=False), is_named_later)
    for block in ahead(reading.ready(0, 0)):
        with tracing.span("plan block", block=block.number):
            with transaction(records, part.caller) as cursor:
                issues = planning.add(cursor, block, part)
            with transaction(connection) as cursor:
                keep_issues(cursor, part.job_id, block.file, issues)
                note_progress(cursor, part.job_id, block.rows)
    counts.rows = counts.create + counts.update + counts.unchanged + counts.rejected
    plan.files.append(counts)
    return counts
