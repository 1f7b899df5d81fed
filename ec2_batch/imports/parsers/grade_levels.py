"""Years of schooling, as OneRoster lists them: CEDS codes."""

from collections.abc import Mapping

from ec2_batch.imports.issue import BadValueError, did_you_mean, shown
from ec2_batch.imports.parsers.lists import list_of
from schema.formats.oneroster.words import GRADE_LEVELS

# As real files have them too: 9 for 09, K for KG.
WRITTEN: Mapping[str, int | None] = {
    **{code.casefold(): level for code, level in GRADE_LEVELS.items()},
    **{str(level): level for level in range(14)},
    "k": 0,
}


def grade_level_of(text: str) -> int | None:
    """Return a student's one year of schooling; None if what is listed has no number.

    Raises:
        BadValueError: a code is unknown, or several years are listed.
    """
    levels = {level for level in _levels(text) if level is not None}
    if len(levels) > 1:
        raise BadValueError(
            "INVALID_GRADE_LEVEL", f"“{shown(text)}” lists several years; a student is in one."
        )
    return levels.pop() if levels else None


def _level(code: str) -> int | None:
    if (bare := code.casefold()) in WRITTEN:
        return WRITTEN[bare]
    raise BadValueError(
        "INVALID_GRADE_LEVEL",
        f"“{shown(code)}” is not one of {', '.join(GRADE_LEVELS)}."
        f"{did_you_mean(code, list(GRADE_LEVELS))}",
    )


_levels = list_of(_level)
