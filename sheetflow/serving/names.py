"""Names of files that people drop, as names that are safe on every system."""

from __future__ import annotations

import re

ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")
LONGEST = 80
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{d}{n}" for d in ("com", "lpt") for n in range(10)),
}
"""Names that Windows keeps for devices."""


def safe_name(name: str) -> str:
    """The name of a workbook: letters, digits, spaces, hyphens; never a path."""
    base = re.split(r"[\\/]", name)[-1]
    stem, dot, ending = base.rpartition(".")
    ending = f".{ending.lower()}" if dot else ""
    if ending not in ENDINGS:
        stem = base
        ending = ".xlsx"
    plain = re.sub(r"[^\w \-()]", "", stem).strip(" .")[:LONGEST].strip()
    if not plain or plain.casefold() in RESERVED:
        plain = "workbook"
    return f"{plain}{ending}"
