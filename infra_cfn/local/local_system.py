"""Starts the local system, as much of it at once as can be."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from infra_cfn.api_address import api_address
from infra_cfn.local import records
from infra_cfn.local.aws import ministack
from infra_cfn.local.aws.cloud import Deployed, deployed
from infra_cfn.local.aws.demo_users import SignedIn, sign_in_everyone
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.processes.child import Child
from infra_cfn.local.processes.ports import free_port
from infra_cfn.local.processes.readiness import await_answer, await_first_word, await_gateway
from infra_cfn.local.processes.supervisor import Children
from infra_cfn.local.programs import Programs
from infra_cfn.local.records import Records
from infra_cfn.local.up_file import Up, up_file
from infra_cfn.local.variables import api_variables, aws_variables, batch_variables
from schema.access.roles import Role

if TYPE_CHECKING:  # it imports all that seeding needs
    from schema.demo import Size

Tell = Callable[[str], None]
Users = Mapping[Role, SignedIn]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for."""

    data: Path
    size: "Size"
    port: int
    database_url: str | None  # None: a server of our own
    seed: bool  # load demo data into a given database too
    through_gateway: bool  # all stacks, and requests through the stand-in's API Gateway

    @property
    def logs(self) -> Path:
        """Return where each program's log goes."""
        return self.data / "logs"


@dataclass(frozen=True, slots=True)
class LocalSystem:
    """All of it, running."""

    up: Up
    sign_in: Callable[[], Users]  # for fresh tokens
    start_worker: Callable[[], Child]


def bring_up(wishes: Wishes, children: Children, tell: Tell) -> LocalSystem:
    """Start everything and return once it is ready; what runs is in `children` at any time."""
    # Started first and waited for last: a start that finds all as it was needs it late.
    aws = ministack.start(wishes.data / "aws", wishes.logs / "ministack.log")
    children.add(aws.child)
    held = _start_records(wishes, children)
    tell("PostgreSQL answers.")
    prepared = _in_background(lambda: records.prepare(held))
    known = deployed(aws, whole=wishes.through_gateway)
    children.add(aws.child)  # after a deployment it is another one
    tell("The stacks are deployed.")
    prepared.result()
    tell("The database is migrated.")
    ours = _tell_programs(wishes, aws, known, held, tell)
    users = _start_programs(ours, aws, known, held, children, tell)
    up = _describe(ours, aws, known, held, users, children)
    return LocalSystem(up, lambda: sign_in_everyone(aws.endpoint, known.outputs), ours.start_worker)


def _start_records(wishes: Wishes, children: Children) -> Records:
    if wishes.database_url:
        return records.use_given(wishes.database_url, wishes.size if wishes.seed else None)
    log = wishes.logs / "postgres.log"
    held = records.start_own(wishes.data / "postgres", wishes.size, log)
    if held.server:
        children.add(held.server)
    return held


def _tell_programs(
    wishes: Wishes, aws: Ministack, known: Deployed, held: Records, tell: Tell
) -> Programs:
    port = free_port(wishes.port)
    if wishes.port and port != wishes.port:  # 0 asks for any
        tell(f"Port {wishes.port} is taken, so the pages are on port {port}.")
    sdk = aws_variables(aws.endpoint)
    ours = Programs(
        api=sdk | api_variables(known.outputs, known.jwks, held.api_url),
        batch=sdk | batch_variables(known.outputs, known.jwks, held.batch_url),
        port=port,
        service_port=free_port(),
        up_file=up_file(wishes.data),
        logs=wishes.logs,
    )
    return _lead_through(ours, aws, known) if wishes.through_gateway else ours


def _lead_through(ours: Programs, aws: Ministack, known: Deployed) -> Programs:
    from infra_cfn.local.aws.release import link_runtime

    runtime = aws.directory / "runtime"
    link_runtime(runtime)
    told = {name: ours.api[name] for name in ("DATABASE_URL", "DATABASE_AUTH")}
    told["PYTHONPATH"] = str(runtime)
    if daemon := ours.api.get("AWS_XRAY_DAEMON_ADDRESS"):
        told["AWS_XRAY_DAEMON_ADDRESS"] = daemon
    aws.here.write({known.outputs["FunctionName"]: told}, ours.service_url)
    return replace(ours, stage_url=api_address(aws.endpoint, known.outputs))


def _start_programs(
    ours: Programs,
    aws: Ministack,
    known: Deployed,
    held: Records,
    children: Children,
    tell: Tell,
) -> Users:
    # In the order of how long each takes.
    gateway, service = children.add(ours.start_gateway()), children.add(ours.start_service())
    ministack.await_ready(aws)
    tell("MiniStack answers.")
    called = _in_background(lambda: _call_first(ours, aws))
    worker = children.add(ours.start_worker())
    users = sign_in_everyone(aws.endpoint, known.outputs)
    tell("The demo users are signed in.")
    subjects = {role: user.subject for role, user in users.items()}
    loaded = _in_background(lambda: records.load_demo(held, subjects))
    await_gateway(gateway)
    called.result()
    tell("The GraphQL function is initialised.")
    await_answer(service, f"{ours.service_url}/health/ready")
    await_answer(gateway, f"http://127.0.0.1:{ours.port}/health/ready")
    tell("The service answers.")
    await_first_word(worker)
    tell("The worker is at work.")
    loaded.result()
    tell("The demo data is there." if held.demo else "No demo data was asked for.")
    return users


def _call_first(ours: Programs, aws: Ministack) -> None:
    """Have the stand-in start the function, which it does when it is first called."""
    if ours.stage_url:
        # Not by the door, which would give up after 30 s: asked again, another one is started.
        await_answer(aws.child, f"{ours.stage_url}/graphql", method="OPTIONS", patience=180.0)


def _describe(
    ours: Programs,
    aws: Ministack,
    known: Deployed,
    held: Records,
    users: Users,
    children: Children,
) -> Up:
    origin = f"http://127.0.0.1:{ours.port}"
    return Up(
        graphql=f"{origin}/graphql",
        graphiql=f"{origin}/graphiql",
        console=f"{origin}/console",
        api=f"{origin}/api",
        aws_endpoint=aws.endpoint,
        database_url=held.owner_url,
        upload_bucket=known.outputs["UploadBucket"],
        tokens={role.value: user.token for role, user in users.items()},
        pids=children.pids(),
    )


def _in_background(work: Callable[[], T]) -> "Future[T]":
    """Do something on a thread that nobody waits for when the program is to end."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future
