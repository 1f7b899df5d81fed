"""Under which role a call would be made on AWS."""

from tests.least_privilege.recorder import Call

FUNCTION, HOST = "api.FunctionRole", "batch.HostRole"
# Calls of people, with their own credentials or in the stand-in, and never of a host.
OF_PEOPLE = (
    ("ec2_batch.doctor.network.", "doctor --network, by whoever may look at the whole network"),
    ("ec2_batch.doctor.examine_network", "as above"),
    ("ec2_batch.doctor.examine.examine_local", "doctor beside make up"),
    ("ec2_batch.commands.redrive.", "redrive beside make up looks for the queue's address"),
)


def role_of(call: Call) -> str | None:
    """Return the role, as the templates name it; None for a call of people."""
    place = f"{call.module}.{call.function}"
    if any(place.startswith(known) for known, _why in OF_PEOPLE):
        return None
    return FUNCTION if call.module.startswith("graphql_api.") else HOST
