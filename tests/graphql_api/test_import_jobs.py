"""Imports through the API: looked at, applied, cancelled and undone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from schema.access.roles import Role
from schema.models import ImportAction, ImportChange, ImportIssue, ImportJob, ImportPreview, Org
from schema.models import ImportState as State
from tests.conftest import Database
from tests.factories import make_import_job
from tests.graphql_api.conftest import Api
from tests.graphql_api.refusals import errors_of
from tests.graphql_api.trail import key_in, trail

CREATE = """
mutation($input: ImportCreateInput!) {
  importCreate(input: $input) { importJob { id deactivateMissing } userErrors { code path } }
}
"""
APPLY = """
mutation($input: ImportApplyInput!) {
  importApply(input: $input) {
    importJob { id state message rowsTotal }
    userErrors {
      code message path
      ... on WrongImportState { state }
      ... on ImportPlanChanged { planHash }
      ... on DeactivationsUnconfirmed { deactivations { entity records known } }
    }
  }
}
"""
CANCEL = """
mutation($input: ImportCancelInput!) {
  importCancel(input: $input) {
    importJob { id state message cancelAskedAt finishedAt } userErrors { code message path }
  }
}
"""
UNDO = """
mutation($input: ImportUndoInput!) {
  importUndo(input: $input) {
    importJob { id state message } userErrors { code message path }
  }
}
"""
LOOK = """
query($id: ID!) {
  importJob(id: $id) {
    planHash rowsExpected progress detection
    plan { file entity rows create update unchanged deactivate rejected overwritten }
    issueGroups { code count first { file line message } }
    preview(first: 1) {
      nodes { file line entity key action byHand changes { field before after } }
      totalCount { value }
    }
  }
}
"""
REJECTED_ROWS = "query($id: ID!) { importJob(id: $id) { rejectedRowsUrl } }"
COUNTS = {
    "rows": 12,
    "create": 3,
    "update": 2,
    "unchanged": 6,
    "deactivate": 0,
    "rejected": 1,
    "overwritten": 1,
}


def make_job(database: Database, state: State, *, written: bool = False, **columns: Any) -> str:
    """Make an import of the first school; return its id."""
    with database.owner_session() as session:
        org = session.query(Org).filter_by(sourced_id="org-school-1").one()
        job = make_import_job(session, org)
        job.state = state
        for name, value in columns.items():
            setattr(job, name, value)
        if written:
            made = {"entity": "student", "entity_id": 1, "action": ImportAction.CREATE}
            session.add(ImportChange(import_job=job, **made))
        session.flush()
        return f"import_job_{job.id}"


def planned(**counts: int) -> list[dict[str, Any]]:
    return [{"file": "students.csv", "entity": "student", **COUNTS, **counts}]


def change(api: Api, mutation: str, role: Role = Role.OPERATOR, **given: Any) -> dict[str, Any]:
    [payload] = api(mutation, {"input": given}, role=role).data.values()
    answered: dict[str, Any] = payload
    return answered


def test_what_an_import_would_do_is_seen_before_it_is_applied(api: Api, database: Database) -> None:
    id_ = make_job(
        database,
        State.READY,
        plan=[*planned(), {**planned()[0], "entity": "enrollment", "create": 9}],
        plan_hash="abc",
        rows_expected=12,
        rows_total=4,
        detection={"encoding": "utf-8"},
    )
    with database.owner_session() as session:
        job = session.get_one(ImportJob, key_in(id_))
        told = {"file": "students.csv", "entity": "student", "action": ImportAction.UPDATE}
        before = {"given_name": "Ada", "family_name": "King", "grade_level": 9}
        for line in (2, 3):
            after = {**before, "given_name": "Augusta", "grade_level": None}
            row = {"line": line, "key": f"s{line}", "by_hand": line == 2}
            session.add(ImportPreview(import_job=job, before=before, after=after, **told, **row))
        for line, code in ((7, "B"), (5, "A"), (9, "B")):
            where = {"file": "students.csv", "line": line, "code": code, "message": f"No {line}."}
            session.add(ImportIssue(import_job=job, **where))
            session.flush()

    seen = api(LOOK, {"id": id_}, role=Role.OPERATOR).data["importJob"]

    student = {"file": "students.csv", "entity": "student", **COUNTS}
    first = {"file": "students.csv", "line": 7, "message": "No 7."}
    assert seen == {
        "planHash": "abc",
        "rowsExpected": 12,
        "progress": 33,
        "detection": {"encoding": "utf-8"},
        "plan": [student, {**student, "entity": "enrollment", "create": 9}],
        "issueGroups": [
            {"code": "B", "count": 2, "first": first},
            {"code": "A", "count": 1, "first": {**first, "line": 5, "message": "No 5."}},
        ],
        "preview": {
            "nodes": [
                {
                    "file": "students.csv",
                    "line": 2,
                    "entity": "student",
                    "key": "s2",
                    "action": "UPDATE",
                    "byHand": True,
                    "changes": [
                        {"field": "given_name", "before": "Ada", "after": "Augusta"},
                        {"field": "grade_level", "before": "9", "after": None},
                    ],
                }
            ],
            "totalCount": {"value": 2},
        },
    }


def test_of_an_import_that_nothing_is_known_of_yet_nothing_is_said(
    api: Api, database: Database
) -> None:
    id_ = make_job(database, State.AWAITING_UPLOAD)

    seen = api(LOOK, {"id": id_}, role=Role.OPERATOR).data["importJob"]

    assert {name for name, value in seen.items() if value is None} == {
        *("planHash", "rowsExpected", "progress", "detection")
    }
    assert (seen["plan"], seen["issueGroups"], seen["preview"]["nodes"]) == ([], [], [])


@pytest.mark.parametrize("given", [{}, {"deactivateMissing": False}, {"deactivateMissing": True}])
def test_only_who_asks_for_it_has_missing_records_deactivated(
    api: Api, given: dict[str, Any]
) -> None:
    made = change(api, CREATE, fileName="students.csv", **given)

    assert made["importJob"]["deactivateMissing"] == given.get("deactivateMissing", False)


def test_what_was_looked_at_is_applied(api: Api, database: Database, fresh: str) -> None:
    id_ = make_job(database, State.READY, plan=planned(), plan_hash="abc", rows_total=12)
    asked = {"id": id_, "expectedPlanHash": "abc", "idempotencyKey": fresh}

    answer = change(api, APPLY, **asked)

    job = {"id": id_, "state": "APPLYING", "message": None, "rowsTotal": 0}
    assert answer == {"importJob": job, "userErrors": []}
    assert change(api, APPLY, **asked) == answer
    left = trail(database, "import_job", id_)
    assert left.audited == [("apply", None)]
    assert told_of(database, id_) == ["import.apply_requested"]


def test_another_plan_is_not_applied(api: Api, database: Database) -> None:
    id_ = make_job(database, State.READY, plan=planned(), plan_hash="new")

    answer = change(api, APPLY, id=id_, expectedPlanHash="old")

    [error] = answer["userErrors"]
    assert (error["code"], error["planHash"]) == ("PLAN_CHANGED", "new")
    assert state_of(database, id_) == "ready"
    assert told_of(database, id_) == []


@pytest.mark.parametrize(("deactivate", "asks"), [(1, False), (2, True)])
def test_putting_more_than_a_tenth_out_of_use_is_confirmed_first(
    api: Api, database: Database, deactivate: int, asks: bool
) -> None:
    plan = planned(update=4, unchanged=5 + 1 - deactivate, deactivate=deactivate)
    id_ = make_job(database, State.READY, plan=plan, plan_hash="abc")

    first = change(api, APPLY, id=id_, expectedPlanHash="abc")

    assert [error["code"] for error in first["userErrors"]] == (
        ["DEACTIVATIONS_UNCONFIRMED"] if asks else []
    )
    if not asks:
        return
    [error] = first["userErrors"]
    assert error["deactivations"] == [{"entity": "student", "records": 2, "known": 10}]
    assert "2 of 10 records of kind student" in error["message"]
    again = change(api, APPLY, id=id_, expectedPlanHash="abc", confirmDeactivations=True)
    assert again["importJob"]["state"] == "APPLYING"


def test_so_is_putting_more_than_a_tenth_of_one_term_out_of_use(
    api: Api, database: Database
) -> None:
    plan = planned(update=4, unchanged=95, deactivate=1, most_of_one=[1, 2])
    id_ = make_job(database, State.READY, plan=plan, plan_hash="abc")

    first = change(api, APPLY, id=id_, expectedPlanHash="abc")

    [error] = first["userErrors"]
    assert error["code"] == "DEACTIVATIONS_UNCONFIRMED"
    assert "1 of 100 records of kind student, in one school and term 1 of 2," in error["message"]
    again = change(api, APPLY, id=id_, expectedPlanHash="abc", confirmDeactivations=True)
    assert again["importJob"]["state"] == "APPLYING"


@pytest.mark.parametrize("state", sorted(set(State) - {State.READY}))
def test_only_what_is_ready_is_applied(api: Api, database: Database, state: State) -> None:
    id_ = make_job(database, state, plan_hash="abc")

    [error] = change(api, APPLY, id=id_, expectedPlanHash="abc")["userErrors"]

    assert (error["code"], error["path"]) == ("WRONG_STATE", ["input", "id"])
    assert error["state"] == state.name
    assert state_of(database, id_) == state


STOPPABLE = (State.AWAITING_UPLOAD, State.VALIDATING, State.READY, State.APPLYING)


ENDED = (State.COMPLETED, State.COMPLETED_WITH_ISSUES, State.CANCELLED, State.FAILED)


@pytest.mark.parametrize(("days", "there"), [(0, True), (8, False), (None, False)])
def test_rejected_rows_can_be_downloaded_for_a_week(
    api: Api, database: Database, monkeypatch: pytest.MonkeyPatch, days: int | None, *, there: bool
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "signs")  # an address is made without asking AWS
    written = None if days is None else datetime.now(UTC) - timedelta(days=days)
    id_ = make_job(
        database, State.COMPLETED_WITH_ISSUES, rejected_rows_at=written, format="students"
    )

    answer = api(REJECTED_ROWS, {"id": id_}, role=Role.OPERATOR)

    url = answer.data["importJob"]["rejectedRowsUrl"]
    assert bool(url) is there
    assert not there or f"rejected-rows/{key_in(id_)}/rejected-rows.csv?" in url
    assert api(REJECTED_ROWS, {"id": id_}, role=Role.REGISTRAR).data["importJob"] is None


@pytest.mark.parametrize("mutation", [APPLY, CANCEL, UNDO])
def test_an_import_that_is_not_there_is_not_found(api: Api, mutation: str) -> None:
    more = {"expectedPlanHash": "abc"} if mutation is APPLY else {}

    answer = change(api, mutation, id="import_job_999999999", **more)

    assert errors_of(answer) == [("NOT_FOUND", "input.id")]


def state_of(database: Database, id_: str) -> Any:
    with database.owner_session() as session:
        found = text("SELECT state FROM import_job WHERE id = :id")
        return session.scalar(found, {"id": key_in(id_)})


def told_of(database: Database, id_: str) -> list[str]:
    """Return the types of the events about an import."""
    with database.owner_session() as session:
        events = text(
            "SELECT type FROM outbox WHERE payload = jsonb_build_object('importJobId', :id)"
        )
        return list(session.scalars(events, {"id": key_in(id_)}))
