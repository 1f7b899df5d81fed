"""What every table shares: names of constraints, types of columns, common columns."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    Enum,
    Identity,
    MetaData,
    Numeric,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

if TYPE_CHECKING:
    from schema.models.audit_entry import AuditEntry

# The names PostgreSQL would give by itself; what code tells apart by name is named by hand.
NAMES = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
}

# A key made by the database, and a column that holds another row's key.
Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True, sort_order=-1)]
Key = Annotated[int, mapped_column(BigInteger)]
# The moment of the transaction that made the row.
Moment = Annotated[datetime, mapped_column(server_default=func.now())]


@compiles(Enum, "postgresql")
def _enum_is_text(*_: Any, **__: Any) -> str:
    return "TEXT"  # a native enum cannot lose a value, and a varchar's length means nothing


class Base(DeclarativeBase):
    """The declarative base: an annotation says a column's type."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        date: Date,
        datetime: DateTime(timezone=True),
        Decimal: Numeric,
        dict[str, Any]: JSONB(none_as_null=True),
        StrEnum: Enum(
            StrEnum, native_enum=False, values_callable=lambda known: [m.value for m in known]
        ),
    }

    def __init_subclass__(cls, **arguments: Any) -> None:
        """Let each enum column hold its members only, under the name `<table>_<column>_known`."""
        super().__init_subclass__(**arguments)
        table = getattr(cls, "__table__", None)  # an abstract class has none
        if not isinstance(table, Table):
            return
        for column in table.columns:
            if isinstance(column.type, Enum):
                known = ", ".join(f"'{value}'" for value in column.type.enums)
                name = f"{table.name}_{column.name}_known"
                table.append_constraint(CheckConstraint(f"{column.name} IN ({known})", name=name))


class View(Base):
    """A row that the database makes of others; nobody writes it.

    Views stand apart from the tables: they are not versioned but made anew (schema/views/).
    """

    __abstract__ = True
    metadata = MetaData(schema="app")


class RecordStatus(StrEnum):
    """Whether a record is in use."""

    # Rows are not deleted: leaving is a status.
    ACTIVE = "active"
    INACTIVE = "inactive"


class Record:
    """A row that outside systems know by its `sourced_id` and imports write."""

    __tablename__: str

    id: Mapped[Id]
    sourced_id: Mapped[str] = mapped_column(
        unique=True, server_default=text("gen_random_uuid()::text")
    )
    status: Mapped[RecordStatus] = mapped_column(server_default=RecordStatus.ACTIVE)
    src_hash: Mapped[int | None] = mapped_column(BigInteger)  # xxh64 of the imported fields
    # The ORM counts it up and refuses to write over a version it has not read.
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[Moment]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())

    @declared_attr
    @classmethod
    def history(cls) -> Mapped[list["AuditEntry"]]:
        return relationship(
            primaryjoin=f"and_({cls.__name__}.id == foreign(AuditEntry.entity_id),"
            f" AuditEntry.entity == '{cls.__tablename__}')",
            viewonly=True,
        )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class PersonName:
    """A person's name as written, and as sorted."""

    given_name: Mapped[str]
    family_name: Mapped[str | None]  # people with one name have only a given name
    name: Mapped[str] = mapped_column(
        Computed("given_name || coalesce(' ' || family_name, '')", persisted=True)
    )
    # Lower-cased by the database's own rules, so that É sorts as é; compared byte by byte.
    sort_name: Mapped[str] = mapped_column(
        Text(collation="C"),
        Computed("lower(coalesce(family_name || ' ', '') || given_name)", persisted=True),
    )
