"""The guard over deactivations: more than a tenth of a kind, and somebody looks first."""

import pytest

from schema.rules.import_plan import Deactivations, many_deactivations


@pytest.mark.parametrize(
    ("deactivate", "update", "unchanged", "many"),
    [
        (0, 0, 0, False),
        (1, 4, 5, False),  # exactly a tenth
        (11, 89, 0, True),
        (1, 0, 0, True),  # all there is
        (0, 10, 0, False),
    ],
)
def test_more_than_a_tenth_of_what_is_known_is_many(
    deactivate: int, update: int, unchanged: int, many: bool
) -> None:
    counts = {"deactivate": deactivate, "update": update, "unchanged": unchanged, "create": 50}

    found = many_deactivations([{"entity": "student", **counts}])

    known = deactivate + update + unchanged
    assert found == ([Deactivations("student", deactivate, known)] if many else [])


@pytest.mark.parametrize(("leaving", "many"), [(1, False), (2, True)])
def test_so_is_each_term_of_which_a_file_has_some(leaving: int, many: bool) -> None:
    entry = {"entity": "enrollment", "deactivate": 2, "unchanged": 98, "most_of_one": [leaving, 10]}

    found = many_deactivations([entry])

    assert found == ([Deactivations("enrollment", 2, 100, (2, 10))] if many else [])


def test_each_kind_is_looked_at_by_itself() -> None:
    few = {"entity": "course", "deactivate": 1, "unchanged": 99}
    many = {"entity": "student", "deactivate": 50, "unchanged": 50}

    assert many_deactivations([few, many]) == [Deactivations("student", 50, 100)]
