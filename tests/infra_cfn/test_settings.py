"""The templates set exactly the variables that the programs read."""

import re
from pathlib import Path
from typing import Any

from infra_cfn.template import read_template
from runtime.settings import ApiSettings, BatchSettings

FOLDER = Path(__file__).parents[2] / "infra_cfn"


def properties(template: str, resource: str) -> dict[str, Any]:
    body = read_template((FOLDER / template).read_text())
    found: dict[str, Any] = body["Resources"][resource]["Properties"]
    return found


def environment_file(user_data: str) -> dict[str, str]:
    lines = re.search(r"<<'END'\n(.*?)\nEND\n", user_data, re.DOTALL)
    assert lines, "the host is given no environment file"
    return dict(line.split("=", 1) for line in lines[1].split("\n"))


def test_the_function_is_given_what_the_api_reads_and_nothing_else() -> None:
    given = properties("api.yaml", "Function")["Environment"]["Variables"]

    assert set(given) == set(ApiSettings.variables())


def test_a_host_is_given_what_batch_reads_and_nothing_else() -> None:
    template = properties("batch.yaml", "HostTemplate")["LaunchTemplateData"]

    given = set(environment_file(template["UserData"]["Fn::Base64"]["!Sub"]))

    # AWS_* are read by the SDKs themselves, the address by the service's unit; and which host it
    # is, each finds out.
    given = {name for name in given if not name.startswith("AWS_")} - {"SERVICE_ADDRESS"}
    assert given | {"INSTANCE_ID"} == set(BatchSettings.variables())
    assert 'echo "INSTANCE_ID=' in (FOLDER / "host/install").read_text()


def test_both_programs_connect_by_token_over_tls_as_their_own_login() -> None:
    function = properties("api.yaml", "Function")["Environment"]["Variables"]
    template = properties("batch.yaml", "HostTemplate")["LaunchTemplateData"]
    host = environment_file(template["UserData"]["Fn::Base64"]["!Sub"])

    for given, address, login in (
        (function, function["DATABASE_URL"]["!Sub"], "api_service"),
        (host, host["DATABASE_URL"], "batch_service"),
    ):
        assert given["DATABASE_AUTH"] == "iam"
        whom = (
            rf"postgresql://{login}@.*\?sslmode=verify-full&sslrootcert=/.*/runtime/authorities.pem"
        )
        assert re.fullmatch(whom, address)
