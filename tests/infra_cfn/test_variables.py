"""On this machine, too, the programs are given exactly what they read."""

from collections import defaultdict

from infra_cfn.local.variables import api_variables, batch_variables
from runtime.settings import ApiSettings, BatchSettings

OUTPUTS = defaultdict(lambda: "an output")
OF_A_GROUP = {"AUTO_SCALING_GROUP", "INSTANCE_ID"}  # which no host of this machine belongs to


def test_the_function_is_given_what_the_api_reads_and_nothing_else() -> None:
    given = api_variables(OUTPUTS, jwks="{}", database_url="postgresql:///")

    assert set(given) == set(ApiSettings.variables())
    assert ApiSettings.read(given).environment == "local"


def test_service_and_worker_are_given_what_batch_reads_and_nothing_else() -> None:
    given = batch_variables(OUTPUTS, jwks="{}", database_url="postgresql:///")

    assert set(given) == set(BatchSettings.variables()) - OF_A_GROUP
    assert BatchSettings.read(given).environment == "local"
