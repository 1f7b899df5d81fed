"""School years, by the year in which they end."""

import re

from ec2_batch.imports.issue import BadValueError, shown

YEAR = re.compile(r"(?:SY\s*)?(\d{4})(?:\s*[-/–]\s*(\d{2}|\d{4}))?", re.ASCII | re.I)
EARLIEST, LATEST = 1900, 2199


def school_year(text: str) -> int:
    """Return the year in which a school year ends: 2027 for 2027, 2026-2027 and 2026/27."""
    match = YEAR.fullmatch(text)
    year = _last_year(match) if match else None
    if year is None or not EARLIEST <= year <= LATEST:
        raise BadValueError(
            "INVALID_SCHOOL_YEAR",
            f"“{shown(text)}” is not a school year: write the year that it ends in, such as 2027,"
            " or both, as in 2026-2027.",
        )
    return year


def _last_year(match: re.Match[str]) -> int | None:
    """Return the year that was meant; none if the second does not follow the first."""
    first, second = match.groups()
    if second is None:
        return int(first)
    following = int(first) + 1
    return following if str(following).endswith(second) else None
