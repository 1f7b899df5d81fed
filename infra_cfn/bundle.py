"""Bundle what a batch host runs: programs, their packages, pages, units and its install script.

`python -m infra_cfn.bundle --architecture arm64 --output build/batch.tar.gz`
"""

import argparse
import gzip
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from infra_cfn.package import (
    PLATFORMS,
    PROJECT,
    RUNTIME,
    PackageError,
    Target,
    compile_sources,
    files_below,
    find_interpreter,
    install,
)

LOCK = Path(__file__).with_name("bundle.lock")
HOST = Path(__file__).with_name("host")  # units, agent's settings, install script
PAGE = PROJECT / "web/dist"
PLACE = "/opt/student-cloud/current"  # where a host has it, which tracebacks name
PACKAGES = ("ec2_batch", "runtime", "schema")
LEFT_OUT = ("__pycache__", "demo", "released.graphql")
# What libraries are built and tested with.
UNUSED = ("cffi", "sqlalchemy/testing", "wrapt-stubs")
LEVEL = 6  # of gzip; more takes minutes and saves a hundredth


def bundle(output: Path, target: Target, level: int = LEVEL) -> None:
    """Write the bundle: the same bytes each time from the same sources.

    Raises:
        PackageError: a page or a Python is missing here, or uv failed.
    """
    interpreter = find_interpreter(target.python)
    if not (PAGE / "index.html").exists():
        raise PackageError(f"There is no GraphiQL page in {PAGE}: `make page` builds it.")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "bundle"
        install(root / "lib", LOCK, target)
        for name in UNUSED:
            shutil.rmtree(root / "lib" / name, ignore_errors=True)
        for name in PACKAGES:
            ignored = shutil.ignore_patterns(*LEFT_OUT)
            shutil.copytree(PROJECT / name, root / "lib" / name, ignore=ignored)
        compile_sources(root, PLACE, interpreter)
        shutil.copytree(PAGE, root / "web/dist")
        shutil.copytree(HOST, root / "host")
        (root / "python").write_text(f"python{target.python}\n")
        output.parent.mkdir(parents=True, exist_ok=True)
        write_archive(root, output, level)


def write_archive(root: Path, output: Path, level: int) -> None:
    """Write a folder's files as one archive that says nothing of this machine or moment."""
    with (
        output.open("wb") as file,
        gzip.GzipFile("", "wb", level, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for path in files_below(root):
            entry = tarfile.TarInfo(path.relative_to(root).as_posix())
            entry.size = path.stat().st_size
            entry.mode = 0o755 if path.parent.name == "host" and not path.suffix else 0o644
            with path.open("rb") as content:
                archive.addfile(entry, content)


def main() -> int:
    """Bundle as the command line says; 1 and a sentence when that fails."""
    parser = argparse.ArgumentParser(prog="python -m infra_cfn.bundle", description=__doc__)
    parser.add_argument("--output", type=Path, default=PROJECT / "build/batch.tar.gz")
    parser.add_argument("--architecture", choices=sorted(PLATFORMS), default="arm64")
    parser.add_argument("--python", default=RUNTIME, help="the host's version")
    options = parser.parse_args()
    try:
        bundle(options.output, Target(options.architecture, options.python))
    except PackageError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{options.output} ({options.output.stat().st_size:,} bytes)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
