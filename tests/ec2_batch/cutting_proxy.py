"""A line to S3 that breaks in the middle of an answer, as often as a test asks for."""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import boto3

from infra_cfn.local.aws.ministack import AWS_ENVIRON, Ministack

AT_ONCE = 65536  # bytes
RESET = struct.pack("ii", 1, 0)  # linger for no time: closing is a reset and no farewell


class CuttingProxy:
    """Stands between a client and the stand-in, and lets through so many bytes of an answer."""

    def __init__(
        self,
        ministack: Ministack,
        after: int,
        times: int,
        *,
        reset: bool,
        on_cut: Callable[[], Any],
    ) -> None:
        self._port = urlsplit(ministack.endpoint).port
        self._after, self._times, self._reset, self._on_cut = after, times, reset, on_cut
        self.cuts = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._accept, daemon=True).start()

    def client(self) -> Any:
        """Return a client of S3 by way of this proxy."""
        session = boto3.Session(
            AWS_ENVIRON["AWS_ACCESS_KEY_ID"],
            AWS_ENVIRON["AWS_SECRET_ACCESS_KEY"],
            region_name=AWS_ENVIRON["AWS_REGION"],
        )
        port = self.listener.getsockname()[1]
        return session.client("s3", endpoint_url=f"http://127.0.0.1:{port}")

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                Thread(target=self._pass_on, args=(client, server), daemon=True).start()
                Thread(target=self._answer, args=(server, client), daemon=True).start()

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(AT_ONCE):
                server.sendall(data)
            server.shutdown(socket.SHUT_RDWR)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        passed = 0
        with suppress(OSError):
            while data := server.recv(AT_ONCE):
                client.sendall(data)
                passed += len(data)
                if passed > self._after and self.cuts < self._times:
                    self.cuts += 1
                    self._on_cut()
                    break
            if self._reset:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                client.shutdown(socket.SHUT_RD)  # or the other thread's read keeps it open
            else:
                client.shutdown(socket.SHUT_RDWR)
        server.close()
        client.close()


@contextmanager
def cutting_proxy(
    ministack: Ministack,
    after: int,
    times: int,
    *,
    reset: bool = False,
    on_cut: Callable[[], Any] = lambda: None,
) -> Iterator[CuttingProxy]:
    """Give a proxy that breaks `times` connections, each after so many bytes."""
    proxy = CuttingProxy(ministack, after, times, reset=reset, on_cut=on_cut)
    try:
        yield proxy
    finally:
        proxy.listener.close()
