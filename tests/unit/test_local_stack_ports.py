"""Ports of the local stack: free, on 127.0.0.1, and out of the kernel's way."""

import socket
from pathlib import Path

from deploy.local.ports import HOST, free_port, is_free


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.create_server((HOST, 0)) as server:
        assert not is_free(server.getsockname()[1])


def test_a_free_port_can_be_listened_on() -> None:
    port = free_port()
    with socket.create_server((HOST, port)):
        assert not is_free(port)


def test_a_free_port_is_none_that_was_given_away_already() -> None:
    taken: set[int] = set()
    for _ in range(50):
        port = free_port(taken)
        assert port not in taken
        taken.add(port)


def test_ports_lie_below_those_that_the_kernel_gives_to_outgoing_connections() -> None:
    lowest_outgoing = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    if lowest_outgoing > 21_000:  # else there is no room below
        assert all(free_port() < lowest_outgoing for _ in range(50))
