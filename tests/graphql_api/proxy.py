"""A line to PostgreSQL that a test can break: it swallows, refuses, or loses one answer."""

import socket
from contextlib import suppress
from threading import Thread

from sqlalchemy import make_url

COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"  # CommandComplete, as the server sends it


class Proxy:
    """Stands between a client and a server on loopback."""

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self._swallows = False
        self._loses_commit = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._lines: list[socket.socket] = []
        Thread(target=self._accept, args=[self._listener], daemon=True).start()

    @property
    def url(self) -> str:
        """The database's address by way of this proxy."""
        there = self._target.set(host="127.0.0.1", port=self.port)
        return there.render_as_string(hide_password=False)

    def swallow(self) -> None:
        """Go on accepting, and let nothing through from now on: a black hole."""
        self._swallows = True

    def refuse(self) -> None:
        """Hang up, and accept nobody."""
        self._stop_listening()
        self._hang_up()

    def mend(self) -> None:
        """Be a good line again; what was swallowed stays lost."""
        self._hang_up()
        self._swallows = False
        if self._listener.fileno() == -1:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def lose_next_commit(self) -> None:
        """Hang up when the server next says that it has committed."""
        self._loses_commit = True

    def close(self) -> None:
        self._stop_listening()
        self._hang_up()

    def _stop_listening(self) -> None:
        with suppress(OSError):  # closing alone would leave the thread in its accept()
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection((self._target.host, self._target.port))
                self._lines += client, server
                for ends in ((client, server), (server, client)):
                    Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self._loses_commit and COMMITTED in data:
                    self._loses_commit = False
                    break
                if not self._swallows:
                    sink.sendall(data)
            for end in (source, sink):
                end.shutdown(socket.SHUT_RDWR)

    def _hang_up(self) -> None:
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()
