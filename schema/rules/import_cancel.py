"""Cancelled imports: what is said of one, by whoever ends it."""

# While the worker writes; the API has it among its statements, so no apostrophe.
BEING_CANCELLED = (
    "Being cancelled: it ends as soon as the rows at hand are written."
    " What is written by then can be undone."
)


def cancelled_sentence(written: int) -> str:
    """Return what a cancelled import leaves, by how many records it has written."""
    if not written:
        return "Cancelled before any record was written."
    if written == 1:
        return "Cancelled. 1 record was written before and stays: undo the import to take it back."
    return (
        f"Cancelled. {written:,} records were written before and stay:"
        " undo the import to take them back."
    )
