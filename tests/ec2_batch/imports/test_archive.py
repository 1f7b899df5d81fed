"""Zip files: the CSV files inside are read, and what else a zip may be is refused by name."""

import tempfile
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.uploads import archive as archives
from ec2_batch.imports.uploads.archive import Archive, open_archive
from tests.ec2_batch.imports.zips import (
    USERS,
    moved,
    with_link,
    with_members,
    with_shared_bytes,
    zip_of,
    zip_with,
)

ALLOWED = {"users.csv", "orgs.csv", "manifest.csv"}
MOST_MEMORY = 20 << 20  # bytes, whatever the zip claims to hold
HONEST = zip_of({"users.csv": USERS * 500, "orgs.csv": b"sourcedId\no1\n"})


def opened(data: bytes) -> Archive:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the archive, when it is let go
    file.write(data)
    return open_archive(file, ALLOWED)


def read_all(data: bytes) -> dict[str, int]:
    """Read every file of a zip and return how many bytes each has."""
    archive = opened(data)
    return {name: sum(map(len, archive.chunks(name))) for name in archive.names}


def encrypt(zipped: ZipFile) -> None:
    zipped.filelist[0].flag_bits |= 1


def test_the_files_of_a_zip_are_read_in_its_order_and_again() -> None:
    archive = opened(zip_of({"users.csv": USERS * 50_000, "Orgs.CSV": b"sourcedId\n"}))

    assert archive.names == ("users.csv", "orgs.csv")
    for _ in range(2):
        assert b"".join(archive.chunks("users.csv")) == USERS * 50_000
    assert b"".join(archive.chunks("orgs.csv")) == b"sourcedId\n"


def test_a_folder_around_the_files_and_what_a_mac_adds_do_no_harm() -> None:
    archive = opened(
        zip_of(
            {
                "export/": b"",
                "export/users.csv": USERS,
                "export/.DS_Store": b"\0",
                "export/demographics.csv": b"sourcedId\n",
                "__MACOSX/export/._users.csv": b"\0",
            }
        )
    )

    assert b"".join(archive.chunks("users.csv")) == USERS
    assert archive.ignored == (
        "export/.DS_Store",
        "export/demographics.csv",
        "__MACOSX/export/._users.csv",
    )


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"sourcedId,status\n", "NOT_A_ZIP", "not a zip file"),
        (b"PK\x03\x04" + b"x" * 300, "NOT_A_ZIP", "the end of it is missing"),
        (moved(HONEST, by=10), "DAMAGED_ZIP", "“users.csv”"),
        (HONEST[:-30], "NOT_A_ZIP", "the end of it is missing"),
        (zip_of({}), "NO_KNOWN_FILE", "holds no file"),
        (zip_of({"pupils.csv": b""}), "NO_KNOWN_FILE", "“pupils.csv”"),
        (zip_of({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "NOT_TEXT", "Excel"),
        (zip_with({"users.csv": USERS}, encrypt), "ENCRYPTED_ZIP", "password"),
        (zip_of({"../users.csv": USERS}), "UNSAFE_NAME", "“../users.csv”"),
        (zip_of({"a/../../users.csv": USERS}), "UNSAFE_NAME", "outside"),
        (zip_of({"/users.csv": USERS}), "UNSAFE_NAME", "outside"),
        (zip_of({"C:users.csv": USERS}), "UNSAFE_NAME", "outside"),
        (zip_of({"export\\users.csv": USERS}), "UNSAFE_NAME", "outside"),
        (zip_of({"users.csv\0.txt": USERS}), "UNSAFE_NAME", "users.csv␀.txt"),
        (with_link(), "NOT_A_FILE", "link"),
        (zip_of({"users.csv": USERS, "USERS.csv": USERS}), "DUPLICATE_FILE", "“users.csv”"),
        (zip_of({"a/users.csv": USERS, "b/users.csv": USERS}), "DUPLICATE_FILE", "users.csv"),
        (zip_of({"a/users.csv": USERS, "b/orgs.csv": USERS}), "SEVERAL_FOLDERS", "“a” and “b”"),
        (zip_of({"users.csv": USERS, "more.zip": b""}), "NESTED_ZIP", "“more.zip”"),
        (zip_of({"users.csv": zip_of({"users.csv": b""})}), "NESTED_ZIP", "“users.csv”"),
        (zip_of({"users.csv": USERS}, ZIP_BZIP2), "UNKNOWN_COMPRESSION", "deflate"),
        (with_members(51), "TOO_MANY_FILES", "more than 50"),
        (with_members(51, claimed=2), "TOO_MANY_FILES", "more than 50"),
        (with_shared_bytes(), "ZIP_BOMB", "share the same bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "zip",
)
def test_a_zip_that_is_not_to_be_trusted_is_refused_by_name(
    data: bytes, code: str, words: str
) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        opened(data)

    assert refused.value.issue.code == code
    assert words in refused.value.issue.message


def peak_of(act: Callable[[], object]) -> int:
    """Return the most memory that an act took."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("bomb", "code"),
    [
        (lambda: zip_of({"users.csv": bytes(200 << 20)}), "ZIP_BOMB"),
        (lambda: with_members(65_000), "TOO_MANY_FILES"),
        (lambda: with_members(65_000, claimed=1), "TOO_MANY_FILES"),
        (with_shared_bytes, "ZIP_BOMB"),
    ],
    ids=["ratio", "members", "members, denied", "shared bytes"],
)
def test_a_bomb_goes_off_in_little_memory(bomb: Callable[[], bytes], code: str) -> None:
    data = bomb()

    def defused() -> None:
        with pytest.raises(UnreadableFileError) as refused:
            read_all(data)
        assert refused.value.issue.code == code

    assert peak_of(defused) < MOST_MEMORY


def test_no_more_is_unpacked_than_all_files_together_may_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1 << 20)
    half = b"u1,active\n" * 60_000

    archive = opened(zip_of({"users.csv": half, "orgs.csv": half}, ZIP_STORED))

    for _ in range(3):  # passes over the same file are no more bytes
        list(archive.chunks("users.csv"))
    with pytest.raises(UnreadableFileError, match="unpacks to more than") as refused:
        list(archive.chunks("orgs.csv"))
    assert refused.value.issue.code == "TOO_LARGE"


def test_a_small_table_of_equal_rows_is_no_bomb() -> None:
    same = b"u1,active\n" * 500_000

    assert read_all(zip_of({"users.csv": same})) == {"users.csv": len(same)}


def test_bytes_that_changed_on_the_way_are_noticed() -> None:
    data = bytearray(zip_of({"users.csv": USERS * 50_000}, ZIP_STORED))
    data[500_000] ^= 1

    archive = opened(bytes(data))

    with pytest.raises(UnreadableFileError, match="damaged") as refused:
        list(archive.chunks("users.csv"))
    assert refused.value.issue.code == "DAMAGED_ZIP"


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(st.integers(0, len(HONEST) - 1), st.integers(0, 255)), min_size=1, max_size=4
    )
)
def test_whatever_is_wrong_with_a_zip_has_a_name(changes: list[tuple[int, int]]) -> None:
    data = bytearray(HONEST)
    for at, byte in changes:
        data[at] = byte

    with suppress(UnreadableFileError):
        read_all(bytes(data))
