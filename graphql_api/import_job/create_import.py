"""Create an import: a job, and a form by which its file goes up."""

import uuid
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.declare.scalars import URL
from graphql_api.import_job.types import ImportJob
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.user_errors import Refused, UserError, invalid
from graphql_api.org.find_org import own_org
from graphql_api.planner.resolve import RowRef, row
from schema.access.roles import Permission
from schema.formats import ImportFormatName
from schema.models import ImportJob as ImportJobModel

LONGEST_FILE_NAME = 200  # characters


@strawberry.input(description="A file that is about to be uploaded.")
class ImportCreateInput:
    file_name: str = strawberry.field(description="The file's name, for people to know it by.")
    format: ImportFormatName | None = strawberry.field(
        description="What it holds; found out from its columns if it is left out.", default=None
    )
    auto_apply: bool = strawberry.field(
        description="Write good rows without waiting for a look at the preview.", default=True
    )
    deactivate_missing: bool = strawberry.field(
        description="Put records out of use that the file does not name; of enrollments, those in"
        " the schools and terms that its rows are about.",
        default=False,
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="A field of an upload form.")
class UploadField:
    name: str = strawberry.field(description="The field's name.")
    value: str = strawberry.field(description="The field's value.")


@strawberry.type(
    description="A form that uploads one file: send it as multipart/form-data, with all fields"
    " as they are and the file last, named `file`, within five minutes."
)
class Upload:
    url: URL = strawberry.field(description="Where to send the form.")
    fields: list[UploadField] = strawberry.field(description="What to send with the file.")


def upload_form(root: "ImportCreatePayload", info: ApiInfo) -> Upload | None:
    """Return the form of a job that was made, also when the answer is given once more."""
    made: RowRef | None = root.import_job  # type: ignore[assignment]
    if made is None:
        return None
    job = info.context.transaction.session.get_one(ImportJobModel, made.key)
    url, fields = info.context.storage.upload_form(job.object_key)
    shown = [UploadField(name=name, value=value) for name, value in fields.items()]
    return Upload(url=URL(url), fields=shown)


@strawberry.type(description="What came of asking for an import.")
class ImportCreatePayload:
    import_job: ImportJob | None = strawberry.field(description="The job, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")
    upload: Upload | None = strawberry.field(
        resolver=upload_form, description="How to upload the file; null if refused."
    )


def import_create(
    info: ApiInfo,
    input: Annotated[ImportCreateInput, strawberry.argument(description="The file.")],
) -> ImportCreatePayload:
    """Ask for an import: the answer says where to upload the file, and the rest follows."""
    caller = info.context.caller

    def work(session: Session) -> ImportCreatePayload:
        job = ImportJobModel(
            org_id=session.scalar(own_org()),
            requested_by=caller.subject,
            requested_role=caller.role,
            file_name=_plain(input.file_name),
            format=input.format.value if input.format else None,
            # The job's number is not known yet, and a key that cannot be guessed is safer.
            object_key=f"uploads/{uuid.uuid4()}",
            auto_apply=input.auto_apply,
            deactivate_missing=input.deactivate_missing,
            trace_header=info.context.trace_header,
        )
        session.add(job)
        session.flush()
        return ImportCreatePayload(import_job=row(job.id), user_errors=[])

    return perform(info, Permission.IMPORT, input, ImportCreatePayload, work)


def _plain(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not last or len(last) > LONGEST_FILE_NAME or any(ord(c) < 32 for c in last):
        message = f"A file name has 1 to {LONGEST_FILE_NAME} characters, none of them control ones."
        raise Refused(invalid("fileName", message))
    return last
