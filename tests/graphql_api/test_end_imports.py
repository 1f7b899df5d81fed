"""Imports that somebody cancels, or takes back."""

import pytest
from sqlalchemy import text

from schema.models import ImportState as State
from schema.rules.import_cancel import BEING_CANCELLED
from tests.conftest import Database
from tests.graphql_api.conftest import Api
from tests.graphql_api.refusals import errors_of
from tests.graphql_api.test_import_jobs import (
    CANCEL,
    ENDED,
    STOPPABLE,
    UNDO,
    change,
    make_job,
    state_of,
    told_of,
)
from tests.graphql_api.trail import key_in, trail


@pytest.mark.parametrize("state", sorted(State))
def test_what_has_not_ended_can_be_cancelled(api: Api, database: Database, state: State) -> None:
    id_ = make_job(database, state)

    answer = change(api, CANCEL, id=id_)

    if state in STOPPABLE:
        assert answer["importJob"]["state"] == "CANCELLED"
        assert answer["importJob"]["message"] == "Cancelled before any record was written."
        assert answer["importJob"]["finishedAt"] is not None
        found = trail(database, "import_job", id_)
        assert (found.audited, found.told) == ([("cancel", None)], ["import.cancelled"])
    else:
        assert errors_of(answer) == [("WRONG_STATE", "input.id")]
        assert state_of(database, id_) == state


def test_who_cancels_late_is_told_what_stays(api: Api, database: Database) -> None:
    id_ = make_job(database, State.APPLYING, rows_created=1000, rows_updated=200)

    answer = change(api, CANCEL, id=id_)

    assert answer["importJob"]["message"] == (
        "Cancelled. 1,200 records were written before and stay: undo the import to take them back."
    )


def test_who_cancels_while_a_chunk_is_written_is_heard_at_once(
    api: Api, database: Database
) -> None:
    id_ = make_job(database, State.APPLYING)
    with database.owner_engine.connect() as worker:
        fence = text("UPDATE import_job SET rows_created = 7 WHERE id = :id")
        worker.execute(fence, {"id": key_in(id_)})

        heard = change(api, CANCEL, id=id_)
        worker.commit()

    job = heard["importJob"]
    assert (job["state"], job["message"], job["finishedAt"]) == ("APPLYING", BEING_CANCELLED, None)
    assert job["cancelAskedAt"] is not None
    assert trail(database, "import_job", id_).audited == [("cancel", None)]
    again = change(api, CANCEL, id=id_)["importJob"]
    assert (again["state"], again["cancelAskedAt"]) == ("CANCELLED", None)
    assert again["message"].startswith("Cancelled. 7 records were written before")


@pytest.mark.parametrize("state", sorted(State))
def test_what_has_ended_can_be_undone(api: Api, database: Database, state: State) -> None:
    id_ = make_job(database, state, written=True)

    answer = change(api, UNDO, id=id_)

    if state in ENDED:
        assert answer["importJob"]["state"] == "UNDOING"
        assert trail(database, "import_job", id_).audited == [("undo", None)]
        assert told_of(database, id_) == ["import.undo_requested"]
    else:
        assert errors_of(answer) == [("WRONG_STATE", "input.id")]
        assert state_of(database, id_) == state


def test_what_wrote_nothing_has_nothing_to_undo(api: Api, database: Database) -> None:
    id_ = make_job(database, State.CANCELLED)

    assert errors_of(change(api, UNDO, id=id_)) == [("INVALID", "input.id")]
    assert state_of(database, id_) == "cancelled"
