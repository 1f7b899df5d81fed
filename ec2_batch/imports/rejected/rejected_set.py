"""Rejected rows of an archive: a set again, of the files that had such rows, and as little more."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from ec2_batch.imports.rejected.rejected_rows import Fault, RejectedRows
from ec2_batch.imports.uploads.manifest import FILE, NAME, FileMode
from ec2_batch.imports.uploads.opened import SourceFile
from schema.formats.format import ImportFormat, as_csv


def rejected_set(
    declared: ImportFormat,
    sources: Iterable[SourceFile],
    faults: Callable[[str], Iterator[Fault]],
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the files of a set to mend and import: as changes, so that nobody leaves for it.

    `faults` tells what is wrong with rows of a file, in the order of their lines.
    """
    held = dict[str, Callable[[], Iterator[bytes]]]()
    written = list[str]()
    for source in (source for source in sources if not source.is_again):
        found = faults(source.name)
        if (first := next(found, None)) is None:
            continue
        text = RejectedRows(source.layout).text(source.blocks(), chain([first], found))
        yield source.name, text
        written.append(source.name)
        held |= source.beside
    for name, chunks in held.items():
        yield name, chunks()
    yield NAME, [_manifest(declared, {*written, *held}).encode()]


def _manifest(declared: ImportFormat, names: set[str]) -> str:
    files = {f"{FILE}{name.removesuffix('.csv')}" for name in names}
    said = [
        (name, (FileMode.DELTA if name in files else FileMode.ABSENT).value)
        if name.startswith(FILE)
        else (name, value)
        for name, value in declared.manifest
    ]
    return as_csv([("propertyName", "value"), *said])
