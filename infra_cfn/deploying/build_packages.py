"""The packages of what is checked out here, in `build/`."""

from pathlib import Path

from infra_cfn.bundle import bundle
from infra_cfn.deploying.release import Packages
from infra_cfn.package import PROJECT, Target, package

BUILD = PROJECT / "build"


def build_packages(architecture: str, folder: Path = BUILD) -> Packages:
    """Write and return both packages; the same bytes each time from the same sources.

    Raises:
        PackageError: this machine lacks what they are made with.
    """
    target = Target(architecture)
    made = Packages(folder / "graphql-api.zip", folder / "batch.tar.gz")
    package(made.function, target)
    bundle(made.bundle, target)
    return made
