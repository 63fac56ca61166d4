"""Barcodes as numbers: how wide bars and gaps are, and which squares are dark. Nothing is drawn here.

    code128   ASCII text as bars, and a GS1-128 shipping container code; begin here
    qr        a text of any language, as squares

Widths are in modules: the narrowest bar or gap, or one square. Imports nothing of sheetflow; qr needs segno.
"""

from __future__ import annotations

from sheetflow.documents.barcodes.code128 import QUIET as QUIET_BARS
from sheetflow.documents.barcodes.code128 import Bars, can_be_bars, gs1_sscc, text_bars
from sheetflow.documents.barcodes.qr import QUIET as QUIET_SQUARES
from sheetflow.documents.barcodes.qr import Squares, qr_code, qr_squares

__all__ = [
    "QUIET_BARS",
    "QUIET_SQUARES",
    "Bars",
    "Squares",
    "can_be_bars",
    "gs1_sscc",
    "qr_code",
    "qr_squares",
    "text_bars",
]
