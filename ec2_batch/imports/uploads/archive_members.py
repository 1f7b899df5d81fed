"""A zip's directory: which of its members are files to read, or why none of it is to be trusted."""

import stat
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ec2_batch.imports.issue import UnreadableFileError, shown

MAX_MEMBERS = 50  # a OneRoster export has 20 files at most, a Mac adds a shadow to each
LOCAL_HEADER_BYTES = 30  # and the name after it
ENCRYPTED = 0x1
ZIPS = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz")
NAMED = 5  # members that a message lists
WORKBOOK = "[Content_Types].xml"  # is in every one


def find_members(
    zipped: ZipFile, allowed: Collection[str]
) -> tuple[dict[str, ZipInfo], tuple[str, ...]]:
    """Return the members to read by base name in lower case, and the paths of the others.

    Raises:
        UnreadableFileError: there is none, or the directory is not that of an honest zip.
    """
    members = zipped.infolist()
    if len(members) > MAX_MEMBERS:
        raise too_many_files()
    if any(member.filename == WORKBOOK for member in members):
        raise UnreadableFileError(
            "NOT_TEXT", "This is not a CSV file but an Excel workbook; save the sheet as CSV."
        )
    for member in members:
        _refuse_unsafe(member)
    files = [member for member in members if not member.is_dir()]
    wanted = [member for member in files if base_name(member.filename) in allowed]
    if not wanted:
        raise _nothing_known(files, allowed)
    _refuse_overlaps(members, zipped.start_dir)
    _refuse_twins(base_name(member.filename) for member in wanted)
    _refuse_scattered(wanted)
    ignored = tuple(shown(member.filename) for member in files if member not in wanted)
    return {base_name(member.filename): member for member in wanted}, ignored


def base_name(path: str) -> str:
    """Return the last part of a member's path, in lower case."""
    return PurePosixPath(path).name.lower()


def too_many_files() -> UnreadableFileError:
    """Return the refusal of a zip with more members than are looked at."""
    return UnreadableFileError(
        "TOO_MANY_FILES",
        f"The zip file holds more than {MAX_MEMBERS} files. Put in the CSV files alone.",
    )


def nested(name: str) -> UnreadableFileError:
    """Return the refusal of a zip in which a member is a zip."""
    return UnreadableFileError(
        "NESTED_ZIP",
        f"“{shown(name)}”, in the zip file, is packed itself."
        " Unpack it, and put the CSV files into one zip file.",
    )


def _refuse_unsafe(member: ZipInfo) -> None:
    name = member.orig_filename
    drive = name[1:2] == ":"
    if "\\" in name or "\0" in name or name.startswith("/") or drive or ".." in name.split("/"):
        raise UnreadableFileError(
            "UNSAFE_NAME",
            f"“{shown(name)}”, in the zip file, names a place outside of it."
            " Make the zip file again, with plain names and “/” between folder and file.",
        )
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnreadableFileError(
            "NOT_A_FILE",
            f"“{shown(name)}”, in the zip file, is not a file but a link or a device."
            " Put in the file itself.",
        )
    if member.flag_bits & ENCRYPTED:
        raise UnreadableFileError(
            "ENCRYPTED_ZIP",
            f"“{shown(name)}”, in the zip file, is locked by a password. Make one without.",
        )
    if name.lower().endswith(ZIPS):
        raise nested(name)
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others unpack without a bound
        raise UnreadableFileError(
            "UNKNOWN_COMPRESSION",
            f"“{shown(name)}”, in the zip file, is compressed in an unusual way."
            " Make the zip file with the method “deflate”.",
        )


def _refuse_twins(names: Iterable[str]) -> None:
    for name, times in Counter(names).most_common(1):
        if times > 1:
            raise UnreadableFileError(
                "DUPLICATE_FILE",
                f"The zip file holds “{shown(name)}” more than once. Keep the one that is right.",
            )


def _refuse_overlaps(members: Sequence[ZipInfo], directory_at: int) -> None:
    """Refuse members that share bytes, by which a small file claims to hold any amount."""
    in_order = sorted(members, key=lambda member: member.header_offset)
    ends_before = [member.header_offset for member in in_order[1:]] + [directory_at]
    for member, limit in zip(in_order, ends_before, strict=True):
        start = member.header_offset + LOCAL_HEADER_BYTES + len(member.orig_filename)
        if start + member.compress_size > limit:
            raise UnreadableFileError(
                "ZIP_BOMB",
                f"“{shown(member.filename)}” and another file in the zip share the same bytes,"
                " which no honest zip file does. Make it again from the CSV files.",
            )


def _refuse_scattered(wanted: Sequence[ZipInfo]) -> None:
    # One folder around all of them is no matter: it is how people zip an export.
    folders = sorted({str(PurePosixPath(member.filename).parent) for member in wanted})
    if len(folders) > 1:
        raise UnreadableFileError(
            "SEVERAL_FOLDERS",
            f"The zip file holds CSV files in several folders, “{shown(folders[0])}” and"
            f" “{shown(folders[1])}” among them. Put those to import into one.",
        )


def _nothing_known(files: Sequence[ZipInfo], allowed: Collection[str]) -> UnreadableFileError:
    found = ", ".join(f"“{shown(member.filename)}”" for member in files[:NAMED])
    return UnreadableFileError(
        "NO_KNOWN_FILE",
        f"The zip file holds {found or 'no file'}, and none that can be imported."
        f" Such files are named {', '.join(sorted(allowed))}.",
    )
