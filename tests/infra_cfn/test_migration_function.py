"""The function that migrates: deployed from its template, with the real zip, on a real database."""

import json
import sys
import zipfile
from pathlib import Path

import boto3
import pytest
from sqlalchemy import make_url, text

from infra_cfn.deploy import deploy
from infra_cfn.deploying.call_migration import call_migration
from infra_cfn.deploying.publish import publish
from infra_cfn.local.aws.ministack import AWS_ENVIRON, Ministack
from infra_cfn.local.postgres.server import Server
from infra_cfn.migration import handler as migration
from infra_cfn.package import package
from infra_cfn.stack import DeployError
from infra_cfn.template import read_template
from runtime.settings import MigrationSettings
from schema.database import make_engine
from tests.infra_cfn.test_package import HERE

TEMPLATE = Path(__file__).parents[2] / "infra_cfn/migration.yaml"
NAME = "student_cloud"  # which the template gives it
# What Lambda's own runtime has, and the stand-in's has not.
OF_THE_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "urllib3")
OF_BOTOCORE = ("secretsmanager", "endpoints.json", "partitions.json", "sdk-default")
HEAD = sorted(Path(__file__).parents[2].glob("schema/migrations/versions/0*.py"))[-1].name[:4]


@pytest.fixture(scope="module")
def secret(ministack: Ministack, postgres: Server) -> str:
    """The login of a database's owner, as RDS keeps it."""
    postgres.ensure_database(NAME)
    url = make_url(postgres.url("admin", NAME))
    text = json.dumps({"username": url.username, "password": url.password})
    secrets = ministack.client("secretsmanager")
    arn: str = secrets.create_secret(Name="rds!master", SecretString=text)["ARN"]
    return arn


@pytest.fixture(scope="module")
def function(
    ministack: Ministack, postgres: Server, secret: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    client = ministack.client("cloudformation")
    bucket = deploy(client, "local", stacks=["code"]).outputs["CodeBucket"]
    zipped = tmp_path_factory.mktemp("package") / "graphql-api.zip"
    package(zipped, HERE)
    add_runtime(zipped)
    given = {
        "CodeKey": publish(ministack.client("s3"), bucket, zipped),
        "Architecture": HERE.architecture,
        "AppSubnetIds": "subnet-1,subnet-2",
        "HostGroupId": "sg-1",
        "DatabaseHost": "127.0.0.1",
        "DatabasePort": str(postgres.port),
        "DatabaseTls": "prefer",
        "MasterSecretArn": secret,
    }
    deployed = deploy(client, "local", stacks=["migration"], parameters=given)
    return deployed.outputs["MigrationFunction"]


def add_runtime(zipped: Path) -> None:
    site = Path(boto3.__file__).parents[1]
    with zipfile.ZipFile(zipped, "a") as archive:
        for name in OF_THE_RUNTIME:
            for path in (site / name).rglob("*"):
                inside = path.relative_to(site)
                is_data = inside.parts[:2] == ("botocore", "data")
                if path.is_file() and (not is_data or inside.parts[2].startswith(OF_BOTOCORE)):
                    archive.write(path, inside)


def test_it_brings_an_empty_database_up_to_date(
    ministack: Ministack, function: str, postgres: Server
) -> None:
    database = call_migration(ministack.client("lambda"), function, "all")

    engine = make_engine(postgres.url("admin", NAME))
    with engine.begin() as connection:
        tables = connection.scalar(text("SELECT to_regclass('public.student')"))
    engine.dispose()
    assert (database.revision, database.waiting, tables) == (HEAD, [], "student")


def test_calling_it_again_changes_nothing(ministack: Ministack, function: str) -> None:
    first = call_migration(ministack.client("lambda"), function, "all")

    assert call_migration(ministack.client("lambda"), function, "expand") == first


def test_a_wish_that_it_does_not_know_ends_in_a_sentence(
    ministack: Ministack, function: str
) -> None:
    with pytest.raises(DeployError, match=r"'sideways' is not a valid Phase"):
        call_migration(ministack.client("lambda"), function, "sideways")


def test_a_table_that_is_in_use_is_not_waited_for_for_long(
    ministack: Ministack, postgres: Server, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.ensure_database("busy")
    url = make_url(postgres.url("admin", "busy"))
    variables = {**AWS_ENVIRON, "AWS_ENDPOINT_URL": ministack.endpoint, "MASTER_SECRET_ARN": secret}
    variables["DATABASE_URL"] = f"postgresql://{url.host}:{url.port}/{url.database}"
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    migration.handler({"phase": "all"}, None)
    monkeypatch.setattr("schema.migrate.LOCK_TIMEOUT", "50ms")
    engine = make_engine(url.render_as_string(hide_password=False))

    with engine.begin() as connection:
        connection.execute(text("COMMENT ON SCHEMA app IS 'of an older version'"))
    with engine.begin() as somebody:
        somebody.execute(text("LOCK TABLE student IN SHARE MODE"))
        answer = migration.handler({"phase": "expand"}, None)
    engine.dispose()

    assert answer["error"].startswith("A table was in use for longer than")


def test_a_database_that_is_away_is_said_without_its_address(
    ministack: Ministack, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {**AWS_ENVIRON, "AWS_ENDPOINT_URL": ministack.endpoint, "MASTER_SECRET_ARN": secret}
    variables["DATABASE_URL"] = "postgresql://127.0.0.1:9/records"
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    answer = migration.handler({"phase": "all"}, None)

    assert answer == {"error": "The database cannot be reached, or does not let this login in."}


def test_it_is_given_the_variables_that_it_reads_and_no_others() -> None:
    function = read_template(TEMPLATE.read_text())["Resources"]["Function"]["Properties"]

    assert set(function["Environment"]["Variables"]) == set(MigrationSettings.variables())
    module, name = function["Handler"].rsplit(".", 1)
    assert callable(getattr(sys.modules[module], name))
