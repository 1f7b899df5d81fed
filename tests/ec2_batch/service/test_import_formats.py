"""What can be imported, for a client that has only the address."""

import csv

import pytest

from ec2_batch.imports.detect.detect import detect
from schema.formats import FORMATS, ImportFormat
from tests.ec2_batch.service.service import Service

CSV_FILES = [
    pytest.param(declared, id=name) for name, declared in FORMATS.items() if not declared.is_archive
]


def test_each_format_leads_to_a_file_to_start_from(service: Service) -> None:
    listed = service.ask("GET", "/import-formats").json

    assert [each["name"] for each in listed] == list(FORMATS)
    for each, declared in zip(listed, FORMATS.values(), strict=True):
        answer = service.ask("GET", each["template"])
        kind = "zip" if declared.is_archive else "csv"
        disposition = answer.headers["Content-Disposition"]
        assert answer.status == 200
        assert disposition == f'attachment; filename="{each["name"]}.{kind}"'
        assert each["template"].endswith(f"/template.{kind}")


@pytest.mark.parametrize("declared", CSV_FILES)
def test_a_template_is_taken_for_what_it_is(service: Service, declared: ImportFormat) -> None:
    answer = service.ask("GET", f"/import-formats/{declared.name}/template.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert detect(answer.body, whole=True).format.name == declared.name
    header, row = csv.reader(answer.body.decode("utf-8-sig").splitlines())
    assert len(header) == len(row)


def test_a_spreadsheet_sees_that_a_template_is_unicode(service: Service) -> None:
    template = service.ask("GET", "/import-formats/students/template.csv").body

    assert template.startswith(b"\xef\xbb\xbf")


def test_a_format_that_is_not_there_is_said_to_be(service: Service) -> None:
    answer = service.ask("GET", "/import-formats/menus/template.csv")

    assert answer.status == 404
    assert answer.detail == f"There is no such format; there are {', '.join(FORMATS)}."


def test_a_csv_file_is_not_to_be_had_as_a_zip(service: Service) -> None:
    answer = service.ask("GET", "/import-formats/students/template.zip")

    assert answer.status == 404
    assert answer.detail == "The template of students is /import-formats/students/template.csv."
