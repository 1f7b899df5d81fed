"""An undo that was stopped, however, goes on where it was."""

from typing import Any

import pytest
from sqlalchemy import Engine

from ec2_batch.imports.undo import next_chunk as chunks
from ec2_batch.imports.undo import undo_import as undoing
from ec2_batch.imports.undo.undo_import import fail_undo, undo_import
from ec2_batch.outcome import Outcome
from tests.conftest import Database
from tests.ec2_batch.imports.import_trail import begin_import, sums
from tests.ec2_batch.imports.test_undo import (
    OneChunk,
    edges,
    import_everything,
    issues,
    job,
    rows,
    undo,
)
from tests.ec2_batch.imports.test_undo import known as known
from tests.factories import (
    make_student,
)


def test_an_undo_that_ends_after_any_chunk_goes_on_where_it_was(
    database: Database,
    engine: Engine,
    known: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chunks, "CHUNK_SIZE", 3)
    with database.owner_session() as session:
        trail = begin_import(session)
        import_everything(trail, known)
        trail.made(make_student(session)).given_name = "Eve"
        job_id = trail.job.id
    outcomes = []

    while not outcomes or outcomes[-1] is Outcome.STOPPED:
        outcomes.append(undo_import(edges(engine, OneChunk()), job_id))

    assert len(outcomes) == 9  # of 3 changes each, the last one of 2, and one that ends it
    assert len(issues(database, job_id)) == 1
    assert job(database, job_id)["message"].startswith("Of 23 records 22 went back; 1 ")


def test_a_chunk_is_taken_back_as_a_whole_or_not_at_all(
    database: Database,
    engine: Engine,
    known: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        import_everything(trail, known)
        job_id = trail.job.id
    imported = sums(database)

    def die(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(undoing, "name_stays", die)
        with pytest.raises(ZeroDivisionError):
            undo_import(edges(engine), job_id)
    assert sums(database) == imported

    undo(engine, job_id)
    assert job(database, job_id)["state"] == "undone"


def test_an_undo_that_was_given_up_can_be_asked_for_again(
    database: Database, engine: Engine
) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        trail.made(make_student(session))
        job_id = trail.job.id

    fail_undo(engine, job_id)

    given_up = job(database, job_id)
    assert (given_up["state"], "undo it again" in given_up["message"]) == ("failed", True)
    assert undo_import(edges(engine), job_id) is Outcome.DONE
    assert job(database, job_id)["state"] == "failed"
    rows(database, "UPDATE import_job SET state = 'undoing' WHERE id = :id RETURNING id", job_id)
    undo(engine, job_id)
    assert job(database, job_id)["state"] == "undone"
