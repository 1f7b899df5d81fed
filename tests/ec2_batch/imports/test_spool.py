"""Spooling: an upload is on disk once, whole, and leaves nothing behind."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.uploads.spool import spool
from ec2_batch.imports.uploads.uploaded_object import UploadedObject, find_upload
from ec2_batch.take_jobs import OUTAGE
from infra_cfn.local.aws.ministack import Ministack
from infra_cfn.local.variables import aws_variables

DATA = os.urandom(3_500_000)
ROOT = Path(__file__).parents[3]
MOUNT = 'mount -t tmpfs -o size=1m none "$0" && exec "$@"'
SPOOL = """
import sys
from pathlib import Path
from ec2_batch.imports.uploads.spool import spool
from ec2_batch.imports.uploads.uploaded_object import find_upload
from runtime import aws, log
log.configure("INFO")
s3 = aws.client("s3")
spool(s3, find_upload(s3, *sys.argv[1:3]), Path(sys.argv[3]))
"""


@pytest.fixture
def upload(ministack: Ministack, bucket: str) -> UploadedObject:
    key = f"uploads/{uuid4()}"
    ministack.client("s3").put_object(Bucket=bucket, Key=key, Body=DATA)
    found = find_upload(ministack.client("s3"), bucket, key)
    assert found
    return found


def test_an_upload_can_be_read_as_often_as_it_takes(
    ministack: Ministack, upload: UploadedObject, tmp_path: Path
) -> None:
    with spool(ministack.client("s3"), upload, tmp_path) as spooled:
        first = spooled.file.read()
        spooled.file.seek(0)
        again = spooled.file.read()

    assert first == again == DATA
    assert (spooled.size, spooled.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())


def test_a_file_has_no_name_that_could_outlive_the_process(
    ministack: Ministack, upload: UploadedObject, tmp_path: Path
) -> None:
    with spool(ministack.client("s3"), upload, tmp_path) as spooled:
        assert list(tmp_path.iterdir()) == []

    assert spooled.file.closed


def test_an_upload_that_was_replaced_is_not_spooled(
    ministack: Ministack, upload: UploadedObject, bucket: str, tmp_path: Path
) -> None:
    ministack.client("s3").put_object(Bucket=bucket, Key=upload.key, Body=b"another")
    pinned = UploadedObject(bucket, upload.key, None, upload.etag, upload.size)

    with pytest.raises(UnreadableFileError, match="replaced"):
        spool(ministack.client("s3"), pinned, tmp_path)


def test_a_full_disk_is_an_outage_and_the_log_says_of_which_folder(
    ministack: Ministack, upload: UploadedObject, bucket: str, tmp_path: Path
) -> None:
    probe = ["unshare", "-rm", "sh", "-c", MOUNT, str(tmp_path), "true"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a file system, so that none can be filled")
    program = [sys.executable, "-c", SPOOL, bucket, upload.key, str(tmp_path)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **aws_variables(ministack.endpoint)}

    ended = subprocess.run(
        [*probe[:-1], *program], env=environ, capture_output=True, text=True, check=False
    )

    assert "OSError: [Errno 28]" in ended.stderr
    assert issubclass(OSError, OUTAGE)
    [line] = map(json.loads, ended.stdout.splitlines())
    assert (line["event"], line["folder"]) == ("a folder has no room for an upload", str(tmp_path))
