"""manifest.csv: an archive that is not what it says of itself is not imported."""

import io

import pytest

from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.uploads.archive import Archive, open_archive
from ec2_batch.imports.uploads.manifest import FileMode, read_manifest
from tests.ec2_batch.imports.zips import zip_of

ALLOWED = {"manifest.csv", "orgs.csv", "users.csv", "academicsessions.csv"}
HEAD = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"


def archive(manifest: str | bytes, *files: str) -> Archive:
    data = manifest.encode() if isinstance(manifest, str) else manifest
    zipped = zip_of({"manifest.csv": data, **dict.fromkeys(files, b"sourcedId\n")})
    return open_archive(io.BytesIO(zipped), ALLOWED)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_manifest_says_what_each_file_is(version: str, line_end: str) -> None:
    text = f"""propertyName,value
manifest.version,1.0
oneroster.version,{version}
file.academicSessions,bulk
file.users,DELTA
file.orgs,absent
file.resources,absent
source.systemName,"A, B"
"""

    manifest = read_manifest(
        archive(
            text.replace("\n", line_end).encode("utf-8-sig"),
            "academicSessions.csv",
            "users.csv",
            "resources.csv",
        )
    )

    assert manifest.version == version
    assert [manifest.mode(n) for n in ("academicsessions.csv", "users.csv", "orgs.csv")] == [
        FileMode.BULK,
        FileMode.DELTA,
        FileMode.ABSENT,
    ]


@pytest.mark.parametrize(
    ("manifest", "files", "code", "words"),
    [
        (HEAD + "file.users,bulk\n", [], "WRONG_MANIFEST", "users.csv is listed and not there"),
        (HEAD + "file.resources,bulk\n", [], "WRONG_MANIFEST", "resources.csv is listed"),
        (HEAD + "file.users,absent\n", ["users.csv"], "WRONG_MANIFEST", "is there and not listed"),
        (HEAD, ["Orgs.csv"], "WRONG_MANIFEST", "orgs.csv is there and not listed"),
        (HEAD + "file.users,bulk\n", ["orgs.csv"], "WRONG_MANIFEST", "not there; orgs.csv is"),
        (HEAD + "file.users,bulky\n", [], "UNREADABLE_MANIFEST", "can be absent, bulk, delta"),
        (HEAD + "file.users\n", [], "UNREADABLE_MANIFEST", "can be absent, bulk, delta"),
        (HEAD + "oneroster.version,1.2\n", [], "UNREADABLE_MANIFEST", "says two things"),
        (HEAD.replace("1.1", "2.0"), [], "UNREADABLE_MANIFEST", "can be 1.0, 1.1, 1.2"),
        (HEAD.replace("oneroster", "or"), [], "UNREADABLE_MANIFEST", "no “oneroster.version”"),
        ("sourcedId,status\n", [], "UNREADABLE_MANIFEST", "begin with propertyName,value"),
        (b"", [], "UNREADABLE_MANIFEST", "begin with propertyName,value"),
        (b"\xff\xfe\x00", [], "UNREADABLE_MANIFEST", "UTF-8"),
        (HEAD + '"x', [], "UNREADABLE_MANIFEST", "not a CSV file"),
        (HEAD + "x,y\n" * 20_000, [], "UNREADABLE_MANIFEST", "64 kB"),
    ],
)
def test_a_wrong_manifest_is_refused_with_what_is_wrong(
    manifest: str | bytes, files: list[str], code: str, words: str
) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_manifest(archive(manifest, *files))

    assert refused.value.issue.code == code
    assert words in refused.value.issue.message


def test_an_archive_without_a_manifest_is_refused() -> None:
    opened = open_archive(io.BytesIO(zip_of({"users.csv": b"sourcedId\n"})), ALLOWED)

    with pytest.raises(UnreadableFileError, match="holds no manifest"):
        read_manifest(opened)
