"""Uploads: the import that an object in the bucket is for."""

import logging

from ec2_batch.imports.import_file import ImportEdges, find_import
from ec2_batch.imports.inbox import INBOX, Drop, take_drop
from ec2_batch.imports.uploads.uploaded_object import UploadedObject, find_upload
from ec2_batch.job_message import Uploaded
from ec2_batch.transaction import connect, transaction

logger = logging.getLogger(__name__)


def take_upload(edges: ImportEdges, uploaded: Uploaded) -> int | None:
    """Return the job that an object is for; nothing if it is for none."""
    if not uploaded.key.startswith(INBOX) or uploaded.bucket != edges.bucket:
        # A form is for one job, which takes what is there when it begins.
        found = find_import(edges, uploaded.bucket, uploaded.key)
    else:
        found = _take_from_inbox(edges, uploaded)
    if found is None:
        logger.warning("upload belongs to no job")
    return found


def _take_from_inbox(edges: ImportEdges, uploaded: Uploaded) -> int | None:
    upload = _told_of(uploaded, find_upload(edges.s3, edges.bucket, uploaded.key, uploaded.version))
    if upload is None or (drop := Drop.of(upload, uploaded.sequencer)) is None:
        return None
    with connect(edges.engine) as connection, transaction(connection) as cursor:
        return take_drop(cursor, drop)


def _told_of(uploaded: Uploaded, found: UploadedObject | None) -> UploadedObject | None:
    """Return the very object that an event tells of, whatever is there by now."""
    if uploaded.etag is None or uploaded.size is None:
        return found
    etag = f'"{uploaded.etag}"'
    if found and found.etag == etag:
        return found
    # Replaced or removed: it gets a job all the same, which will say so.
    return UploadedObject(uploaded.bucket, uploaded.key, uploaded.version, etag, uploaded.size)
