"""An upload as a browser does it: by the form that the API has signed."""

import urllib.request
from collections.abc import Mapping
from typing import Any
from uuid import uuid4


def post_form(upload: Mapping[str, Any], content: str) -> int:
    """Upload a file as a browser's form does, and return the status."""
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in ((field["name"], field["value"]) for field in upload["fields"])
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = "\r\n".join([*parts, head + content, f"--{edge}--", ""]).encode()
    request = urllib.request.Request(  # noqa: S310 - loopback
        upload["url"], body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return int(answer.status)
