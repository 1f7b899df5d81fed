"""Package the GraphQL function: one zip, the same bytes each time from the same sources.

`python -m infra_cfn.package --architecture arm64 --output build/graphql-api.zip`
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
LOCK = Path(__file__).with_name("function.lock")  # without boto3: the runtime has it
UV = Path(sys.executable).with_name("uv")
TASK_ROOT = "/var/task"  # where Lambda unpacks it, which tracebacks name
# What wheels are built for; the older glibc is the one that all of them run on.
PLATFORMS = {"x86_64": "x86_64-manylinux2014", "arm64": "aarch64-manylinux_2_28"}
RUNTIME = "3.13"  # api.yaml's
# The API, and what migrates for it: docs/decisions/0011-migrations.md says why in one zip.
PACKAGES = ("graphql_api", "infra_cfn/migration", "runtime", "schema")
LEFT_OUT = ("__pycache__", "demo", "api.graphql", "released.graphql")
# Commands, which start with a path of ours; what libraries are built and tested with.
UNUSED = ("bin", "cffi", "sqlalchemy/testing", "wrapt-stubs")
EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier moment, and no build's own may show


class PackageError(Exception):
    """The zip cannot be made; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Target:
    """What the zip is to run on."""

    architecture: str = "x86_64"
    python: str = RUNTIME


def package(output: Path, target: Target = Target()) -> None:
    """Write the function's zip.

    Raises:
        PackageError: this machine has no Python of the target's version, or uv failed.
    """
    interpreter = find_interpreter(target.python)
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / "function"
        install(unpacked, LOCK, target)
        # Of libraries only what Python runs: their sources are a third of the size.
        compile_sources(unpacked, TASK_ROOT, interpreter, "-b")
        for source in list(unpacked.rglob("*.py")):
            source.unlink()
        for name in PACKAGES:
            left_out = shutil.ignore_patterns(*LEFT_OUT)
            shutil.copytree(PROJECT / name, unpacked / name, ignore=left_out)
        compile_sources(unpacked, TASK_ROOT, interpreter)
        output.parent.mkdir(parents=True, exist_ok=True)
        _zip(unpacked, output)


def find_interpreter(python: str) -> str:
    """Return this machine's Python of a version.

    Raises:
        PackageError: there is none.
    """
    found = _uv("python", "find", python)
    if found.returncode:
        raise PackageError(f"This machine has no Python {python}, to compile for.")
    return found.stdout.strip()


def install(folder: Path, lock: Path, target: Target) -> None:
    """Install what a lock names, for a target that need not be this machine.

    Raises:
        PackageError: uv could not.
    """
    words = ["pip", "install", "--quiet", "--target", str(folder), "--requirement", str(lock)]
    words += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--link-mode", "copy"]
    words += ["--python-version", target.python, "--no-installer-metadata"]
    installed = _uv(*words, "--python-platform", PLATFORMS[target.architecture])
    if installed.returncode:
        raise PackageError(f"The packages could not be installed: {installed.stderr.strip()}")
    for name in UNUSED:
        shutil.rmtree(folder / name, ignore_errors=True)


def _uv(*words: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    return subprocess.run(
        [str(UV), *words], env=environment, capture_output=True, text=True, check=False
    )


def compile_sources(root: Path, place: str, interpreter: str, *options: str) -> None:
    """Compile everything below: `place`, where it will be, cannot be written to."""
    words = [interpreter, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    words += [*options, "-s", str(root), "-p", place, str(root)]
    # Sets are written in the order of their hashes.
    subprocess.run(words, env={**os.environ, "PYTHONHASHSEED": "0"}, check=True)


def _zip(folder: Path, output: Path) -> None:
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files_below(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all files in an order that does not depend on the machine."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def main() -> int:
    """Package as the command line says; 1 and a sentence when that fails."""
    parser = argparse.ArgumentParser(prog="python -m infra_cfn.package", description=__doc__)
    parser.add_argument("--output", type=Path, default=PROJECT / "build/graphql-api.zip")
    parser.add_argument("--architecture", choices=sorted(PLATFORMS), default="x86_64")
    parser.add_argument("--python", default=RUNTIME, help="the runtime's version")
    options = parser.parse_args()
    try:
        package(options.output, Target(options.architecture, options.python))
    except PackageError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{options.output} ({options.output.stat().st_size:,} bytes)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
