"""The files of OneRoster sets, in the order that they are imported in.

A file that is about several kinds of record is there once for each of them.
"""

from collections.abc import Mapping

from ec2_batch.imports.format import Format
from ec2_batch.imports.formats.oneroster.catalog import catalog
from ec2_batch.imports.formats.oneroster.enrollments import enrollments_of
from ec2_batch.imports.formats.oneroster.line_items import line_items
from ec2_batch.imports.formats.oneroster.people import demographics, users_1_1, users_1_2
from ec2_batch.imports.formats.oneroster.results import results
from ec2_batch.imports.formats.oneroster.teachers import teachers_of
from schema.formats.format import ImportFormatName
from schema.formats.oneroster import ONEROSTER_1_1, ONEROSTER_1_2

ORGS_1_1, SESSIONS_1_1, COURSES_1_1, CLASSES_1_1 = catalog(ONEROSTER_1_1)
ORGS_1_2, SESSIONS_1_2, COURSES_1_2, CLASSES_1_2 = catalog(ONEROSTER_1_2)

FILES: Mapping[ImportFormatName, tuple[tuple[Format, ...], ...]] = {
    ImportFormatName.ONEROSTER_1_1: (
        (ORGS_1_1,),
        (SESSIONS_1_1,),
        (COURSES_1_1,),
        users_1_1(ONEROSTER_1_1),
        (CLASSES_1_1,),
        (enrollments_of(ONEROSTER_1_1), teachers_of(ONEROSTER_1_1)),
        (demographics(ONEROSTER_1_1),),
        (line_items(ONEROSTER_1_1),),
        (results(ONEROSTER_1_1),),
    ),
    ImportFormatName.ONEROSTER_1_2: (
        (ORGS_1_2,),
        (SESSIONS_1_2,),
        (COURSES_1_2,),
        users_1_2(ONEROSTER_1_2),
        (CLASSES_1_2,),
        (enrollments_of(ONEROSTER_1_2), teachers_of(ONEROSTER_1_2)),
        (demographics(ONEROSTER_1_2),),
        (line_items(ONEROSTER_1_2),),
        (results(ONEROSTER_1_2),),
    ),
}

__all__ = ["FILES"]
