"""A program connects to the server that its address names, proven by an authority, or to none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import OperationalError

import runtime
from infra_cfn.local.postgres.server import Server
from schema.database import make_engine
from tests.runtime.certificate import Authority
from tests.runtime.tls_front import tls_front

OURS, ANOTHERS = Authority("ours"), Authority("another's")
OF_RDS = Path(runtime.__file__).with_name("authorities.pem")


@pytest.fixture(scope="module")
def address(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """Where a server is that our authority signed for, by the name of localhost."""
    folder = tmp_path_factory.mktemp("server")
    certificate, key = OURS.sign_for("localhost")
    (folder / "server.crt").write_bytes(certificate)
    (folder / "server.key").write_bytes(key)
    with tls_front(postgres.port, folder / "server.crt", folder / "server.key") as port:
        yield make_url(postgres.admin_url).set(port=port)


def encrypted(address: URL, host: str, authorities: Path) -> bool:
    """Connect as our programs do on AWS, and return whether the connection is over TLS."""
    asked = {"sslmode": "verify-full", "sslrootcert": str(authorities)}
    url = address.set(host=host).update_query_dict(asked)
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
            driver: Any = connection.connection.dbapi_connection
            return bool(driver.info.ssl_in_use)
    finally:
        engine.dispose()


def kept(folder: Path, authority: Authority) -> Path:
    path = folder / "authorities.pem"
    # Among those of RDS, as a region's own is.
    path.write_bytes(OF_RDS.read_bytes() + authority.certificate)
    return path


def test_the_server_that_the_authority_signed_for_is_connected_to(
    address: URL, tmp_path: Path
) -> None:
    assert encrypted(address, "localhost", kept(tmp_path, OURS))


def test_a_server_that_another_authority_signed_for_is_refused(
    address: URL, tmp_path: Path
) -> None:
    with pytest.raises(OperationalError, match="certificate verify failed"):
        encrypted(address, "localhost", kept(tmp_path, ANOTHERS))


def test_a_server_of_ours_is_none_of_rdss(address: URL) -> None:
    with pytest.raises(OperationalError, match="certificate verify failed"):
        encrypted(address, "localhost", OF_RDS)


def test_a_server_by_another_name_is_refused(address: URL, tmp_path: Path) -> None:
    with pytest.raises(OperationalError, match="does not match host name"):
        encrypted(address, "127.0.0.1", kept(tmp_path, OURS))


def test_nobody_is_trusted_for_want_of_authorities(address: URL, tmp_path: Path) -> None:
    with pytest.raises(OperationalError, match="root certificate file"):
        encrypted(address, "localhost", tmp_path / "lost.pem")
