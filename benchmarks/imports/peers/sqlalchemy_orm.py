"""SQLAlchemy's unit of work: add_all of mapped objects, of rows that pydantic has checked."""

from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import BigInteger, Identity, create_engine, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from benchmarks.imports.contest import Task, take_part
from benchmarks.imports.peers.student_row import valid_rows

BATCH = 10_000  # objects in a transaction; the session forgets them with it


class Base(DeclarativeBase):
    """The declarative base."""


class Student(Base):
    """A student, with the columns that a file fills."""

    __tablename__ = "student"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    sourced_id: Mapped[str]
    student_number: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str | None]
    email: Mapped[str | None]
    birth_date: Mapped[date | None]
    grade_level: Mapped[int | None]
    org_id: Mapped[int] = mapped_column(BigInteger)


def prepare(task: Task) -> Callable[[], int]:
    """Open a connection; inserts go out in SQLAlchemy's own pages of 1,000."""
    engine = create_engine(make_url(task["database_url"]).set(drivername="postgresql+psycopg2"))
    engine.connect().close()

    def load() -> int:
        rows, written = valid_rows(Path(task["file"]), task["ids"]), 0
        while batch := list(islice(rows, BATCH)):
            with Session(engine) as session, session.begin():
                session.add_all(Student(**row.__dict__) for row in batch)
            written += len(batch)
        return written

    return load


if __name__ == "__main__":
    take_part(prepare)
