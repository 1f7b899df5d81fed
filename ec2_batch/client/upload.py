"""Sending a file by a presigned form, streamed from disk."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import click
from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from ec2_batch.client.api import unanswered

CHUNK_BYTES = 1 << 16
TIMEOUT = Timeout(connect=5, read=300)  # seconds; the store may take a while over a large file
REFUSALS = {
    "EntityTooLarge": "The file is larger than an import may be.",
    "EntityTooSmall": "The file is empty.",
    "RequestTimeTooSkewed": "This machine's clock is wrong; see `studentcloud doctor`.",
}


@dataclass(frozen=True, slots=True)
class Form:
    """Where a file is to be sent, and what with."""

    url: str
    fields: Iterable[tuple[str, str]]


def form_of(upload: dict[str, Any]) -> Form:
    """Return the form that an `Upload` of the API describes."""
    return Form(upload["url"], [(field["name"], field["value"]) for field in upload["fields"]])


def send_file(http: PoolManager, form: Form, path: Path, sent: Callable[[int], None]) -> None:
    """Send a file; `sent` is told of each piece's bytes as it goes.

    Raises:
        ClickException: it did not arrive.
        OSError: it cannot be read.
    """
    boundary = uuid4().hex
    head, tail = _head(form.fields, boundary), f"\r\n--{boundary}--\r\n".encode()
    with path.open("rb") as file:
        size = path.stat().st_size
        length = len(head) + size + len(tail)  # S3 takes no form of unknown length
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(length),
        }
        body = _body(head, file, size, tail, sent)
        try:
            answer = http.request(
                "POST", form.url, body=body, headers=headers, retries=False, timeout=TIMEOUT
            )
        except (HTTPError, OSError) as error:
            raise click.ClickException(unanswered(form.url, error)) from None
    if answer.status >= 300:
        raise click.ClickException(_refusal(answer.data.decode(errors="replace"), answer.status))


def _head(fields: Iterable[tuple[str, str]], boundary: str) -> bytes:
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="'
    parts = [f'{part}{name}"\r\n\r\n{value}\r\n' for name, value in fields]
    # Last: the store ignores what comes after it. Its true name is the job's.
    return "".join([*parts, f'{part}file"; filename="upload"\r\n\r\n']).encode()


def _body(
    head: bytes, file: BinaryIO, size: int, tail: bytes, sent: Callable[[int], None]
) -> Iterator[bytes]:
    yield head
    left = size  # of a file that grows meanwhile, this much was promised
    while left:
        chunk = file.read(min(CHUNK_BYTES, left))
        if not chunk:
            raise click.ClickException(f"{file.name} became shorter while it was being sent.")
        yield chunk
        left -= len(chunk)
        sent(len(chunk))
    yield tail


def _refusal(xml: str, status: int) -> str:
    """Say why the file store refused a file; it explains itself in XML."""
    found = re.search(r"<Code>(\w+)</Code>", xml)
    code = found[1] if found else str(status)
    return REFUSALS.get(code, f"The file store did not take the file ({code}). Try again.")
