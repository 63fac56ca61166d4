"""Where the page is bound, and by which names browsers may reach it there."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import closing

from sheetflow.errors import SheetflowError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = ("0.0.0.0", "::")
"""Addresses that stand for all of this machine."""

HTTP = 80
"""The port of http."""

OUTSIDE = ("192.0.2.1", 9)
"""An address to which nothing is sent: it shows which of ours would be used."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free one. Raises SheetflowError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        # A browser that is faster than the server waits, instead of being refused.
        bound.listen()
    except OSError as error:
        bound.close()
        raise SheetflowError(_why_not(host, port, error)) from error
    return bound


def _why_not(host: str, port: int, error: OSError) -> str:
    if is_loopback(host):
        return f"port {port} is used by another program; choose another one with --port"
    return (
        f"{host}, port {port}: {error.strerror or error}; give an address of this computer with --host, "
        "and a free port with --port"
    )


def reached_by(host: str, port: int) -> list[str]:
    """The hosts that a browser may name for a page that is bound there, with the port.

    A page that is bound everywhere is reached by this machine's name and addresses too.
    Browsers send names in lower case.
    """
    host = host.casefold()
    if is_loopback(host):
        names = [host, *LOOPBACK]
    elif host in EVERYWHERE:
        names = [*_own_names(), *LOOPBACK]
    else:
        names = [host]
    shown = list(dict.fromkeys(_with_brackets(name) for name in names))
    # A browser does not name the port of http.
    usual = shown if port == HTTP else []
    return [*(f"{name}:{port}" for name in shown), *usual]


def _own_names() -> list[str]:
    """The address that this machine has in its network, and its name."""
    name = socket.gethostname()
    return [*_own_address(), name.casefold(), f"{name.casefold()}.local"]


def _own_address() -> list[str]:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as unsent:
        try:
            unsent.connect(OUTSIDE)
        except OSError:
            return []
        return [unsent.getsockname()[0]]


def _with_brackets(name: str) -> str:
    return f"[{name}]" if ":" in name and not name.startswith("[") else name
