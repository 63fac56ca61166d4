"""Barcodes as numbers: how wide bars and gaps are, and which squares are dark. Nothing is drawn here.

code128   any plain text, and a GS1-128 shipping container code
qr        a text of any language, as squares
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
