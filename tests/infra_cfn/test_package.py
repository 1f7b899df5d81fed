"""The function's zip: the same bytes each time, and all that the function needs."""

import json
import platform
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from infra_cfn.package import PackageError, Target, package
from infra_cfn.template import read_template
from tests.conftest import Database
from tests.infra_cfn.gateway_process import gateway
from tests.runtime.tokens import claims, token

# Compiled by this Python, so that it can be run here; `make deploy` compiles for the runtime.
HERE = Target(
    {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64"),
    f"{sys.version_info.major}.{sys.version_info.minor}",
)
API = Path(__file__).parents[2] / "infra_cfn/api.yaml"
LARGEST = 60_000_000  # bytes unpacked; Lambda takes 250 MB, and an INIT reads less of less


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("package") / "graphql-api.zip"
    package(made, HERE)
    return made


@pytest.fixture(scope="module")
def unpacked(archive: Path) -> Path:
    with zipfile.ZipFile(archive) as members:
        members.extractall(archive.parent / "function")
    return archive.parent / "function"


def test_two_builds_are_the_same_to_the_byte(archive: Path, tmp_path: Path) -> None:
    package(tmp_path / "again.zip", HERE)

    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_it_has_all_that_the_function_imports(unpacked: Path) -> None:
    # -S: without this environment's packages.
    alone = [sys.executable, "-S", "-c", "import graphql_api.compose as made; print(made.__file__)"]

    ran = subprocess.run(
        alone, cwd="/", env={"PYTHONPATH": str(unpacked)}, capture_output=True, text=True
    )

    assert ran.stdout.strip() == str(unpacked / "graphql_api/compose.py"), ran.stderr


def test_a_query_is_answered_by_what_is_in_it(unpacked: Path, database: Database) -> None:
    settings = {
        "ENVIRONMENT": "local",
        "DATABASE_URL": database.api_url,
        "DATABASE_AUTH": "password",
        "UPLOAD_BUCKET": "uploads",
        "REPORT_BUCKET": "reports",
    }
    now = int(time.time())
    bearer = token(claims(iat=now, exp=now + 60))
    headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}

    function = {"handler": "graphql_api.lambda_handler.handler", "task_root": str(unpacked)}
    with gateway(environment=settings, **function) as door:
        asked = json.dumps({"query": "{ systemHealth { status } }"})
        answer = door.send("POST", "/graphql", asked, headers)

    assert answer.json()["data"] == {"systemHealth": {"status": "UP"}}


def test_nothing_is_left_to_compile_at_init(unpacked: Path) -> None:
    sources = list(unpacked.rglob("*.py"))

    assert sources
    for source in sources:
        [compiled] = (source.parent / "__pycache__").glob(f"{source.stem}.*.pyc")
        flags = int.from_bytes(compiled.read_bytes()[4:8], "little")
        assert flags == 0b01  # by the source's hash, which is not checked


def test_it_has_neither_what_the_runtime_has_nor_what_only_the_batch_host_needs(
    archive: Path,
) -> None:
    with zipfile.ZipFile(archive) as members:
        infos = members.infolist()
    names = [info.filename for info in infos]

    assert sum(info.file_size for info in infos) < LARGEST
    unwanted = r"(boto3|botocore|flask|click|polars|ec2_batch|tests|schema/demo)\b"
    assert [name for name in names if re.match(unwanted, name)] == []
    secret = [name for name in names if name.endswith((".env", ".key", ".pem"))]
    assert secret == ["runtime/authorities.pem"]  # which is none: whom we believe, and no key
    ours = [name for name in names if name.startswith("infra_cfn/")]
    assert [name for name in ours if not name.startswith("infra_cfn/migration/")] == []


def test_it_is_compiled_for_the_runtime_of_the_template() -> None:
    function = read_template(API.read_text())["Resources"]["Function"]["Properties"]

    assert function["Runtime"] == f"python{Target().python}"


def test_a_python_that_is_not_here_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"This machine has no Python 3\.99"):
        package(tmp_path / "x.zip", Target(python="3.99"))
