"""A trace as a workbook: each figure that follows from others is a formula, next to the engine's.

xlsxwriter is imported where this module is, which is only when the file is requested.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

from sheetflow.domain.messages import Template, message, own_text
from sheetflow.inspection.trace.lines import Line, formula_of, list_lines, row_of_each
from sheetflow.inspection.trace.tree import Trace, spreadsheet_number

Style = dict[str, object]

WIDTHS = {
    message("Level"): 6,
    message("What"): 46,
    message("Figure"): 13,
    message("Engine"): 13,
    message("Difference"): 10,
    message("How"): 54,
    message("Where"): 19,
}
"""The columns, and how wide they are in characters."""

LEVEL, WHAT, FIGURE, ENGINE, DIFFERENCE, HOW, WHERE = range(len(WIDTHS))
NUMBERS = ("Figure", "Engine", "Difference")
FIGURE_LETTER, ENGINE_LETTER, DIFFERENCE_LETTER = "CDE"

HEADER_ROW = 4
"""The row of the headers; what the sheet is about is above it."""

FIRST = HEADER_ROW + 1
HEADING_HEIGHTS = (22, 16, 18)

MOST_LINKS = 65_000
"""How many links a sheet takes: Excel follows 65,530."""

DIFFERENCE_FORMAT = "#,##0.00####;-#,##0.00####;–"
"""How a difference is shown: none as a dash."""

DEEPEST = 7
"""How many levels of an outline Excel folds."""

MOST_IN_FOOTER = 100
"""How long each text of the footer may be: Excel takes 255 characters in all."""

PAPER_SIZES = {"A4": 9, "Letter": 1}

PLAIN_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Text stays text, whatever it begins with."""

AGREES = Template("All {count} calculated figures agree with sheetflow's own")
DIFFERS = message("NOT ALL figures agree: see the column Difference")
NOTES = Template(
    "Excel calculates Figure from the lines below it, or as How says. A figure without "
    "Engine is a fact that was entered or issued. Where opens its cell in {name}, as "
    "long as both files stay where they are."
)

HEADER: Style = {"bold": True, "bg_color": "1F3864", "font_color": "FFFFFF"}
TITLE: Style = {"bold": True, "font_size": 14}
RESULT: Style = {"bold": True, "font_color": "375623"}
NOTE: Style = {"italic": True, "font_color": "595959"}
GREY: Style = {"font_color": "7F7F7F"}
TOP_LEVEL: Style = {"bg_color": "DDEBF7"}
LINK: Style = {"font_color": "0563C1", "underline": 1}


@dataclass(frozen=True)
class Heading:
    """What the workbook is about: the file that was traced, the day, and its paper size."""

    file: Path
    day: str
    paper: str


def write_traces(
    traces: Sequence[Trace], heading: Heading, file: BinaryIO, folder: Path
) -> None:
    """Write traces into a binary file that will be in `folder`."""
    with Workbook(file, PLAIN_TEXT) as workbook:
        _Page(workbook, heading, folder).write(traces)


