"""The Django models, and the resources that django-import-export imports them by."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import (
    EmailValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader

is_sourced_id = RegexValidator(r"^[A-Za-z0-9._:@/{}-]{1,255}$")
has_letter = RegexValidator(r"[^\W\d_]")


class Student(models.Model):
    """A student, with the columns that a file fills; the database has the constraints."""

    id = models.BigAutoField(primary_key=True)
    sourced_id = models.TextField(validators=[is_sourced_id])
    student_number = models.TextField(validators=[RegexValidator(r"^[A-Za-z0-9._-]{1,64}$")])
    given_name = models.TextField(validators=[has_letter])
    family_name = models.TextField(null=True, blank=True, validators=[has_letter])
    email = models.TextField(null=True, blank=True, validators=[EmailValidator()])
    birth_date = models.DateField(null=True, blank=True)
    grade_level = models.SmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(13)]
    )
    org_id = models.BigIntegerField()

    class Meta:
        app_label = "benchmark"
        managed = False
        db_table = "student"


class Enrollment(models.Model):
    """An enrollment, likewise."""

    id = models.BigAutoField(primary_key=True)
    sourced_id = models.TextField(validators=[is_sourced_id])
    student_id = models.BigIntegerField()
    section_id = models.BigIntegerField()
    org_id = models.BigIntegerField()
    state = models.TextField(
        choices=[(each, each) for each in ("active", "waitlisted", "withdrawn", "completed")]
    )
    begin_date = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "benchmark"
        managed = False
        db_table = "enrollment"


class NullText(widgets.CharWidget):
    """Text, where an empty cell is null."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return value or None


class Grade(widgets.IntegerWidget):
    """A grade level, where K is kindergarten."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return 0 if value == "K" else super().clean(value, row, **kwargs)


class Reference(widgets.Widget):
    """Another record's name, looked up in memory and not in the database."""

    def __init__(self, ids: Mapping[str, int]) -> None:
        super().__init__()
        self.ids = ids

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value not in self.ids:
            raise ValueError("There is no such record.")
        return self.ids[value]


class Options:
    """Every option that the documentation calls faster, and checks."""

    import_id_fields = ("sourced_id",)
    instance_loader_class = CachedInstanceLoader  # one query for all rows
    use_bulk = True
    batch_size = 1000
    skip_diff = True
    skip_html_diff = True
    clean_model_instances = True


class CheckedResource(resources.ModelResource):
    """A resource that finds its references, and refuses what an earlier row has."""

    unique: ClassVar[tuple[str, ...]]
    references: ClassVar[Mapping[str, str]]  # by column, what the file calls it

    def __init__(self, ids: Mapping[str, Mapping[str, int]]) -> None:
        super().__init__()
        for name, column in self.references.items():
            self.fields[name] = fields.Field(name, column, widget=Reference(ids[name]))
        self.seen: dict[str, set[str]] = {name: set() for name in self.unique}

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """In bulk, nobody else looks before the database does."""
        keys = [(name, key) for name in self.unique if (key := getattr(instance, name)) is not None]
        if any(key in self.seen[name] for name, key in keys):
            raise ValidationError("An earlier row has this key.")
        for name, key in keys:
            self.seen[name].add(key)


class StudentResource(CheckedResource):
    """How rows become students."""

    family_name = fields.Field("family_name", "family_name", widget=NullText())
    email = fields.Field("email", "email", widget=NullText())
    grade_level = fields.Field("grade_level", "grade_level", widget=Grade())
    unique = ("sourced_id", "student_number", "email")
    references: ClassVar[Mapping[str, str]] = {"org_id": "school"}

    class Meta(Options):
        model = Student
        exclude = ("id",)


class EnrollmentResource(CheckedResource):
    """How rows become enrollments."""

    unique = ("sourced_id",)
    references: ClassVar[Mapping[str, str]] = {
        "student_id": "student",
        "section_id": "section",
        "org_id": "section",
    }

    class Meta(Options):
        model = Enrollment
        exclude = ("id",)


RESOURCES = {"student": StudentResource, "enrollment": EnrollmentResource}
