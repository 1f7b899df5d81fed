"""Free ports on loopback."""

import socket


def free_port(preferred: int = 0) -> int:
    """Return the preferred port when nothing listens there, else any other free one.

    Another process may take it before it is used: whoever does must check that it is theirs.
    """
    for port in (preferred, 0):
        with socket.socket() as probe:
            # As servers do, so that a port just given up counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise OSError("no free port on 127.0.0.1")
