"""Trusted documents: those that a client was built with, named by their SHA-256.

A client in the list may send nothing else, so that whoever takes its token can ask
only what the client itself asks. Why `documentId`: docs/decisions/0005-trusted-documents.md.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graphql_api.errors import RequestError
from graphql_api.request import GraphQLRequest

MANIFEST = Path(__file__).parents[1] / "schema" / "trusted.json"
_PREFIX = "sha256:"


@dataclass(frozen=True, slots=True)
class Trusted:
    """The documents that are known by name, and the clients that must name one."""

    documents: Mapping[str, str]  # by the SHA-256 of their text, in lower-case hexadecimal
    client_ids: frozenset[str] = frozenset()

    def document(self, request: GraphQLRequest, client_id: str) -> str:
        """Return the document that a request names or writes out.

        Raises:
            RequestError: there is none of this name, or the client may not send this one.
        """
        if request.document_id is not None:
            named = self.documents.get(request.document_id.removeprefix(_PREFIX))
            if named is None or not request.document_id.startswith(_PREFIX):
                message = "No trusted document has this `documentId`, `sha256:` and 64 digits."
                raise RequestError(400, "UNKNOWN_DOCUMENT", message)
            return named
        if client_id in self.client_ids and sha256(request.query) not in self.documents:
            message = "This client may only send its trusted documents: name one by `documentId`."
            raise RequestError(403, "UNTRUSTED_DOCUMENT", message)
        return request.query


def sha256(text: str) -> str:
    """Return what names a document in the manifest."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(path: Path = MANIFEST) -> dict[str, str]:
    """Return the manifest's documents.

    Raises:
        ValueError: one has another text than its name says.
    """
    documents: dict[str, str] = json.loads(path.read_text())
    wrong = [name for name, text in documents.items() if sha256(text) != name]
    if wrong:
        raise ValueError(f"{path.name}: the text of {wrong[0]} has another SHA-256.")
    return documents
