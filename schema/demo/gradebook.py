"""Gradebook: what is graded in a section, the results, and grades put right afterwards."""

from collections.abc import Iterator
from datetime import timedelta

from schema.demo.calendar import Phase, at_noon
from schema.demo.draw import Draw
from schema.demo.grades import COMMENTS, Final, percent
from schema.demo.rows import AmendmentRow, LineItemRow, ResultRow
from schema.demo.sections import Group
from schema.demo.studies import Study
from schema.models import LineItemKind

MIDTERM, PROJECT = "Midterm exam", "Project"


def line_item_rows(group: Group) -> Iterator[LineItemRow]:
    """Yield the final grade, and in the running term the work on the way to it."""
    term, section = group.term, group.sourced_id
    yield LineItemRow(
        sourced_id=_final_id(group),
        section=section,
        title="Final grade",
        kind=LineItemKind.FINAL,
        max_score=100,
        scale=group.course.scale,
        due_date=term.last_day,
    )
    if term.phase is Phase.RUNNING:
        for title, points, day in (
            (MIDTERM, 100, term.midterm_day),
            (PROJECT, 50, term.last_day_to_drop),
        ):
            item = f"{section}-{title.split()[0].lower()}"
            yield LineItemRow(item, section, title, LineItemKind.ASSIGNMENT, points, None, day)


def result_rows(group: Group) -> Iterator[ResultRow | AmendmentRow]:
    """Yield the final grades of a term that is over, the midterm's of the running one."""
    for study in group.seated:
        if study.final is not None:
            yield from _final_rows(group, study, study.final)
        elif group.term.phase is Phase.RUNNING:
            yield from _midterm_rows(group, study)


def _final_rows(group: Group, study: Study, final: Final) -> Iterator[ResultRow | AmendmentRow]:
    draw = Draw("result", study.student, study.number)
    sourced_id = f"result-{study.student}-{study.number}"
    yield ResultRow(
        sourced_id=sourced_id,
        line_item=_final_id(group),
        student=f"student-{study.student}",
        score=None if final.percent is None else f"{final.percent:.2f}",
        label=final.label,
        posted_at=group.term.grades_due if final.posted else None,
        comment=draw.pick(COMMENTS, "comment") if draw.happens(80, "commented") else None,
    )
    if final.reason and final.amended_label:
        score = f"{final.amended_percent:.2f}"
        yield AmendmentRow(sourced_id, score, final.amended_label, final.reason)


def _midterm_rows(group: Group, study: Study) -> Iterator[ResultRow]:
    if Draw("result", study.student, study.number).happens(40, "missed the midterm"):
        return
    reached = percent(study.student, study.course, study.term, "midterm")
    yield ResultRow(
        sourced_id=f"result-{study.student}-{study.number}-midterm",
        line_item=f"{group.sourced_id}-midterm",
        student=f"student-{study.student}",
        score=f"{reached:.2f}",
        label=None,
        posted_at=at_noon(group.term.midterm_day + timedelta(weeks=1)),
        comment=None,
    )


def _final_id(group: Group) -> str:
    return f"{group.sourced_id}-final"
