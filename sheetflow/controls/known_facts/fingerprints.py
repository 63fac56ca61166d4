"""The fingerprint of all facts: SHA-256 of whole columns, then of sheets, then of all of them.

A column counts with its header and its values, in the order of the rows: texts as a JSON array, numbers, dates and
yes-no as 64-bit integers, lowest byte first. A column in which nothing was entered does not count, nor does a sheet
without rows: a new version may bring both.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, AnyArray

Fingerprints = Mapping[str, str]
"""The fingerprint of each sheet that has facts."""

NAME = "_sheetflow_facts"
"""The hidden names under which a workbook keeps the fingerprint of each sheet."""


class FactReader:
    """Makes fingerprints, of a column only once: most columns are the same before and after a run."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[AnyArray, bytes]] = {}

    def sheets(self, frames: Mapping[str, Frame]) -> Fingerprints:
        """The fingerprint of each sheet that has facts."""
        found = {sheet: self._sheet(frame) for sheet, frame in frames.items()}
        return {sheet: text for sheet, text in found.items() if text}

    def _sheet(self, frame: Frame) -> str:
        digest = sha256()
        has_facts = False
        for column in frame.schema.facts:
            of_column = self._column(frame[column.header])
            if of_column:
                has_facts = True
                digest.update(column.header.encode() + b"\n" + of_column)
        return digest.hexdigest() if has_facts else ""

    def _column(self, values: AnyArray) -> bytes:
        """The fingerprint of a column; empty where nothing was entered."""
        known = self._known.get(id(values))
        if known is None:
            known = (values, _column_digest(values))
            self._known[id(values)] = known
        return known[1]


def _column_digest(values: AnyArray) -> bytes:
    if values.dtype != object:
        is_blank = bool((values == BLANK).all())
        return b"" if is_blank else sha256(values.astype("<i8").tobytes()).digest()
    texts = values.tolist()
    if not any(texts):
        return b""
    return sha256(msgspec.json.encode(texts)).digest()


def facts_fingerprint(sheets: Fingerprints) -> str:
    """The fingerprint of all facts."""
    return sha256(_text(sheets).encode()).hexdigest()


def _text(sheets: Fingerprints) -> str:
    """The fingerprints of the sheets as one text: `Orders:3f2a…|Order lines:…`."""
    return "|".join(f"{sheet}:{one}" for sheet, one in sorted(sheets.items()))


def kept_text(sheets: Fingerprints, run: int) -> str:
    """What a workbook keeps: the run, and the fingerprints of its sheets as the run left them."""
    return f"{run}|{_text(sheets)}"


def parse_kept(text: str) -> tuple[int, Fingerprints]:
    """The run and the fingerprints that a workbook keeps; 0 and none where it keeps nothing."""
    run, _, rest = text.partition("|")
    pairs = (part.partition(":") for part in rest.split("|") if part)
    sheets = {sheet: one for sheet, _, one in pairs}
    return int(run) if run.isdecimal() else 0, sheets
