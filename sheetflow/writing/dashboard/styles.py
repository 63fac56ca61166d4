"""How the dashboard looks: few colours that the colour-blind can tell apart, also in grey, and much white space.

The blues and oranges are ColorBrewer's sequential schemes (colorbrewer2.org), which are safe for the colour-blind.
"""

from __future__ import annotations

from sheetflow.workbook.cells.page_layout import CellStyle

INK = "1F2937"
GREY = "6B7280"
LINE = "D1D5DB"
BAND = "F3F5F7"

PALE_BLUE = "C6DBEF"
LIGHT_BLUE = "9ECAE1"
BLUE = "4292C6"
DARK_BLUE = "08519C"

PALE_ORANGE = "FDD0A2"
LIGHT_ORANGE = "FDAE6B"
ORANGE = "E6550D"
DARK_ORANGE = "A63603"

COUNT = "#,##0"
QUIET = "#,##0;-#,##0;–"
"""A dash for 0, so that the other figures stand out."""

TITLE = CellStyle(size=20, bold=True, colour=INK)
SUBTITLE = CellStyle(size=10, colour=GREY)
HEADING = CellStyle(size=12, bold=True, colour=INK)
REMARK = CellStyle(size=9, colour=GREY)
SHRUNK = REMARK._replace(shrink=True)
INDENTED = SHRUNK._replace(align="left", indent=1)
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
