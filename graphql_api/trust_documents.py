"""Add documents to the manifest: `python -m graphql_api.trust_documents FILE.graphql…`.

Prints each one's `documentId`. A file is one document, exactly as the client would send it.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from graphql_api.profile import PRODUCTION
from graphql_api.read_document import read_document
from graphql_api.root import make_schema
from graphql_api.trusted import MANIFEST, read_manifest, sha256


def trust(files: Sequence[Path], manifest: Path = MANIFEST) -> list[str]:
    """Add the documents of some files to a manifest, and return their names.

    Raises:
        ValueError: a document is not one that production answers.
    """
    schema, documents = make_schema()._schema, read_manifest(manifest)
    texts = [file.read_text() for file in files]
    for file, text in zip(files, texts, strict=True):
        errors = read_document(schema, text, PRODUCTION).errors
        if errors:
            raise ValueError(f"{file}: {errors[0].message}")
    documents |= {sha256(text): text for text in texts}
    manifest.write_text(json.dumps(documents, indent=2, sort_keys=True) + "\n")
    return [sha256(text) for text in texts]


if __name__ == "__main__":
    for name in trust([Path(word) for word in sys.argv[1:]]):
        sys.stdout.write(f"sha256:{name}\n")
