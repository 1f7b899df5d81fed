"""The help of the commands names each of them, and does not load what they need."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from ec2_batch.cli import COMMANDS, main


def test_help_names_every_command_and_imports_none() -> None:
    look = (
        "import sys; from ec2_batch.cli import main; main(['--help'], standalone_mode=False);"
        " print({'sqlalchemy', 'boto3', 'urllib3', 'rich', 'flask'} & set(sys.modules))"
    )

    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert all(f"\n  {name} " in said.stdout for name in COMMANDS)
    assert said.stdout.endswith("set()\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(name: str) -> None:
    ended = CliRunner().invoke(main, [name, "--help"], prog_name="studentcloud")

    assert ended.exit_code == 0
    assert ended.output.startswith(f"Usage: studentcloud {name}")
