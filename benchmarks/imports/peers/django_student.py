"""The Django model and the resource that django-import-export imports students by."""

from collections.abc import Mapping
from typing import Any

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

UNIQUE = ("sourced_id", "student_number", "email")
has_letter = RegexValidator(r"[^\W\d_]")


class Student(models.Model):
    """A student, with the columns that a file fills; the database has the constraints."""

    id = models.BigAutoField(primary_key=True)
    sourced_id = models.TextField(validators=[RegexValidator(r"^[A-Za-z0-9._:@/{}-]{1,255}$")])
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


class NullText(widgets.CharWidget):
    """Text, where an empty cell is null."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return value or None


class Grade(widgets.IntegerWidget):
    """A grade level, where K is kindergarten."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return 0 if value == "K" else super().clean(value, row, **kwargs)


class School(widgets.Widget):
    """A school's name, looked up in memory and not in the database."""

    def __init__(self, ids: Mapping[str, int]) -> None:
        super().__init__()
        self.ids = ids

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value not in self.ids:
            raise ValueError("There is no such school.")
        return self.ids[value]


class StudentResource(resources.ModelResource):
    """How rows become students."""

    family_name = fields.Field("family_name", "family_name", widget=NullText())
    email = fields.Field("email", "email", widget=NullText())
    grade_level = fields.Field("grade_level", "grade_level", widget=Grade())

    class Meta:
        model = Student
        fields = (
            "sourced_id", "student_number", "given_name", "family_name", "email", "birth_date",
            "grade_level", "school",
        )  # fmt: skip
        import_id_fields = ("sourced_id",)
        instance_loader_class = CachedInstanceLoader  # one query for all rows
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        clean_model_instances = True

    def __init__(self, ids: Mapping[str, int]) -> None:
        super().__init__()
        self.fields["school"] = fields.Field("org_id", "school", widget=School(ids))
        self.seen: dict[str, set[str]] = {name: set() for name in UNIQUE}

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Refuse what an earlier row has: in bulk, nobody else looks before the database does."""
        keys = [(name, key) for name in UNIQUE if (key := getattr(instance, name)) is not None]
        if any(key in self.seen[name] for name, key in keys):
            raise ValidationError("An earlier row has this key.")
        for name, key in keys:
            self.seen[name].add(key)
