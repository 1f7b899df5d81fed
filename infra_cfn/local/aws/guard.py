"""A guarded stand-in evaluates policies and speaks TLS, which it does not by itself."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Guard:
    """What a stand-in is guarded with."""

    certificate: Path  # of 127.0.0.1, in PEM
    key: Path
    authority: Path  # which signed it; clients trust no other
    plain_port: int  # where it answers without TLS too, as a host's metadata service does

    @property
    def environ(self) -> Mapping[str, str]:
        """Return what MiniStack is told besides."""
        return {
            "AUTH": "true",  # or every key may do everything
            "USE_SSL": "1",
            "MINISTACK_SSL_CERT": str(self.certificate),
            "MINISTACK_SSL_KEY": str(self.key),
        }

    @property
    def plain_endpoint(self) -> str:
        """Return where it answers without TLS."""
        return f"http://127.0.0.1:{self.plain_port}"

    def trust(self) -> ssl.SSLContext:
        """Return what a client verifies by that is not an SDK's."""
        return ssl.create_default_context(cafile=self.authority)
