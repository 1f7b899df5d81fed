"""Parameter files: how an environment differs from the templates' defaults."""

import json
from collections.abc import Iterable
from pathlib import Path

from infra_cfn.stack import DeployError
from infra_cfn.template import declared_parameters

FOLDER = Path(__file__).parents[1] / "parameters"


def read_parameters(
    environment: str, templates: Iterable[Path], folder: Path = FOLDER
) -> dict[str, str]:
    """Return the parameters of `<environment>.json`; empty when there is no such file.

    Raises:
        DeployError: the file is not an object of texts, or names what no template declares.
    """
    path = folder / f"{environment}.json"
    if not path.exists():
        return {}
    try:
        given = json.loads(path.read_text())
    except json.JSONDecodeError as error:
        raise DeployError(f"{path} is not JSON: {error}.") from error
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise DeployError(f'{path} must be one object of texts: {{"DbMultiAz": "on"}}.')
    declared = {name for body in templates for name in declared_parameters(body.read_text())}
    if unknown := sorted(set(given) - declared):
        raise DeployError(f"{path} names {', '.join(unknown)}, which no template declares.")
    return given
