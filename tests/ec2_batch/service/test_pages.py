"""The pages: shells without a record in them, that load nothing from anywhere else."""

import re

import pytest

from tests.ec2_batch.service.service import Service

REFERENCE = re.compile(r'(?:src|href)="([^"#]+)"|from "([^"]+)"')


def test_the_index_names_addresses_that_answer(service: Service) -> None:
    index = service.ask("GET", "/api").json

    assert index["name"] == "Student Cloud"
    for name, link in index["links"].items():
        # The Lambda answers this one, behind the same gateway.
        if name != "graphql":
            path = link["href"].replace("{id}", "1")
            assert service.ask(link["methods"][0], path).status in (200, 401), name


def test_the_root_leads_to_the_console(service: Service) -> None:
    answer = service.ask("GET", "/")

    assert (answer.status, answer.headers["Location"]) == (302, "console")


def test_the_console_refers_to_its_own_files_only(service: Service) -> None:
    """By addresses relative to the page, so that it works below the gateway's stage."""
    seen, left = set(), ["console"]
    while left:
        name = left.pop()
        answer = service.ask("GET", "/" + name)
        assert answer.status == 200, name
        seen.add(name)
        for page, module in REFERENCE.findall(answer.body.decode()):
            found = page or "console/" + module.removeprefix("./")
            assert not found.startswith(("/", "http")), found
            if found not in seen and found != "graphiql":
                left.append(found)

    assert {"console/console.js", "console/api.js", "console/theme.css"} <= seen


def test_the_console_may_reach_us_and_the_upload_bucket_only(service: Service) -> None:
    policy = service.ask("GET", "/console").headers["Content-Security-Policy"]

    assert (
        "connect-src 'self' https://school-uploads.s3.eu-central-1.amazonaws.com"
        " https://school-uploads.s3.amazonaws.com;"
    ) in policy
    assert "script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy


def test_a_page_is_asked_for_again_but_its_named_files_are_kept(service: Service) -> None:
    page = service.ask("GET", "/graphiql")
    file = service.ask("GET", "/graphiql/index-3f9a.js")
    again = service.ask("GET", "/console", headers={"If-None-Match": etag(service)})

    assert page.headers["Cache-Control"] == "no-cache"
    assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (again.status, again.body) == (304, b"")


def etag(service: Service) -> str:
    return str(service.ask("GET", "/console").headers["ETag"])


@pytest.mark.parametrize(
    "path", ["/graphiql/../index.html", "/graphiql/%2e%2e/index.html", "/console/../app.py"]
)
def test_no_path_leads_out_of_the_pages(service: Service, path: str) -> None:
    assert service.ask("GET", path).status == 404
