"""Fetching a file, which appears under its name once all of it is there."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

import click
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

from ec2_batch.client.api import unanswered

CHUNK_BYTES = 1 << 16


def fetch_file(http: PoolManager, url: str, path: Path) -> int:
    """Write what is at an address into a file, and return its size in bytes.

    It holds personal data, so nobody else on this machine may read it.

    Raises:
        ClickException: it could not be fetched; a file that was there before still is.
        OSError: it cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            answer = http.request("GET", url, preload_content=False)
            if answer.status != 200:
                raise click.ClickException(f"The file store refuses the file ({answer.status}).")
            for chunk in answer.stream(CHUNK_BYTES):
                file.write(chunk)
            size = file.tell()
        Path(name).replace(path)
    except HTTPError as error:
        raise click.ClickException(unanswered(url, error)) from None
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
    return size
