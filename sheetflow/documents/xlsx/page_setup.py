"""What a worksheet of documents is printed on: paper, margins, and the widths of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.documents.xlsx.paper_sizes import INCH, Paper


@dataclass(frozen=True)
class SheetSetup:
    """The worksheets of one kind of document: their name, their columns' widths in characters, their paper,
    and whether they are mirrored.
    """

    name: str
    widths: Sequence[float]
    paper: Paper
    from_right: bool = False

    @property
    def last_column(self) -> int:
        """The last column."""
        return len(self.widths) - 1


def worksheet_class(paper: Paper) -> type[Worksheet]:
    """A class of worksheets that are printed on this paper."""
    if paper.code:
        return Worksheet  # type: ignore[no-any-return]
    size = [
        ("paperHeight", f"{paper.height / INCH:g}in"),
        ("paperWidth", f"{paper.width / INCH:g}in"),
    ]

    class SizedWorksheet(Worksheet):  # type: ignore[misc]
        """Paper that Excel has no number for: its size is written out, as LibreOffice does.

        See ECMA-376 part 1, 18.3.1.64. Excel leaves the size to the printer.
        """

        def _xml_empty_tag(self, tag: str, attributes: Any = None) -> None:
            if tag == "pageSetup":
                attributes = [*size, *(attributes or [])]
            super()._xml_empty_tag(tag, attributes)

    return SizedWorksheet


def set_up_page(sheet: Worksheet, setup: SheetSetup) -> None:
    """Set columns, paper and margins; one page wide, no lines between the cells."""
    for column, width in enumerate(setup.widths):
        sheet.set_column(column, column, width)
    if setup.from_right:
        sheet.right_to_left()
    sheet.set_paper(setup.paper.code)
    sheet.set_portrait()
    sheet.set_margins(*_margins_in_inches(setup.paper))
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_default_row(12.75)


def _margins_in_inches(paper: Paper) -> list[float]:
    margins = (paper.left, paper.right, paper.top, paper.bottom)
    return [margin / INCH for margin in margins]