class _Page:
    """The one sheet of the workbook."""

    def __init__(self, workbook: Workbook, heading: Heading, folder: Path) -> None:
        self.workbook = workbook
        self.heading = heading
        self.page = workbook.add_worksheet(own_text("Trace"))
        self.target = _relative_path(heading.file, folder)
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, **style: object) -> Format:
        """A format; each is made once."""
        key = tuple(sorted(style.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"valign": "top", **style})
        return self.formats[key]

    def write(self, traces: Sequence[Trace]) -> None:
        """The heading, then a row for each line."""
        lines = list_lines(traces, FIRST)
        self._write_headers()
        self._set_up_printing(traces)
        self._write_heading(traces, lines)
        rows = row_of_each(lines)
        for line in lines:
            self._write_line(line, rows)

    def _write_headers(self) -> None:
        """The headers, which stay in view, and the widths of their columns."""
        for column, (header, width) in enumerate(WIDTHS.items()):
            self.page.set_column(column, column, width)
            header_format = self.format(**HEADER, **_header_alignment(header))
            shown = header.translated()
            self.page.write_string(HEADER_ROW - 1, column, shown, header_format)
        self.page.freeze_panes(HEADER_ROW, 2)

    def _set_up_printing(self, traces: Sequence[Trace]) -> None:
        """As wide as the paper, with the headers on every page."""
        page = self.page
        self._set_up_paper()
        page.repeat_rows(HEADER_ROW - 1)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.hide_gridlines(2)
        page.outline_settings(symbols_below=False)
        self._write_footer(traces)

    def _set_up_paper(self) -> None:
        paper = PAPER_SIZES.get(self.heading.paper, PAPER_SIZES["A4"])
        self.page.set_landscape()
        self.page.set_paper(paper)

    def _write_footer(self, traces: Sequence[Trace]) -> None:
        file = _footer_text(self.heading.file.name)
        name = _footer_text(_name(traces))
        self.page.set_footer(f"&L{file}&C{name}&RPage &P of &N")

    def _write_heading(self, traces: Sequence[Trace], lines: Sequence[Line]) -> None:
        """What was traced, whether all figures agree, and how to read the sheet."""
        self._set_heading_heights()
        self._write_title(traces)
        self._write_agreement(lines)
        self._write_notes()

    def _set_heading_heights(self) -> None:
        for row, height in enumerate(HEADING_HEIGHTS):
            self.page.set_row(row, height)

    def _write_title(self, traces: Sequence[Trace]) -> None:
        name = self.heading.file.name
        title = own_text(
            "{what} in {name}, as of {day}",
            what=_name(traces),
            name=name,
            day=self.heading.day,
        )
        self.page.write_string(0, 0, title, self.format(**TITLE))

    def _write_agreement(self, lines: Sequence[Line]) -> None:
        """Whether the figures that Excel calculates agree with ours."""
        count = sum(line.trace.is_calculated for line in lines)
        agrees = AGREES.of(count=str(count)).translated()
        formula = _agreement_formula(len(lines), agrees)
        self.page.write_formula(1, 0, formula, self.format(**RESULT), agrees)

    def _write_notes(self) -> None:
        notes = NOTES.of(name=self.heading.file.name).translated()
        self.page.write_string(2, 0, notes, self.format(**NOTE))

    def _write_line(self, line: Line, rows: Mapping[int, int]) -> None:
        """One line of the trace."""
        row = line.row - 1
        fill = TOP_LEVEL if line.depth == 0 else {}
        style = {**fill, **_emphasis(line)}
        self.page.set_row(row, None, None, {"level": min(line.depth, DEEPEST)})
        self._write_level(line, fill)
        title_format = self.format(align="left", indent=line.depth, **style)
        self.page.write_string(row, WHAT, line.trace.title, title_format)
        self._write_figure(line, rows, style)
        how_format = self.format(align="left", indent=1, text_wrap=True, **fill)
        self.page.write_string(row, HOW, line.trace.how, how_format)
        self._write_link(row, line.trace.cell, fill)

    def _write_level(self, line: Line, fill: Style) -> None:
        """The level, which sums take lines by; of an operand it is blank."""
        row = line.row - 1
        if line.is_operand:
            self.page.write_blank(row, LEVEL, None, self.format(**GREY, **fill))
        else:
            left = self.format(**GREY, **fill, align="left")
            self.page.write_number(row, LEVEL, line.depth, left)

    def _write_figure(self, line: Line, rows: Mapping[int, int], style: Style) -> None:
        """The figure: a formula where it is calculated, else a number."""
        trace = line.trace
        row = line.row - 1
        if trace.figure is None:
            self._write_no_figure(row, style)
            return
        figure = spreadsheet_number(trace)
        figure_format = self.format(num_format=_number_format(trace), **style)
        if trace.is_calculated:
            formula = f"={formula_of(line, rows, FIGURE_LETTER)}"
            self.page.write_formula(row, FIGURE, formula, figure_format, figure)
            self._write_engine(line, figure)
        else:
            self.page.write_number(row, FIGURE, figure, figure_format)

    def _write_no_figure(self, row: int, style: Style) -> None:
        for column in (FIGURE, ENGINE, DIFFERENCE):
            self.page.write_blank(row, column, None, self.format(**style))

    def _write_engine(self, line: Line, figure: float) -> None:
        """The engine's figure, and how far Excel's is from it."""
        row = line.row - 1
        engine_format = self.format(num_format=_number_format(line.trace), **GREY)
        self.page.write_number(row, ENGINE, figure, engine_format)
        difference = f"{FIGURE_LETTER}{line.row}-{ENGINE_LETTER}{line.row}"
        difference_format = self.format(**GREY, num_format=DIFFERENCE_FORMAT)
        self.page.write_formula(
            row, DIFFERENCE, f"=ROUND({difference},6)", difference_format, 0
        )

    def _write_link(self, row: int, cell: str, fill: Style) -> None:
        """Where a figure is, as a link into the workbook."""
        if not cell or row > MOST_LINKS:
            self.page.write_string(row, WHERE, cell, self.format(**fill))
            return
        link = f"external:{self.target}#{_anchor(cell)}"
        self.page.write_url(row, WHERE, link, self.format(**LINK, **fill), cell)


def _header_alignment(header: str) -> Style:
    if header in NUMBERS:
        return {"align": "right"}
    return {"align": "left", "indent": int(header == "How")}


def _emphasis(line: Line) -> Style:
    """Sums and the first two levels are bold, operands italic."""
    if line.is_operand:
        return {"bold": False, "italic": True}
    return {"bold": bool(line.trace.parts) or line.depth < 2}


def _agreement_formula(count: int, agrees: str) -> str:
    """Whether all differences are 0."""
    differences = f"{DIFFERENCE_LETTER}{FIRST}:{DIFFERENCE_LETTER}{FIRST + count - 1}"
    differs = DIFFERS.translated()
    return f'=IF(SUMPRODUCT(ABS({differences}))=0,"{agrees}","{differs}")'


def _footer_text(text: str) -> str:
    """Text of a footer, in which & begins a code."""
    return text.replace("&", "&&")[:MOST_IN_FOOTER]


def _name(traces: Sequence[Trace]) -> str:
    """What was traced; of several, how many more."""
    title = traces[0].title
    if len(traces) == 1:
        return title
    others = str(len(traces) - 1)
    return own_text("{title} and {count} more", title=title, count=others)


def _number_format(trace: Trace) -> str:
    """As many decimals as are shown in text."""
    decimals = len(trace.shown.partition(".")[2])
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def _anchor(cell: str) -> str:
    """`'Order lines'!D3` of `Order lines!D3`; a row is its first cell."""
    sheet, _, address = cell.rpartition("!")
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!A{address}" if address.isdigit() else f"'{quoted}'!{address}"


def _relative_path(file: Path, folder: Path) -> str:
    """How the workbook is reached from the folder of the trace; from another drive, by its whole path."""
    try:
        return os.path.relpath(file.resolve(), folder.resolve())
    except ValueError:
        return str(file.resolve())
