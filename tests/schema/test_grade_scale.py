"""A percentage has at most one grade of a scale."""

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from schema.models import GradeScale, GradeScaleEntry
from tests.factories import made, word
from tests.schema.refusal import refused


def make_band(
    session: Session, scale: GradeScale, least: str | None, most: str | None
) -> GradeScaleEntry:
    band = {"min_percent": least and Decimal(least), "max_percent": most and Decimal(most)}
    return made(session, GradeScaleEntry(grade_scale=scale, label=word("grade"), **band))


@pytest.fixture
def scale(session: Session) -> GradeScale:
    scale = made(session, GradeScale(name="A to F"))
    make_band(session, scale, "90.00", "100.00")
    return scale


@pytest.mark.parametrize(
    ("least", "most"), [("80.00", "90.00"), ("100.00", "110.00"), ("92", "93"), ("0", "120")]
)
def test_bands_that_overlap_are_refused(
    session: Session, scale: GradeScale, least: str, most: str
) -> None:
    with refused(session, "grade_scale_entry_bands_apart"):
        make_band(session, scale, least, most)


def test_bands_beside_each_other_and_in_other_scales_are_allowed(
    session: Session, scale: GradeScale
) -> None:
    make_band(session, scale, "80.00", "89.99")
    make_band(session, scale, None, None)
    make_band(session, made(session, GradeScale(name="Pass or fail")), "60.00", "100.00")


@pytest.mark.parametrize(("least", "most"), [("80.00", "70.00"), ("80.00", None), (None, "80.00")])
def test_a_band_has_two_ends_in_order(
    session: Session, scale: GradeScale, least: str | None, most: str | None
) -> None:
    with refused(session, "grade_scale_entry_band_in_order"):
        make_band(session, scale, least, most)
