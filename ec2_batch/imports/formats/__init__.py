"""The kinds of file that can be imported, by name and in the order that they are declared in."""

from ec2_batch.imports.format import Format
from ec2_batch.imports.formats.legacy_students import LEGACY_STUDENTS
from ec2_batch.imports.formats.students import STUDENTS
from schema import formats

_BOUND = {each.name: each for each in (LEGACY_STUDENTS, STUDENTS)}
FORMATS: dict[str, Format] = {name: _BOUND[name] for name in formats.FORMATS}

__all__ = ["FORMATS"]
