"""Names of files that people drop, as names that are safe on every system."""

from __future__ import annotations

import re

ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")
LISTS = (".csv", ".tsv", ".txt", ".xml", ".ofx", ".qfx", ".sta", ".mt940")
"""Files that rows come from."""

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
    """The name of a workbook or a list: letters, digits, spaces, hyphens; never a path."""
    stem, ending = _stem_and_ending(re.split(r"[\\/]", name)[-1])
    plain = re.sub(r"[^\w \-()]", "", stem).strip(" .")[:LONGEST].strip()
    if not plain or plain.casefold() in RESERVED:
        plain = "workbook"
    return f"{plain}{ending}"


def _stem_and_ending(base: str) -> tuple[str, str]:
    """The parts of a file's name; `.xlsx` where it does not end as a workbook does."""
    stem, dot, ending = base.rpartition(".")
    if dot and f".{ending.lower()}" in (*ENDINGS, *LISTS):
        return stem, f".{ending.lower()}"
    return base, ".xlsx"
