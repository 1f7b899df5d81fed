"""roles.csv of OneRoster 1.2: it makes no record, and says whose record a user's row becomes."""

from ec2_batch.imports.entities.staff import STAFF
from ec2_batch.imports.format import Cell, Format, bind, plain
from schema.formats.oneroster import ONEROSTER_1_2

NAME = "roles.csv"
[FILE] = [file for file in ONEROSTER_1_2.files if file.name == NAME]
ROLES = Format(
    declared=ONEROSTER_1_2,
    file=FILE,
    entity=STAFF,
    columns=bind(FILE, {column.name: Cell(plain(str)) for column in FILE.columns}),
    stage=lambda _present, _references: {},
    rules=lambda _present, _references: [],
    stands_for={},
    claims=(),
)
