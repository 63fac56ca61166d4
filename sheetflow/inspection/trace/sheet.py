"""A trace as a workbook: every figure that follows from others is a live formula, beside what the engine says.

xlsxwriter is imported where this module is, which is only when somebody asks for the file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

from sheetflow.inspection.trace.listing import Line, formula_of, listed, rows_of
from sheetflow.inspection.trace.tree import Trace, units

COLUMNS = {
    "Level": 6,
    "What": 46,
    "Figure": 13,
    "Engine": 13,
    "Difference": 10,
    "How": 54,
    "Where": 19,
}
NUMBERS = ("Figure", "Engine", "Difference")
FIGURE, ENGINE = "C", "D"
HEAD = 4
"""The row of the headers; what the sheet is about stands above."""

FIRST = HEAD + 1
MOST_LINKS = 65_000
"""How many links a sheet takes: Excel follows 65,530."""

NONE = "#,##0.00####;-#,##0.00####;–"
"""How a difference is shown: none as a dash."""

DEEPEST = 7
"""How many levels of an outline Excel folds away."""

MOST_IN_FOOTER = 100
"""How long each text of the footer may be: Excel takes 255 letters in all."""

PAPERS = {"A4": 9, "Letter": 1}
AGREES = "All {count} figures that are worked out here agree with the engine"
NOTES = (
    "Figure is worked out by Excel from the lines below it or as How says; a figure without an Engine is a fact that "
    "was typed or issued. Where opens its cell in {name}, as long as both files stay where they are."
)


@dataclass(frozen=True)
class Told:
    """What the workbook says of itself: the file that was traced, the day, the paper."""

    file: Path
    day: str
    paper: str


def write_traces(
    traces: Sequence[Trace], told: Told, file: BinaryIO, folder: Path
) -> None:
    """Write traces into a binary file that will stand in `folder`; text stays text, whatever it begins with."""
    plain = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, plain) as workbook:
        _Page(workbook, told, folder).write(traces)


class _Page:
    """The one sheet of the workbook."""

    def __init__(self, workbook: Workbook, told: Told, folder: Path) -> None:
        self.workbook, self.told = workbook, told
        self.page = workbook.add_worksheet("Trace")
        self.target = _relative(told.file, folder)
        self.looks: dict[tuple[tuple[str, object], ...], Format] = {}

    def look(self, **wanted: object) -> Format:
        """A format; the same is made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self.looks:
            self.looks[key] = self.workbook.add_format({"valign": "top", **wanted})
        return self.looks[key]

    def write(self, traces: Sequence[Trace]) -> None:
        """The heading, then a row for each line."""
        lines = listed(traces, FIRST)
        self._set_up(traces)
        self._heading(traces, lines)
        rows = rows_of(lines)
        for line in lines:
            self._line(line, rows)

    def _set_up(self, traces: Sequence[Trace]) -> None:
        """Widths, and how it is printed: as wide as the paper, the headers on every page."""
        page = self.page
        for column, (header, width) in enumerate(COLUMNS.items()):
            place = (
                {"align": "right"}
                if header in NUMBERS
                else {"align": "left", "indent": int(header == "How")}
            )
            page.set_column(column, column, width)
            page.write_string(
                HEAD - 1,
                column,
                header,
                self.look(bold=True, bg_color="1F3864", font_color="FFFFFF", **place),
            )
        page.freeze_panes(HEAD, 2)
        page.repeat_rows(HEAD - 1)
        page.set_landscape()
        page.set_paper(PAPERS.get(self.told.paper, PAPERS["A4"]))
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.hide_gridlines(2)
        page.outline_settings(symbols_below=False)
        texts = (
            text.replace("&", "&&")[:MOST_IN_FOOTER]
            for text in (self.told.file.name, _name(traces))
        )
        page.set_footer("&L{}&C{}&RPage &P of &N".format(*texts))

    def _heading(self, traces: Sequence[Trace], lines: Sequence[Line]) -> None:
        """What was traced, whether all agrees, and how to read it."""
        page, name = self.page, self.told.file.name
        for row, height in enumerate((22, 16, 18)):
            page.set_row(row, height)
        page.write_string(
            0,
            0,
            f"{_name(traces)} in {name}, as of {self.told.day}",
            self.look(bold=True, font_size=14),
        )
        count = sum(line.trace.is_worked_out for line in lines)
        said, differences = (
            AGREES.format(count=count),
            f"E{FIRST}:E{FIRST + len(lines) - 1}",
        )
        formula = f'=IF(SUMPRODUCT(ABS({differences}))=0,"{said}","NOT ALL figures agree: see the column Difference")'
        page.write_formula(
            1, 0, formula, self.look(bold=True, font_color="375623"), said
        )
        page.write_string(
            2, 0, NOTES.format(name=name), self.look(italic=True, font_color="595959")
        )

    def _line(self, line: Line, rows: Mapping[int, int]) -> None:
        """One line of the trace."""
        trace, at = line.trace, line.row - 1
        fill: dict[str, object] = {"bg_color": "DDEBF7"} if line.depth == 0 else {}
        soft: dict[str, object] = {"font_color": "7F7F7F", **fill}
        operand: dict[str, object] = {"italic": True} if line.is_operand else {}
        self.page.set_row(at, None, None, {"level": min(line.depth, DEEPEST)})
        bold = (bool(trace.parts) or line.depth < 2) and not line.is_operand
        if line.is_operand:
            self.page.write_blank(at, 0, None, self.look(**soft))
        else:
            self.page.write_number(at, 0, line.depth, self.look(**soft, align="left"))
        self.page.write_string(
            at,
            1,
            trace.title,
            self.look(align="left", indent=line.depth, bold=bold, **fill, **operand),
        )
        self._figures(line, rows, {"bold": bold, **fill, **operand})
        self.page.write_string(
            at, 5, trace.how, self.look(align="left", indent=1, text_wrap=True, **fill)
        )
        self._link(at, trace.place, fill)

    def _figures(
        self, line: Line, rows: Mapping[int, int], style: dict[str, object]
    ) -> None:
        """The figure, live where it is worked out, what the engine says, and the difference."""
        trace, at, row = line.trace, line.row - 1, line.row
        look = self.look(num_format=_number_format(trace), **style)
        if trace.figure is None:
            for column in (2, 3, 4):
                self.page.write_blank(at, column, None, self.look(**style))
        elif not trace.is_worked_out:
            self.page.write_number(at, 2, units(trace), look)
        else:
            self.page.write_formula(
                at, 2, f"={formula_of(line, rows, FIGURE)}", look, units(trace)
            )
            self.page.write_number(
                at,
                3,
                units(trace),
                self.look(num_format=_number_format(trace), font_color="7F7F7F"),
            )
            self.page.write_formula(
                at,
                4,
                f"=ROUND({FIGURE}{row}-{ENGINE}{row},6)",
                self.look(font_color="7F7F7F", num_format=NONE),
                0,
            )

    def _link(self, at: int, place: str, fill: dict[str, object]) -> None:
        """Where a figure stands, as a link into the workbook."""
        sheet, _, cell = place.rpartition("!")
        if not place or at > MOST_LINKS:
            self.page.write_string(at, 6, place, self.look(**fill))
            return
        anchor = cell if not cell.isdigit() else f"A{cell}"
        quoted = sheet.replace("'", "''")
        look = self.look(font_color="0563C1", underline=1, **fill)
        self.page.write_url(
            at, 6, f"external:{self.target}#'{quoted}'!{anchor}", look, place
        )


def _name(traces: Sequence[Trace]) -> str:
    """What was traced; of several, how many more."""
    return traces[0].title + (f" and {len(traces) - 1} more" if len(traces) > 1 else "")


def _number_format(trace: Trace) -> str:
    """As many decimals as are shown in text."""
    digits = len(trace.shown.partition(".")[2])
    return "#,##0" + ("." + "0" * digits if digits else "")


def _relative(file: Path, folder: Path) -> str:
    """How the workbook is reached from the folder of the trace; from another drive, by its whole path."""
    try:
        return os.path.relpath(file.resolve(), folder.resolve())
    except ValueError:
        return str(file.resolve())
