"""What can be imported, for a client that has only the address."""

import csv

from ec2_batch.imports.detect import detect
from schema.formats import FORMATS
from tests.ec2_batch.service.service import Service


def test_each_format_leads_to_a_file_to_start_from(service: Service) -> None:
    listed = service.ask("GET", "/import-formats").json

    assert [each["name"] for each in listed] == list(FORMATS)
    for each in listed:
        answer = service.ask("GET", each["template"])
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        disposition = answer.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="{each["name"]}.csv"'
        assert detect(answer.body, whole=True).format.name == each["name"]
        header, row = csv.reader(answer.body.decode("utf-8-sig").splitlines())
        assert len(header) == len(row)


def test_a_spreadsheet_sees_that_a_template_is_unicode(service: Service) -> None:
    template = service.ask("GET", "/import-formats/students/template.csv").body

    assert template.startswith(b"\xef\xbb\xbf")


def test_a_format_that_is_not_there_is_said_to_be(service: Service) -> None:
    answer = service.ask("GET", "/import-formats/grades/template.csv")

    assert answer.status == 404
    assert answer.detail == "There is no such format; there are students, legacy-students."
