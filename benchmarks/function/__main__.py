"""`make bench-lambda`: INIT, first and warm invocations and size of the packaged function."""

import argparse
import asyncio
import json
import platform
import sys
import tempfile
import zipfile
from dataclasses import asdict, fields
from pathlib import Path
from statistics import median

from benchmarks.credentials import make_credentials
from benchmarks.function.measure import Start, start
from benchmarks.function.subjects import subjects
from benchmarks.leave import leaving_in_order
from infra_cfn.local.postgres.server import start as start_postgres
from infra_cfn.package import Target, package
from schema.migrate import migrate

FIGURES = Path(__file__).parents[2] / ".data/bench/lambda.json"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
# What the project promises of a start: a figure beside its target says more than a figure.
TARGETS = {
    "INIT, processor, × floor": 2.6,
    "first __typename, × warm": 2.0,
    "warm __typename, × bare handler": 2.0,
    "memory after INIT, MB": 75.0,
    "unpacked, MB": 60.0,
}


def main() -> int:
    """Measure, print the figures beside their targets, and keep the raw ones."""
    parser = argparse.ArgumentParser(prog="make bench-lambda", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="cold starts of each function")
    rounds: int = parser.parse_args().rounds
    with leaving_in_order(), tempfile.TemporaryDirectory(prefix="student-cloud-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database's user is another
        archive, function = folder / "function.zip", folder / "function"
        package(archive, Target(python=VERSION))
        with zipfile.ZipFile(archive) as members:
            members.extractall(function)
            unpacked = sum(member.file_size for member in members.infolist())
        starts = with_database(folder, function, rounds)
        figures = summary(starts, archive.stat().st_size, unpacked)
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2) + "\n")
    sys.stdout.write(report(figures))
    return 0


def with_database(folder: Path, function: Path, rounds: int) -> dict[str, list[Start]]:
    """Return the starts of every subject, taken in turns before a real database."""
    server = start_postgres(folder / "postgres", durable=False)
    try:
        server.ensure_database("student_cloud")
        migrate(server.url("admin", "student_cloud"))
        credentials = make_credentials(server.url("api_service", "student_cloud"))
        settings = {
            **credentials.settings,
            "AWS_REGION": "eu-central-1",
            "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:9",  # as on Lambda; nobody listens
        }
        return asyncio.run(in_turns(function, settings, credentials.token, rounds))
    finally:
        server.stop()


async def in_turns(
    function: Path, settings: dict[str, str], bearer: str, rounds: int
) -> dict[str, list[Start]]:
    """Start each subject once a round, so that a busy moment meets all of them."""
    measured: dict[str, list[Start]] = {}
    for round_ in range(rounds + 1):
        for subject in subjects(function, settings, bearer):
            taken = await start(subject)
            if round_:  # the first one reads the files from the disk
                measured.setdefault(subject.name, []).append(taken)
    return measured


def summary(starts: dict[str, list[Start]], zipped: int, unpacked: int) -> dict[str, object]:
    """Return the medians and the ratios between them."""
    medians = {
        name: Start(*(median(getattr(s, f.name) for s in all_) for f in fields(Start)))
        for name, all_ in starts.items()
    }
    ours, floor, bare = medians["ours"], medians["floor"], medians["bare"]
    values = (
        ours.init_cpu_ms / floor.init_cpu_ms,
        ours.first_ms / ours.warm_ms,
        ours.warm_ms / bare.warm_ms,
        ours.rss_mb,
        unpacked / 1e6,
    )
    return {
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()} {platform.release()}",
        "rounds": len(starts["ours"]),
        "medians": {name: asdict(each) for name, each in medians.items()},
        "zip_mb": zipped / 1e6,
        "figures": dict(zip(TARGETS, values, strict=True)),
    }


def report(figures: dict[str, object]) -> str:
    """Return the figures beside their targets, a line each."""
    lines = [f"Python {figures['python']}, {figures['machine']}, {figures['rounds']} rounds"]
    measured = figures["figures"]
    assert isinstance(measured, dict)
    lines += [
        f"{name:34}{value:8.2f}   {'met' if value <= TARGETS[name] else 'missed'}:"
        f" target ≤ {TARGETS[name]:g}"
        for name, value in measured.items()
    ]
    return "\n".join([*lines, f"Raw figures: {FIGURES}", ""])


if __name__ == "__main__":
    sys.exit(main())
