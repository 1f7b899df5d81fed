"""SQLAlchemy's unit of work: add_all of mapped objects, of rows that pydantic has checked."""

from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import BigInteger, Identity, create_engine, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.imports.contest import Task, take_part
from benchmarks.imports.peers.checked_rows import ROWS, checked_rows

BATCH = 10_000  # objects in a transaction; the session forgets them with it


class Base(DeclarativeBase):
    """The declarative base, with what all tables have."""

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    sourced_id: Mapped[str]
    org_id: Mapped[int] = mapped_column(BigInteger)


class Student(Base):
    """A student, with the columns that a file fills."""

    __tablename__ = "student"

    student_number: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str | None]
    email: Mapped[str | None]
    birth_date: Mapped[date | None]
    grade_level: Mapped[int | None]


class Enrollment(Base):
    """An enrollment, with the columns that a file fills."""

    __tablename__ = "enrollment"

    student_id: Mapped[int] = mapped_column(BigInteger)
    section_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    begin_date: Mapped[date | None]


MAPPED = {"student": Student, "enrollment": Enrollment}


def prepare(task: Task) -> Callable[[], int]:
    """Open a connection; inserts go out in SQLAlchemy's own pages of 1,000."""
    engine = create_engine(make_url(task["database_url"]).set(drivername="postgresql+psycopg2"))
    engine.connect().close()
    model, mapped = ROWS[task["table"]], MAPPED[task["table"]]

    def load() -> int:
        rows, written = checked_rows(Path(task["file"]), model, task["ids"]), 0
        while batch := list(islice(rows, BATCH)):
            with Session(engine) as session, session.begin():
                session.add_all(mapped(**row.__dict__) for row in batch)
            written += len(batch)
        return written

    return load


if __name__ == "__main__":
    take_part(prepare)
