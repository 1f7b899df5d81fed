"""A change of the published schema is named for what it does to clients."""

from pathlib import Path

import pytest
from graphql import build_schema

from graphql_api.compare_schema import bad_deprecations, changes, name_of, unrecorded

ROOT = Path(__file__).parents[2]
RELEASED = """
    directive @tag(name: String) on FIELD
    type Query { students(first: Int, sort: Sort): [Student] }
    type Student { name: String! email: String grade: Grade }
    enum Sort { NAME EMAIL }
    enum Grade { A B }
    scalar Year
"""


def test_what_breaks_clients_since_the_release_is_in_the_changelog() -> None:
    found = changes(
        (ROOT / "schema" / "released.graphql").read_text(),
        (ROOT / "schema" / "api.graphql").read_text(),
    )

    assert unrecorded(found, (ROOT / "CHANGELOG.md").read_text()) == []


@pytest.mark.parametrize(
    ("before", "after", "severity", "name"),
    [
        ("email: String", "", "breaking", "Student.email"),
        ("name: String!", "name: String", "breaking", "Student.name"),
        (", sort: Sort", "", "breaking", "Query.students(sort:)"),
        ("first: Int,", "first: Int!,", "breaking", "Query.students(first:)"),
        ("NAME EMAIL", "NAME", "breaking", "Sort.EMAIL"),
        ("scalar Year", "", "breaking", "Year"),
        ("scalar Year", "enum Year { FIRST }", "breaking", "Year"),
        ("directive @tag(name: String) on FIELD", "", "breaking", "@tag"),
        ("@tag(name: String)", "@tag", "breaking", "@tag(name:)"),
        ("A B", "A B C", "dangerous", "Grade.C"),
        ("sort: Sort", "sort: Sort, last: Int", "dangerous", "Query.students(last:)"),
        ("email: String", "email: String phone: String", "safe", "Student.phone"),
        ("email: String", "email: String!", "safe", "Student.email"),
    ],
)
def test_a_change_is_breaking_dangerous_or_safe(
    before: str, after: str, severity: str, name: str
) -> None:
    assert before in RELEASED

    [(found, change)] = changes(RELEASED, RELEASED.replace(before, after))

    assert (found, name_of(change)) == (severity, name)


def test_only_the_section_of_what_is_unreleased_records_a_change() -> None:
    found = changes(RELEASED, RELEASED.replace("email: String", ""))
    old = "# Changelog\n\n## Unreleased\n\nNothing.\n\n## 1.0\n\n`Student.email` is new.\n"
    new = "# Changelog\n\n## Unreleased\n\n`Student.email` is gone.\n\n## 1.0\n"

    assert unrecorded(found, old) == ["Field Student.email was removed."]
    assert unrecorded(found, new) == []


def test_what_is_deprecated_has_a_replacement_and_a_date() -> None:
    assert bad_deprecations(build_schema((ROOT / "schema" / "api.graphql").read_text())) == []


@pytest.mark.parametrize(
    ("reason", "good"),
    [
        ("Use `familyName`. Goes after 2027-06-30.", True),
        ("Use `familyName`, which is never empty. Goes after 2027-06-30.", True),
        ("Use `familyName`.", False),
        ("Goes after 2027-06-30.", False),
        ("Use `familyName`. Goes after 2027-13-30.", False),
        ("No longer supported", False),
    ],
)
def test_a_deprecation_says_what_instead_and_until_when(reason: str, good: bool) -> None:
    mark = f'@deprecated(reason: "{reason}")'
    schema = build_schema(
        f"type Query {{ a(b: Int {mark}): Int {mark} }} input I {{ c: Int {mark} }}"
        f" enum E {{ D {mark} }}"
    )

    assert bad_deprecations(schema) == ([] if good else ["Query.a", "Query.a(b:)", "I.c", "E.D"])
