"""What our own gates say of templates: controls, network proof and proof of least privilege."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ec2_batch.doctor.network.network import Network
from ec2_batch.doctor.network.rules import judge
from infra_cfn.wiring.network import planned_network
from infra_cfn.wiring.wire import wire
from tests.infra_cfn.controls.estate import CONTROLS, Estate, read_all
from tests.infra_cfn.gates.mistake import Templates
from tests.least_privilege.policies import granted, granted_by
from tests.least_privilege.prove import faults

CONTROL, NETWORK, PRIVILEGE = "own controls", "network proof", "least privilege"
WITHOUT_CERTIFICATE: tuple[Mapping[str, str], ...] = ({}, {"UseRdsProxy": "on"})


def proofs_against(templates: Templates) -> dict[str, frozenset[str]]:
    """Return what speaks against templates, by gate; nothing if they are well.

    Templates that name what there is not cannot be put together, so nothing speaks against them.
    """
    try:
        estates = [Estate(name, templates) for name in ("production", "development")]
    except KeyError:
        return {}
    found = {
        CONTROL: frozenset(_controls(estates)),
        NETWORK: frozenset(_network(estates[0])),
        PRIVILEGE: frozenset(_privileges(templates)),
    }
    return {gate: said for gate, said in found.items() if said}


def _controls(estates: Sequence[Estate]) -> Iterator[str]:
    for estate in estates:
        for control in CONTROLS:
            if (control.everywhere or estate is estates[0]) and control.failures(estate):
                yield control.name


def _network(estate: Estate) -> Iterator[str]:
    try:
        networks = _networks(estate)
    except (KeyError, StopIteration):  # who names what is not there has no network
        return
    # Most mistakes are of other things, and of a clean network there is nothing to say.
    for network, clean in zip(networks, _clean_networks(), strict=True):
        if network != clean:
            yield from (finding.subject for finding in judge(network) if not finding.well)


def _networks(estate: Estate) -> list[Network]:
    """Return the network with a certificate, without one, and with the database's proxy."""
    others = (wire("production", given, estate.templates) for given in WITHOUT_CERTIFICATE)
    return [planned_network(estate.resources), *map(planned_network, others)]


@cache
def _clean_networks() -> list[Network]:
    return _networks(Estate("production", read_all()))


def _privileges(templates: Templates) -> Iterator[str]:
    found, clean = granted_by(templates), granted()
    if (found.roles, found.resources) != (clean.roles, clean.resources):
        yield from faults(found)
