"""Who may put files into an inbox folder, and so have them imported in its operator's name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra_cfn.template import read_template

FOLDER = Path(__file__).parents[2] / "infra_cfn"


def statements(found: Any) -> Iterator[dict[str, Any]]:
    """Yield every statement of every policy, wherever in a template it is."""
    if isinstance(found, dict):
        if "Action" in found and "Effect" in found:
            yield found
        for value in found.values():
            yield from statements(value)
    elif isinstance(found, list):
        for value in found:
            yield from statements(value)


def writes_uploads(statement: dict[str, Any]) -> bool:
    allowed = statement["Effect"] == "Allow" and "s3:PutObject" in str(statement["Action"])
    return allowed and "UploadBucket" in str(statement["Resource"])


def test_only_who_is_tagged_with_a_folder_may_write_into_the_inbox() -> None:
    found = [
        statement
        for path in FOLDER.glob("*.yaml")
        for statement in statements(read_template(path.read_text()))
        if writes_uploads(statement)
    ]

    writable = {str(statement["Resource"]["!Sub"]).partition("/")[2] for statement in found}

    assert writable == {"uploads/*", "inbox/${!aws:PrincipalTag/student-cloud-inbox}/*"}
