"""Stage 4, validate: cells to staged rows, or every reason why not."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ec2_batch.imports.format import Column, Rule
from ec2_batch.imports.issue import BadValueError, Issue, shown
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.parsers.dates import read_date
from ec2_batch.imports.parsers.values import clean_text
from ec2_batch.imports.references.references import References
from ec2_batch.imports.rows.blocks import LINE
from ec2_batch.imports.rows.cells import HASH, Cells
from ec2_batch.imports.rows.claims import Claimed
from ec2_batch.imports.rows.in_waves import in_waves

REMEMBERED = 100_000  # texts of a column whose value is remembered: names and dates come again
CIRCLE = ("CIRCLE", "By way of what it belongs to, it would belong to itself.")
REQUIRED = BadValueError("REQUIRED", "Each row needs a value here.")


@dataclass(frozen=True, slots=True)
class Validated:
    """Rows that say nothing impossible; whether they fit the records is for the merge."""

    frame: pl.DataFrame  # _line, _hash, and the staged columns
    issues: list[Issue]
    skipped: int  # rows that the records already have exactly so
    waves: tuple[pl.DataFrame, ...] = ()  # the same rows, where some must be written first

    @property
    def parts(self) -> tuple[pl.DataFrame, ...]:
        """Return the rows as they are to be written: what others belong to comes before them."""
        return self.waves or (self.frame,)


@dataclass(slots=True)
class Validator:
    """What the rows of one file are held against."""

    layout: Layout
    references: References
    _values: dict[str, dict[str, Any]] = field(default_factory=dict)  # by column and text
    _claimed: dict[str, Claimed] = field(default_factory=dict)

    def validate(self, cells: Cells) -> Validated:
        """Return what the rows say, or all that is wrong with them."""
        issues = list(cells.issues)
        parsed = [cells.frame[LINE], cells.frame[HASH]]
        for column, at in self.layout.columns:
            values, faults = self.read(column, cells.frame[str(at)])
            parsed.append(values)
            issues += [self._issue(cells.frame, row, column.name, why) for row, why in faults]
        frame = _without(pl.DataFrame(parsed), issues)
        present = self.layout.positions
        rules = self.layout.format.rules(present, self.references)
        ruled = [issue for rule in rules for issue in self._broken(frame, rule, cells.frame)]
        frame = _without(frame, ruled)
        staged = self.layout.format.stage(present, self.references)
        frame = frame.select(LINE, HASH, **staged)
        frame, doubled = self._refuse_doubled(frame)
        if not (names := self.layout.format.parents):
            return Validated(frame, issues + ruled + doubled, cells.skipped)
        waves, left = in_waves(frame, names)
        circles = [Issue(line, *CIRCLE, self.layout.header_of("parent")) for line in left[LINE]]
        found = issues + ruled + doubled + circles
        return Validated(_without(frame, circles), found, cells.skipped, tuple(waves))

    def read(
        self, column: Column, raw: pl.Series
    ) -> tuple[pl.Series, list[tuple[int, BadValueError]]]:
        """Return a column's values, and which rows have none that could be read."""
        cell = column.cell
        texts = raw.str.strip_chars()
        texts = texts.set(texts == "", None)
        is_plain = pl.repeat(value=False, n=len(raw), dtype=pl.Boolean, eager=True)
        if cell.plain:
            is_plain = texts.str.contains(f"^(?:{cell.plain})$").fill_null(value=False)
        known = self._values.setdefault(column.name, {})
        if len(known) > REMEMBERED:
            known.clear()
        odd = raw.filter(~is_plain & texts.is_not_null()).unique().to_list()
        for text in odd:
            if text not in known:
                known[text] = self._value(column, text)
        faults = {text for text in odd if isinstance(known[text], BadValueError)}
        pairs = pl.DataFrame(
            [
                pl.Series("text", odd, pl.String),
                pl.Series("value", [None if t in faults else known[t] for t in odd], cell.type),
            ]
        )
        looked_up = raw.to_frame("text").join(pairs, on="text", how="left", maintain_order="left")
        values = looked_up["value"].alias(column.name)
        if cell.plain:
            values = texts.zip_with(is_plain, values).alias(column.name)
        wrong = raw.is_in(list(faults)) if faults else None
        found = [(row, known[raw[row]]) for row in wrong.arg_true()] if wrong is not None else []
        if column.required:
            empty = values.is_null() if wrong is None else values.is_null() & ~wrong
            found += [(row, REQUIRED) for row in empty.arg_true()]
        return values, found

    def _value(self, column: Column, text: str) -> Any:
        try:
            if not (clean := clean_text(text)):
                return None
            if order := self.layout.date_orders.get(column.name):
                clean = read_date(clean, order).isoformat()
            return column.cell.parse(clean, self.references)
        except BadValueError as error:
            return error.with_traceback(None)  # which would keep all of the block in memory

    def _issue(
        self, cells: pl.DataFrame, row: int, column: str | None, why: BadValueError
    ) -> Issue:
        at = self.layout.positions.get(column) if column else None
        return Issue(
            line=cells[LINE][row],
            code=why.code,
            message=why.message,
            column=self.layout.header_of(column) if column else None,
            value=shown(cells[str(at)][row]) if at is not None else None,
        )

    def _broken(self, frame: pl.DataFrame, rule: Rule, cells: pl.DataFrame) -> list[Issue]:
        lines = frame.select(LINE, broken=rule.broken).filter("broken")[LINE]
        if lines.is_empty():
            return []
        why = BadValueError(rule.code, rule.message)
        rows = cells[LINE].is_in(lines.implode()).arg_true()
        return [self._issue(cells, row, rule.column, why) for row in rows]

    def _refuse_doubled(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Issue]]:
        """Take out rows that repeat an earlier one of the file, and say which."""
        issues = list[Issue]()
        present = self.layout.positions
        # Of two ids, the one that is not in the file is a copy of the one that is.
        for claim in (claim for claim in self.layout.format.claims if claim.column in present):
            claimed = self._claimed.setdefault(claim.column, Claimed())
            column = self.layout.header_of(claim.column)
            refused = [
                Issue(line, claim.code, claim.message.format(line=first), column, shown(value))
                for line, value, first in claimed.refused(frame, claim).rows()
            ]
            frame, issues = _without(frame, refused), issues + refused
        return frame, issues


def _without(frame: pl.DataFrame, issues: list[Issue]) -> pl.DataFrame:
    """Return the rows that nothing is wrong with."""
    if not issues:
        return frame
    lines = pl.Series([issue.line for issue in issues], dtype=pl.Int32).unique()
    return frame.filter(~pl.col(LINE).is_in(lines.implode()))
