"""Blocks that are begun before the ones before them are written: what comes of it is the same."""

from threading import Thread

import pytest
from sqlalchemy import text

from ec2_batch.imports.apply import apply_block, side_by_side
from ec2_batch.imports.import_file import import_file
from ec2_batch.imports.rows import blocks
from tests.conftest import Database
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.places import PLACES, events, open_class
from tests.ec2_batch.imports.test_import_and_undo import undo
from tests.ec2_batch.imports.test_import_catalog import counts
from tests.ec2_batch.imports.test_import_students import many
from tests.factories import word

STUDENTS = 60
ROW = b"S12345678,Given10,Family10,S1234567810@example.org\n"
HOLD = "INSERT INTO student (org_id, student_number, given_name, family_name, grade_level)"


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a few rows into a block, so that a small file has many."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 10 * len(ROW))


def outcome(school: School, file: str) -> tuple[object, ...]:
    """Import a file of enrollments, take that back, and return what came of it."""
    job = school.run(file, name="enrollments.csv")
    issues = [(issue["line"], issue["code"]) for issue in school.issues(job["id"])]
    found = counts(job), issues, school.rows(PLACES), job["chunk_no"]
    assert undo(school, job["id"])["state"] == "undone"
    return found


@pytest.mark.usefixtures("small_blocks")
def test_seats_are_given_in_the_order_of_the_file(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = open_class(school, capacity=STUDENTS // 2, students=STUDENTS), open_class(school)
    rows = [f"{number},{small.code},active" for number in small.students]
    rows[10:10] = [f"{number},{large.code},waitlisted" for number in small.students[:20]]
    rows[40:40] = [rows[3], f"nobody,{small.code},active", f"{large.students[0]},{small.code},"]
    file = "student,section,state\n" + "".join(f"{row}\n" for row in rows)

    together = outcome(school, file)
    told = events(school)
    monkeypatch.setattr(side_by_side, "LANES", 1)
    alone = outcome(school, file)

    assert together == alone
    assert events(school) == {kind: 2 * count for kind, count in told.items()}
    _, issues, places, blocks_written = together
    assert isinstance(blocks_written, int)
    assert blocks_written > 5
    assert [code for _, code in issues].count("SECTION_FULL") == STUDENTS // 2 + 1
    assert [place["state"] for place in places].count("active") == STUDENTS // 2


@pytest.mark.usefixtures("small_blocks")
def test_a_lock_that_somebody_holds_only_makes_blocks_wait_for_each_other(
    school: School, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply_block, "WAIT_LITTLE", "SET LOCAL lock_timeout = '100ms'")
    prefix = word("S")
    with database.owner_engine.connect() as held:
        held.execute(
            text(f"{HOLD} VALUES (:org, :number, 'Held', 'Held', '9')"),
            {"org": school.org_id, "number": f"{prefix}25"},
        )
        importing = Thread(target=school.run, args=(many(STUDENTS, prefix),))
        importing.start()
        importing.join(1)
        assert importing.is_alive()
        held.rollback()
        importing.join()

    [job] = school.rows("SELECT * FROM import_job WHERE org_id = :org")
    assert (job["state"], counts(job)) == ("completed", (STUDENTS, 0, 0, 0))
    names = school.rows("SELECT given_name FROM student WHERE org_id = :org ORDER BY student.id")
    assert len(names) == STUDENTS
    assert {"given_name": "Held"} not in names


@pytest.mark.usefixtures("small_blocks")
def test_nothing_of_a_block_stays_whose_turn_never_came(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = apply_block.pass_fence

    class LostError(Exception):
        """The end of a worker that cannot go on."""

    def lose(cursor: object, job_id: int, number: int) -> None:
        if number >= 2:
            raise LostError
        passed(cursor, job_id, number)  # type: ignore[arg-type]

    monkeypatch.setattr(apply_block, "pass_fence", lose)
    job_id = school.upload(many(STUDENTS, word("S")))
    with pytest.raises(LostError):
        import_file(school.edges, job_id)
    monkeypatch.setattr(apply_block, "pass_fence", passed)
    written = school.job(job_id)

    import_file(school.edges, job_id)

    assert written["chunk_no"] == 2
    done = school.job(job_id)
    assert (done["state"], counts(done)) == ("completed", (STUDENTS, 0, 0, 0))
