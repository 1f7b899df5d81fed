"""What a deployment would do is shown first, and what loses data is never done in passing."""

from pathlib import Path

import pytest

from infra_cfn.deploying.__main__ import main
from infra_cfn.deploying.changes import Change
from infra_cfn.deploying.confirm import Confirmation
from infra_cfn.deploying.parameter_file import read_parameters
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.stack import Blueprint, DeployError, bring_up_to_date, find_stack

QUEUE = "Resources: { Errands: { Type: AWS::SQS::Queue, Properties: { QueueName: errands } } }"
TOPIC = "Resources: { News: { Type: AWS::SNS::Topic, Properties: { TopicName: news } } }"
DATABASE_GOES = Change("Modify", "Database", "AWS::RDS::DBInstance", "True")


def answering(answer: str, told: list[str] | None = None, **more: object) -> Confirmation:
    listen = (lambda line: None) if told is None else told.append
    return Confirmation(listen, lambda question: answer, **more)  # type: ignore[arg-type]


def test_what_was_not_confirmed_is_not_made_and_leaves_nothing(ministack: Ministack) -> None:
    client = ministack.client("cloudformation")
    told: list[str] = []

    with pytest.raises(DeployError, match="errands stays as it is: it was not confirmed"):
        bring_up_to_date(client, Blueprint("errands", QUEUE, {}, {}), answering("", told))

    assert told == ["Stack errands:", "  adds Errands (AWS::SQS::Queue)"]
    assert find_stack(client, "errands") is None


def test_removing_what_holds_data_needs_the_stacks_name(ministack: Ministack) -> None:
    client = ministack.client("cloudformation")
    bring_up_to_date(client, Blueprint("letters", QUEUE.replace("errands", "letters"), {}, {}))
    without = Blueprint("letters", TOPIC, {}, {})

    with pytest.raises(DeployError, match="--losing letters agrees to that"):
        bring_up_to_date(client, without, answering("y"))
    news = bring_up_to_date(client, without, answering("letters"))

    assert news


@pytest.mark.parametrize(
    ("confirmation", "done"),
    [
        (answering("", yes=True), False),
        (answering("student-cloud-production-data", yes=True), False),
        (answering("y"), False),
        (answering("student-cloud-production-data"), True),
        (answering("", yes=True, losing=["student-cloud-production-events"]), False),
        (answering("", yes=True, losing=["student-cloud-production-data"]), True),
    ],
)
def test_yes_to_everything_is_no_yes_to_losing_the_database(
    confirmation: Confirmation, done: bool
) -> None:
    objection = confirmation("student-cloud-production-data", [DATABASE_GOES])

    assert (objection is None) == done


def test_a_replacement_of_what_holds_data_is_called_out() -> None:
    maybe = Change("Modify", "Database", "AWS::RDS::DBInstance", "Conditional")

    lines = [str(DATABASE_GOES), str(maybe), str(Change("Modify", "Role", "AWS::IAM::Role"))]

    assert lines == [
        "  REPLACES Database (AWS::RDS::DBInstance)  <- IT HOLDS DATA",
        "  may REPLACE Database (AWS::RDS::DBInstance)  <- IT HOLDS DATA",
        "  changes Role (AWS::IAM::Role)",
    ]


def test_a_misspelt_parameter_of_an_environment_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "data.yaml"
    template.write_text("Parameters: { DbClass: { Type: String } }")
    (tmp_path / "development.json").write_text('{"DbClas": "db.t4g.micro"}')

    with pytest.raises(DeployError, match="names DbClas, which no template declares"):
        read_parameters("development", [template], tmp_path)

    assert read_parameters("production", [template], tmp_path) == {}


def test_nobody_at_the_keyboard_is_no_consent(
    ministack: Ministack, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    ended = main(["deploy", "dev", "--endpoint", ministack.endpoint, "--stacks", "storage"])

    assert ended == 1
    said = capsys.readouterr().err
    assert "  adds UploadBucket (AWS::S3::Bucket)" in said
    assert said.endswith(
        "student-cloud-development-storage stays as it is: it was not confirmed.\n"
    )
