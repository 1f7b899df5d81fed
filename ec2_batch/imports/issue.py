"""Issues: what is wrong with a file or a row, said so that somebody can mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN_VALUE = 200  # characters of a value that are kept; a longer one ends in …


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that keeps a row, or the whole file, out of the records, or some of it."""

    line: int  # physical line, from 1, on which the row starts; 0 is the whole file
    code: str
    message: str
    column: str | None = None  # as the file's own header calls it
    value: str | None = None


def rejected_lines(issues: Iterable[Issue]) -> set[int]:
    """Return the lines of rows that have issues; one of the whole file costs no row."""
    return {issue.line for issue in issues if issue.line}


class BadValueError(Exception):
    """A value that a column cannot hold; `column` names it where the reader of it cannot."""

    def __init__(self, code: str, message: str, column: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.column = column


class UnreadableFileError(Exception):
    """A file that cannot be imported at all; `issue` says why.

    The message stays with the job for good: what a row says of a person belongs into `value`.
    """

    def __init__(
        self, code: str, message: str, *, column: str | None = None, value: str | None = None
    ) -> None:
        super().__init__(message)
        self.issue = Issue(line=0, code=code, message=message, column=column, value=value)


def no_rows() -> UnreadableFileError:
    """Return the refusal of a file that ends after its header."""
    return UnreadableFileError("HEADER_ONLY", "The file has a header and no rows below it.")


def shown(value: str) -> str:
    """Return a value short enough to keep and to show; NUL cannot be stored."""
    clean = value.replace("\0", "\N{SYMBOL FOR NULL}")
    return clean if len(clean) <= SHOWN_VALUE else clean[: SHOWN_VALUE - 1] + "…"


def did_you_mean(word: str, known: list[str]) -> str:
    """Return ` Did you mean “…”?` for the nearest known word, or nothing."""
    near = nearest(word, known)
    return f" Did you mean “{near}”?" if near else ""


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that is most like another; none if none is."""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None
