"""The e-mail addresses of a cell."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[,;\s<>]+")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_ATOM = rf"{_ATOM}(?:\.{_ATOM})*"
_ADDRESS = re.compile(rf"{_DOT_ATOM}@{_DOT_ATOM}")
"""An address in ASCII without quotes or comments (RFC 5322, section 3.4.1)."""


def addresses_in(text: str) -> list[str]:
    """The addresses in a text, each once; what is not one is left out: `Ann <ann@mill.example>; office@mill.example`.

    A domain with other letters than a to z is written as mail programs send it (RFC 3490).
    """
    words = _SEPARATORS.split(text)
    written = [_ascii(word) for word in words]
    found = [address for address in written if _ADDRESS.fullmatch(address)]
    return list(dict.fromkeys(found))


def _ascii(address: str) -> str:
    """An address whose domain is ASCII; "" where it cannot be."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return ""
