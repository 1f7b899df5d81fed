"""Where an issue is, in words."""

from collections.abc import Mapping
from typing import Any

from ec2_batch.client.import_jobs import Job
from ec2_batch.commands.screen import plain


def place(issue: Mapping[str, Any], job: Job) -> str:
    """Return an issue's line, and its file where an upload has several."""
    file = "" if issue["file"] == job["fileName"] else plain(issue["file"])
    if not issue["line"]:
        return file or "the file"
    line = f"line {issue['line']:,}"
    return f"{file}, {line}" if file else line
