"""Each verb, by those who may not use it and on records that are another school's: nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from schema.access.caller import Caller
from schema.access.roles import PERMISSIONS, Permission, Role
from schema.models import Base
from tests.conftest import Database
from tests.graphql_api.askers import an_id, ask, org_of
from tests.graphql_api.conftest import Api
from tests.graphql_api.test_access_writes import ABSENT, Watched, school, watched
from tests.schema.school import School

__all__ = ["school", "watched"]

Input = dict[str, Any]
# For each verb: what it takes, who may use it, and what it is given of somebody's records,
# where `id_` names a row of a table.
VERBS: dict[str, tuple[str, Permission, Callable[[Callable[[str], str]], Input]]] = {
    "studentDeactivate": (
        "StudentDeactivateInput",
        Permission.STUDENT_WRITE,
        lambda id_: {"id": id_("student"), "reason": "Gone"},
    ),
    "personErase": (
        "PersonEraseInput",
        Permission.ERASE,
        lambda id_: {"studentId": id_("student"), "reason": "Asked for"},
    ),
    "courseCreate": (
        "CourseCreateInput",
        Permission.CATALOG_WRITE,
        lambda id_: {"code": "EVE1", "title": "Eve", "credits": "1", "orgId": id_("org")},
    ),
    "courseUpdate": (
        "CourseUpdateInput",
        Permission.CATALOG_WRITE,
        lambda id_: {"id": id_("course"), "title": "Eve", "expectedVersion": 1},
    ),
    "sectionCreate": (
        "SectionCreateInput",
        Permission.CATALOG_WRITE,
        lambda id_: {
            "courseId": id_("course"),
            "academicSessionId": id_("academic_session"),
            "code": "EVE1",
            "capacity": 5,
        },
    ),
    "sectionUpdate": (
        "SectionUpdateInput",
        Permission.CATALOG_WRITE,
        lambda id_: {"id": id_("section"), "capacity": 99},
    ),
    "holdPlace": (
        "HoldPlaceInput",
        Permission.HOLD_WRITE,
        lambda id_: {"studentId": id_("student"), "kind": "FINANCIAL", "reason": "Eve"},
    ),
    "holdRelease": (
        "HoldReleaseInput",
        Permission.HOLD_WRITE,
        lambda id_: {"id": id_("hold"), "reason": "Eve"},
    ),
    "gradePost": (
        "GradePostInput",
        Permission.GRADE_POST,
        lambda id_: {
            "studentId": id_("student"),
            "item": {"lineItemId": id_("line_item")},
            "score": "50",
        },
    ),
    "gradeAmend": (
        "GradeAmendInput",
        Permission.GRADE_POST,
        lambda id_: {"resultId": id_("result"), "score": "50", "reason": "Eve"},
    ),
    "enrollMany": (
        "EnrollManyInput",
        Permission.ENROLLMENT_WRITE,
        lambda id_: {
            "items": [{"studentId": id_("student"), "sectionId": id_("section")}],
            "errorPolicy": "EACH",
        },
    ),
    "importApply": (
        "ImportApplyInput",
        Permission.IMPORT,
        lambda id_: {"id": id_("import_job"), "expectedPlanHash": "eve"},
    ),
    "importCancel": (
        "ImportCancelInput",
        Permission.IMPORT,
        lambda id_: {"id": id_("import_job")},
    ),
    "importUndo": (
        "ImportUndoInput",
        Permission.IMPORT,
        lambda id_: {"id": id_("import_job")},
    ),
}


def mutation(verb: str) -> str:
    errors = "userErrors { __typename code message path }"
    inside = f"outcomes {{ {errors} }}" if verb == "enrollMany" else ""
    return (
        f"mutation($input: {VERBS[verb][0]}!) {{ {verb}(input: $input) {{ {inside} {errors} }} }}"
    )


def given(verb: str, school: School, database: Database, whose: str | None) -> Input:
    """Return what a verb is given of somebody's records; None means of nobody's."""

    def id_(table: str) -> str:
        if whose is None:
            return f"{table}_{ABSENT}"
        if table == "org":
            return org_of(database, school, whose)
        return an_id(school, table, whose)

    return VERBS[verb][2](id_)


def sums(database: Database) -> dict[str, Any]:
    """Return a sum over all that each table holds."""
    found = {}
    with database.owner_session() as session:
        for table in Base.metadata.tables:
            total = f"SELECT sum(hashtextextended(t::text, 0)::numeric) FROM {table} t"  # noqa: S608
            found[table] = session.scalar(text(total))
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_a_role_that_may_not_is_told_the_same_of_every_record(
    api: Api, school: School, database: Database, verb: str
) -> None:
    before = sums(database)
    refused = set()

    for role in sorted(role for role in Role if VERBS[verb][1] not in PERMISSIONS[role]):
        caller = next(
            c for c in school.callers.values() if isinstance(c, Caller) and c.role is role
        )
        for whose in ("ann", "cid", None):
            input_ = given(verb, school, database, whose)
            answer = ask(api, caller, mutation(verb), {"input": input_})
            assert answer.body["data"] == {verb: None} or answer.body["data"] is None
            refused.add((role, answer.code, answer.message))

    assert {code for _, code, _ in refused} == {"FORBIDDEN"}
    assert len(refused) == len({role for role, _, _ in refused})
    assert sums(database) == before


# Everybody may see what is taught and where, so that it is no secret that it is there.
OF_CATALOG = ("courseCreate", "courseUpdate", "sectionCreate", "sectionUpdate")
ON_ANOTHERS = [
    (verb, who)
    for verb in VERBS
    if verb not in OF_CATALOG
    for who, role in (
        ("registrar of north", Role.REGISTRAR),
        ("teacher of ann", Role.TEACHER),
        ("operator of north", Role.OPERATOR),
    )
    if VERBS[verb][1] in PERMISSIONS[role]
]


@pytest.mark.parametrize(("verb", "who"), ON_ANOTHERS)
def test_another_schools_record_is_to_a_verb_as_if_it_were_not_there(
    watched: Watched, school: School, database: Database, verb: str, who: str
) -> None:
    before = sums(database)
    seen = []

    for whose in ("cid", None):
        watched.sent.clear()
        input_ = given(verb, school, database, whose)
        answer = ask(watched, school.caller(who), mutation(verb), {"input": input_})
        # The same statements run, so that not even their time tells one from the other.
        seen.append((answer.status, answer.body, list(watched.sent)))

    assert seen[0] == seen[1]
    (payload,) = seen[0][1]["data"].values()
    errors = payload["userErrors"] or payload["outcomes"][0]["userErrors"]
    assert {error["code"] for error in errors} == {"NOT_FOUND"}
    assert sums(database) == before


@pytest.mark.parametrize("verb", OF_CATALOG)
def test_another_schools_catalog_is_to_be_read_and_not_to_be_changed(
    api: Api, school: School, database: Database, verb: str
) -> None:
    before = sums(database)
    input_ = given(verb, school, database, "cid")

    for more in ({}, {"code": "EVE2"}, {"code": taken_code(school, database, verb)}):
        # A code that is taken there is refused in the same words as one that is free.
        answer = ask(
            api, school.caller("registrar of north"), mutation(verb), {"input": input_ | more}
        )
        (error,) = answer.data[verb]["userErrors"]
        assert (error["code"], error["message"].split()[:2]) == ("INVALID", ["You", "may"])

    assert sums(database) == before


def taken_code(school: School, database: Database, verb: str) -> str:
    """Return the code of a course or section of that school."""
    table = "course" if verb.startswith("course") else "section"
    with database.owner_session() as session:
        found = text(f"SELECT code FROM {table} WHERE id = :key")  # noqa: S608
        return str(session.scalar(found, {"key": school.key(table, "cid")}))
