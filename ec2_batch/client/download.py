"""Fetching a file, which appears under its name once all of it is there."""

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

import click
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

from ec2_batch.client.api import unanswered

CHUNK_BYTES = 1 << 16


def fetch_file(http: PoolManager, url: str, path: Path) -> int:
    """Write what is at an address into a file, and return its size in bytes.

    It holds personal data, so nobody else on this machine may read it.

    Raises:
        ClickException: it did not come; a file that was there before still is.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                size = _copy(http, url, file)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except HTTPError as error:
        raise click.ClickException(unanswered(url, error)) from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from None
    return size


def _copy(http: PoolManager, url: str, file: BinaryIO) -> int:
    answer = http.request("GET", url, preload_content=False)
    if answer.status != 200:
        raise click.ClickException(f"The file store refuses the file ({answer.status}).")
    for chunk in answer.stream(CHUNK_BYTES):
        file.write(chunk)
    return file.tell()
