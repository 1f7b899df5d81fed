"""Fingerprints: whether what a start would do again was done already, on the same sources."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path


def fingerprint(files: Iterable[Path], facts: Mapping[str, str]) -> str:
    """Return a text that changes when any of the files or facts does."""
    digest = hashlib.sha256(repr(sorted(facts.items())).encode())
    for path in sorted(files):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()
