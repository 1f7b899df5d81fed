"""demographics.csv: a student's day of birth; all else that it may hold is never read."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile
from schema.formats.oneroster.columns import EXTENSIONS, STATUS, day, required

COLUMNS = (
    ImportColumn("sourcedId", "The user's sourcedId.", "user-200001", required=True),
    STATUS,
    day("birthDate", "The day of birth, as YYYY-MM-DD.", "2010-04-17"),
)

# What a school need not know of a child is not even read.
NOT_KEPT = (
    "sex", "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity", "countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth",
    "publicSchoolResidenceStatus",
)  # fmt: skip

DEMOGRAPHICS = ImportFile(
    name="demographics.csv",
    entities=(ImportEntity.STUDENT,),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("sourcedId",),
    header=("sourcedId", "status", "dateLastModified", "birthDate", *NOT_KEPT),
    ignores=(*EXTENSIONS, *NOT_KEPT),
    samples=({"sourcedId": "user-200001", "birthDate": "2010-04-17"},),
)
