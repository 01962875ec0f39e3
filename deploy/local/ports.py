"""Free TCP ports on 127.0.0.1.

Servers get ports *below* the range from which the kernel serves outgoing connections. Otherwise a client that keeps
reconnecting to a stopped server can be given that very port as its own, connect to itself, and keep the server from
coming back on it.
"""

import random
import socket
from collections.abc import Collection
from pathlib import Path

from deploy.local.errors import StackError

HOST = "127.0.0.1"
_LOWEST = 20_000
_DEFAULT_EPHEMERAL_START = 32_768
_EPHEMERAL_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As Java's server sockets do: a port in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_port(taken: Collection[int] = ()) -> int:
    """Return a free port that is none of `taken`. Raises StackError when none can be found."""
    ceiling = _ephemeral_start()
    for _ in range(200):
        port = random.randrange(_LOWEST, ceiling)  # noqa: S311 - a port is no secret
        if port not in taken and is_free(port):
            return port
    raise StackError(f"found no free TCP port on {HOST} between {_LOWEST} and {ceiling}")


def _ephemeral_start() -> int:
    try:
        start = int(_EPHEMERAL_RANGE.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        start = _DEFAULT_EPHEMERAL_START
    # A machine with a widened range leaves no room below it; a random port is then the best there is.
    return start if start > _LOWEST + 1000 else _DEFAULT_EPHEMERAL_START
