"""Packs files into a zip, the same bytes for the same files, while it is being sent."""

import io
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell: no file has a later one


def pack_files(files: Iterable[tuple[str, bytes | Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield a zip of files, a piece for each of theirs and one for the list of them at the end."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            member = ZipInfo(name, EPOCH)
            member.compress_type = ZIP_DEFLATED
            member.create_system = 3  # as on Unix, wherever this runs
            if isinstance(data, bytes):
                archive.writestr(member, data)
                yield pipe.taken()
                continue
            # How long it gets is not known yet, and may be more than a zip once could tell.
            with archive.open(member, "w", force_zip64=True) as file:
                for piece in data:
                    file.write(piece)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()


class _Pipe(io.RawIOBase):
    """What a zip is written to: it cannot seek, and forgets what was taken."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        self._waiting += data
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data
