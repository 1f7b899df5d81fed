"""The kinds of file that can be imported."""

from ec2_batch.imports.format import Format
from ec2_batch.imports.formats.legacy_students import LEGACY_STUDENTS
from ec2_batch.imports.formats.students import STUDENTS

# The order breaks ties: the first format whose needs a header meets is taken.
FORMATS: dict[str, Format] = {each.name: each for each in (STUDENTS, LEGACY_STUDENTS)}

__all__ = ["FORMATS"]
