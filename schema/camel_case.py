"""Names: as columns are spelled here, and as clients and subscribers see them."""


def camel_case(name: str) -> str:
    """Return a column's or a field's published name: `student_id` goes out as `studentId`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
