"""Stage 1, spool: an uploaded object on local disk, so that it can be read more than once."""

import errno
import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ec2_batch.imports.uploads.uploaded_object import UploadedObject, read_chunks

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)  # on the disk, or in one's share of it

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spooled:
    """An upload that has arrived whole; leaving it as a context closes its file."""

    file: BinaryIO  # without a name: the system deletes it, however the process ends
    size: int  # bytes
    sha256: str  # hexadecimal

    def __enter__(self) -> "Spooled":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def spool(s3: "S3Client", upload: UploadedObject, folder: Path | None) -> Spooled:
    """Read an uploaded object once, into a file in `folder`, or in the system's for such files.

    Raises:
        UnreadableFileError: the object is gone, too large or not the same any more.
        OSError: the folder has no room, which is no fault of the file.
    """
    digest, size = hashlib.sha256(), 0
    with _told_if_full(folder), ExitStack() as kept:
        file = kept.enter_context(tempfile.TemporaryFile(dir=folder))
        for chunk in read_chunks(s3, upload):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.seek(0)
        kept.pop_all()
    return Spooled(file, size, digest.hexdigest())


@contextmanager
def _told_if_full(folder: Path | None) -> Iterator[None]:
    """Log which folder has no room; the worker puts the job off, as in any outage."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            where = str(folder or tempfile.gettempdir())
            logger.error("a folder has no room for an upload", extra={"folder": where})
        raise
