"""How the dashboard looks: few colours, told apart by the colour-blind and in grey, and much air.

The blues and oranges are ColorBrewer's sequential schemes (colorbrewer2.org), which are safe for the colour-blind.
"""

from __future__ import annotations

from sheetflow.workbook.cells.page_layout import CellStyle

INK, GREY, LINE, BAND = "1F2937", "6B7280", "D1D5DB", "F3F5F7"
PALE_BLUE, LIGHT_BLUE, BLUE, DARK_BLUE = "C6DBEF", "9ECAE1", "4292C6", "08519C"
PALE_ORANGE, LIGHT_ORANGE, ORANGE, DARK_ORANGE = "FDD0A2", "FDAE6B", "E6550D", "A63603"

COUNT = "#,##0"
QUIET = "#,##0;-#,##0;–"
"""Nothing is a dash, so that what is there stands out."""

TITLE = CellStyle(size=20, bold=True, colour=INK)
SUBTITLE = CellStyle(size=10, colour=GREY)
HEADING = CellStyle(size=12, bold=True, colour=INK)
REMARK = CellStyle(size=9, colour=GREY)
INDENTED = REMARK._replace(align="left", indent=1)
LABEL = CellStyle(size=10, colour=GREY, fill=BAND, align="left", indent=1)
NUMBER = CellStyle(
    size=20,
    bold=True,
    colour=INK,
    fill=BAND,
    align="left",
    indent=1,
    number_format=COUNT,
)
NOTE = CellStyle(size=9, colour=GREY, fill=BAND, align="left", indent=1)
HEADER = CellStyle(size=9, colour=GREY, line_below=LINE)
TEXT = CellStyle(size=10, colour=INK)
FIGURE = CellStyle(size=10, colour=INK, align="right", number_format=QUIET)
BESIDE_BAR = FIGURE._replace(indent=1)
HIDDEN = CellStyle(size=9, colour=GREY)


def right(style: CellStyle) -> CellStyle:
    """The style over a column of figures."""
    return style._replace(align="right")
