"""Counts the messages that a program sends to PostgreSQL, from between the two."""

import socket
import struct
import threading
from contextlib import suppress

READ_SIZE = 65_536
# Of the kinds of message a client sends, those that PostgreSQL answers and is waited for.
_QUERY, _SYNC = b"Q", b"S"
# A connection begins with one of these requests, or at once with its parameters.
_ENCRYPTION = (80_877_103, 80_877_104)  # TLS, GSSAPI


class MessageCounter:
    """Stands between a program and the database; `messages` is what has passed so far."""

    def __init__(self, database_port: int) -> None:
        self.messages = 0
        self._database_port = database_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                database = socket.create_connection(("127.0.0.1", self._database_port))
                for end in (client, database):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for pair in ((client, database, _Reading(self)), (database, client, None)):
                    threading.Thread(target=_pass_on, args=pair, daemon=True).start()


class _Reading:
    """Follows one client's messages through however they are cut into packets."""

    def __init__(self, counter: MessageCounter) -> None:
        self._counter = counter
        self._begun = False  # the first message has no kind
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        self._buffer += data
        while message := self._next():
            if self._begun:
                self._counter.messages += message[:1] in (_QUERY, _SYNC)
            else:
                self._begun = struct.unpack("!I", message[4:8])[0] not in _ENCRYPTION

    def _next(self) -> bytes:
        """Return the next whole message; nothing if it has not all come."""
        kind = 1 if self._begun else 0  # bytes before the length
        if len(self._buffer) < kind + 4:
            return b""
        end = kind + int.from_bytes(self._buffer[kind : kind + 4], "big")
        if len(self._buffer) < end:
            return b""
        message = bytes(self._buffer[:end])
        del self._buffer[:end]
        return message


def _pass_on(source: socket.socket, target: socket.socket, reading: _Reading | None) -> None:
    with suppress(OSError), source, target:
        while data := source.recv(READ_SIZE):
            if reading:
                reading.feed(data)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
