"""Each test's calls of AWS are held against the templates' policies; one denied fails the test."""

from collections.abc import Iterable, Iterator

import pytest

from tests.least_privilege.policies import granted
from tests.least_privilege.recorder import Call, listen, recorded
from tests.least_privilege.requests import UnmappedCallError, requests_of
from tests.least_privilege.roles import role_of
from tests.least_privilege.simulate import Request


@pytest.fixture(autouse=True, scope="session")
def listening() -> None:
    listen()


@pytest.fixture(autouse=True)
def calls_are_granted(listening: None) -> Iterator[None]:
    """Fail a test in which a program asked AWS for what its role may not do."""
    with recorded() as calls:
        yield
    if refused := sorted(set(refusals(calls))):
        pytest.fail("\n".join(refused))


def refusals(calls: Iterable[Call]) -> Iterator[str]:
    """Yield a sentence for each call that would be refused on AWS, or of which is not known."""
    for call in calls:
        if role := role_of(call):
            try:
                asked = requests_of(call)
            except UnmappedCallError as error:
                yield f"It is not known what IAM says: {error}"
                continue
            for request in asked:
                if not granted_to(role, request):
                    yield f"{role} may not {request.action} on {request.resource}: {call.module}"


def granted_to(role: str, request: Request) -> bool:
    """Return whether the templates grant a request to a role."""
    return granted().allows(role, request)
