"""`studentcloud doctor`."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from ec2_batch.client.nearest_up import NOTHING_RUNS, nearest_up
from ec2_batch.doctor.examine import examine_host, examine_local, examine_service
from ec2_batch.doctor.examine_network import examine_network
from ec2_batch.doctor.finding import Finding
from runtime.settings import BatchSettings, CommandSettings, MissingSettingError


@click.command("doctor")
@click.option("--json", "as_object", is_flag=True, help="Print what was found as a JSON array.")
@click.option("--network", is_flag=True, help="Look at who can reach what on AWS; nothing else.")
@click.option("--environment", help="With --network: which one, where ENVIRONMENT does not say.")
def command(as_object: bool, network: bool, environment: str | None) -> None:
    """Look for what is wrong, and say in plain words what to do about it.

    It looks at a running `make up`; on a batch host at all that the host's programs need;
    elsewhere at the service of STUDENT_CLOUD_GRAPHQL. It ends with 1 if something is not well.
    """
    found = []
    for finding in _network(environment) if network else _examined():
        found.append(finding)
        if not as_object:
            mark = "ok " if finding.well else "BAD"
            click.echo(f"{mark}  {finding.subject}: {finding.sentence}")
    if as_object:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=2))
    if not all(finding.well for finding in found):
        raise click.exceptions.Exit(1)


def _network(environment: str | None) -> Iterable[Finding]:
    if name := environment or CommandSettings.read().environment:
        return examine_network(name)
    raise click.UsageError("Say which network: --environment development, for example.")


def _examined() -> Iterable[Finding]:
    if up := nearest_up(Path.cwd()):
        return examine_local(up)
    try:
        return examine_host(BatchSettings.read())
    except MissingSettingError:
        pass  # not a host
    if service := CommandSettings.read().graphql:
        return examine_service(service)
    raise click.ClickException(f"{NOTHING_RUNS}, or set STUDENT_CLOUD_GRAPHQL to its address.")
