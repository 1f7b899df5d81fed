"""OneRoster by CSV: what a zip of each version may hold, and what of it becomes of our records."""

from schema.formats.oneroster.archive import ONEROSTER_1_1, ONEROSTER_1_2

__all__ = ["ONEROSTER_1_1", "ONEROSTER_1_2"]
