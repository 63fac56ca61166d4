"""The e-mail addresses of a cell."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[,;\s<>]+")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[^@\s\"(),:;<>\[\\\]]+")


def addresses_in(text: str) -> list[str]:
    """The addresses in a text, each once; what is not one is left out: `Ann <ann@mill.example>; office@mill.example`.

    A domain with other letters than a to z is written as mail programs send it (RFC 3490).
    """
    words = _SEPARATORS.split(text)
    found = [_ascii(word) for word in words if _ADDRESS.fullmatch(word)]
    return list(dict.fromkeys(filter(None, found)))


def _ascii(address: str) -> str:
    """An address whose domain is ASCII; "" where it cannot be."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return ""
