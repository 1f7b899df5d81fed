"""TLS before a PostgreSQL that was built without it, as the server itself would speak it."""

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SSL_REQUEST = struct.pack("!II", 8, 80877103)  # what a client sends first, before its TLS
CHUNK = 65536  # bytes


@contextmanager
def tls_front(port: int, certificate: Path, key: Path) -> Iterator[int]:
    """Give the port of one that speaks TLS to clients and passes on to a port what they say."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taking = threading.Thread(target=_take, args=(listener, port, context), daemon=True)
        taking.start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        taking.join(timeout=10)


def _take(listener: socket.socket, port: int, context: ssl.SSLContext) -> None:
    with suppress(OSError):  # the listener is closed
        while True:
            client, _address = listener.accept()
            threading.Thread(target=_serve, args=(client, port, context), daemon=True).start()


def _serve(client: socket.socket, port: int, context: ssl.SSLContext) -> None:
    with client, suppress(OSError):  # a client that does not trust us hangs up
        if client.recv(len(SSL_REQUEST), socket.MSG_WAITALL) != SSL_REQUEST:
            return  # plain text is refused, as rds.force_ssl does
        client.sendall(b"S")
        with (
            context.wrap_socket(client, server_side=True) as inside,
            socket.create_connection(("127.0.0.1", port)) as server,
        ):
            back = threading.Thread(target=_pass, args=(server, inside), daemon=True)
            back.start()
            _pass(inside, server)
            back.join(timeout=10)


def _pass(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(CHUNK):
            target.sendall(said)
        target.shutdown(socket.SHUT_WR)
