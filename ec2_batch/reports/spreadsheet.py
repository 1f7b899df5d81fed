"""What spreadsheets do with a CSV file that people open in them."""


def as_text(column: str) -> str:
    """Return SQL for a text column whose value a spreadsheet cannot take for a formula."""
    return f"CASE WHEN {column} ~ '^[-=+@\t\r]' THEN '''' || {column} ELSE {column} END"
