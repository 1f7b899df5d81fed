"""The authorities that both programs carry are those of RDS, and good for years."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

import runtime
from infra_cfn import bundle, package

FILE = Path(runtime.__file__).with_name("authorities.pem")
CERTIFICATES = x509.load_pem_x509_certificates(FILE.read_bytes())
NAMES = [certificate.subject.rfc4514_string() for certificate in CERTIFICATES]
YEARS = timedelta(days=5 * 365)


def test_each_is_an_authority_in_its_own_name_for_years() -> None:
    for certificate in CERTIFICATES:
        constraint = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        assert constraint.value.ca
        certificate.verify_directly_issued_by(certificate)
        assert certificate.not_valid_after_utc > datetime.now(UTC) + YEARS, certificate.subject


@pytest.mark.parametrize("kind", ["RSA2048", "RSA4096", "ECC384"])
@pytest.mark.parametrize("region", ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"])
def test_a_region_has_its_authorities(region: str, kind: str) -> None:
    assert [name for name in NAMES if f"RDS {region} Root CA {kind} G1" in name]


def test_a_proxy_is_signed_for_by_amazons_own() -> None:
    assert len([name for name in NAMES if re.search(r"CN=Amazon Root CA [1-4]", name)]) == 4


def test_nobody_else_is_trusted() -> None:
    assert [name for name in NAMES if "O=Amazon" not in name and "CN=Starfield" not in name] == []


def test_both_packages_carry_them() -> None:
    assert "runtime" in package.PACKAGES
    assert "runtime" in bundle.PACKAGES
