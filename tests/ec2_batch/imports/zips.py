"""Zip files as exports make them, and as somebody who means harm does."""

import copy
import io
import stat
import struct
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

USERS = b"sourcedId,status\nu1,\n"


def zip_of(files: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return an honest zip."""
    return zip_with(files, lambda _zipped: None, method)


def zip_with(
    files: Mapping[str, bytes], spoil: Callable[[ZipFile], None], method: int = ZIP_DEFLATED
) -> bytes:
    """Return a zip whose directory was tampered with before it was written."""
    made = io.BytesIO()
    with ZipFile(made, "w", method) as zipped:
        for name, data in files.items():
            zipped.writestr(zip_info(name, method), data)
        spoil(zipped)
    return made.getvalue()


def zip_info(name: str, method: int = ZIP_STORED) -> ZipInfo:
    """Return a member's entry with its name exactly as it is given."""
    info = ZipInfo("x")
    info.filename = info.orig_filename = name
    info.compress_type = method
    info.external_attr = 0o644 << 16
    return info


def with_link() -> bytes:
    """Return a zip in which users.csv is a symbolic link out of it."""
    made = io.BytesIO()
    with ZipFile(made, "w") as zipped:
        info = zip_info("users.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(info, "/etc/passwd")
    return made.getvalue()


def with_shared_bytes() -> bytes:
    """Return a zip of a hundred megabytes that are all the same few thousand bytes."""

    def spoil(zipped: ZipFile) -> None:
        for number in range(40):
            twin = copy.copy(zipped.filelist[0])
            twin.filename = twin.orig_filename = f"users{number:02}.csv"
            zipped.filelist.append(twin)

    return zip_with({"users.csv": b"u1,active\n" * 250_000}, spoil)


def with_members(count: int, *, claimed: int | None = None) -> bytes:
    """Return a zip whose directory lists so many files, whatever its last record claims."""
    one = zip_of({"users.csv": USERS})
    directory_at, end_at = one.index(b"PK\x01\x02"), one.rindex(b"PK\x05\x06")
    directory = one[directory_at:end_at] * count
    counts = [count if claimed is None else claimed] * 2
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, *counts, len(directory), directory_at, 0)
    return one[:directory_at] + directory + end


def moved(data: bytes, *, by: int) -> bytes:
    """Return a zip whose members are said to begin so many bytes before where they do."""
    at = data.rindex(b"PK\x05\x06") + 16
    [directory_at] = struct.unpack_from("<L", data, at)
    return data[:at] + struct.pack("<L", directory_at + by) + data[at + 4 :]
