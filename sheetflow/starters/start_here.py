"""The first sheet of a new workbook: what each sheet is for, what to type, how to run."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.domain.schema import DERIVED, FACTS, sheet_schema
from sheetflow.starters.drawing import Studio

NAME = "Start here"

_STEPS = (
    (
        "Set up",
        "Enter your name and currency in Settings, then your Customers, Products and Locations.",
    ),
    (
        "Opening stock",
        "Enter what is on your shelves in Stock moves, with the type Opening.",
    ),
    (
        "Take orders",
        "Enter one row an order in Orders, and what was ordered in Order lines.",
    ),
    (
        "Say what to do",
        "Choose an Action for an order, such as Fulfil, Invoice. Several go with commas between them.",
    ),
    ("Run", "Save and close the workbook, then run: sheetflow run {file}"),
    (
        "Read",
        "Open out/{file}: it is this workbook with everything done, and Issues says what is still to be mended.",
    ),
)

_LATER = (
    (
        "By hand",
        "You may enter it all yourself, too: what was picked, packed, shipped, invoiced or sent back is a row.",
    ),
    (
        "Blank cells",
        "What may stay blank is filled for you: line numbers, prices, dates, document numbers.",
    ),
)


def draw_start_here(studio: Studio, file: str) -> None:
    """Draw the sheet; `file` is the workbook's own name, for the command to type."""
    sheet = studio.book.add_worksheet(NAME)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(f"#{studio.theme.header_fill}")
    for column, width in enumerate((3, 20, 96)):
        sheet.set_column(column, column, width)
    title = studio.format(bold=True, font_size=20, font_color=f"#{studio.theme.title}")
    sheet.set_row(0, 34)
    sheet.write_string(0, 1, "Your sales workbook", title)
    soft = studio.format(font_color="#595959")
    sheet.write_string(
        1,
        1,
        "Quotes, orders, picking, packing, shipping, invoices and payments, in one workbook.",
        soft,
    )
    row = _draw_steps(studio, sheet, 3, file)
    row = _draw_headers(studio, sheet, row + 1)
    _draw_sheets(studio, sheet, row + 1)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _draw_heading(studio: Studio, sheet: Worksheet, row: int, text: str) -> int:
    rule = studio.format(
        bold=True,
        font_size=13,
        font_color=f"#{studio.theme.title}",
        bottom=1,
        bottom_color="#BFBFBF",
    )
    sheet.set_row(row, 22)
    sheet.write_string(row, 1, text, rule)
    sheet.write_blank(row, 2, None, rule)
    return row + 1


def _draw_pairs(
    studio: Studio, sheet: Worksheet, row: int, pairs: Sequence[tuple[str, str]]
) -> int:
    strong, plain = studio.format(bold=True), studio.format(text_wrap=True)
    for name, text in pairs:
        sheet.write_string(row, 1, name, strong)
        sheet.write_string(row, 2, text, plain)
        row += 1
    return row


def _draw_steps(studio: Studio, sheet: Worksheet, row: int, file: str) -> int:
    row = _draw_heading(studio, sheet, row, "How to use it")
    shown = f'"{file}"' if " " in file else file
    steps = [
        (f"{at}  {name}", text.format(file=shown))
        for at, (name, text) in enumerate(_STEPS, 1)
    ]
    return _draw_pairs(studio, sheet, row, [*steps, *_LATER])


def _draw_headers(studio: Studio, sheet: Worksheet, row: int) -> int:
    """The two kinds of headers, shown as they look."""
    row = _draw_heading(studio, sheet, row, "Whose column is it?")
    for derived, name, text in (
        (
            False,
            "Yours",
            "You type here. The program only fills cells that you left blank, and lists them on Changes.",
        ),
        (
            True,
            "The program's",
            "Worked out anew on every run. What you type here is overwritten.",
        ),
    ):
        sheet.write_string(row, 1, name, studio.header(derived))
        sheet.write_string(row, 2, text)
        row += 1
    sheet.write_string(
        row,
        2,
        "Columns, sheets, colours, charts and notes that you add stay as they are.",
    )
    return row + 1


def _draw_sheets(studio: Studio, sheet: Worksheet, row: int) -> None:
    row = _draw_heading(studio, sheet, row, "The sheets")
    link = studio.format(font_color="#0563C1", underline=1)
    for name in FACTS:
        sheet.write_url(row, 1, f"internal:'{name}'!A1", link, name)
        sheet.write_string(
            row, 2, sheet_schema(name).about, studio.format(text_wrap=True)
        )
        row += 1
    row = _draw_heading(studio, sheet, row + 1, "What a run adds")
    abouts = {
        name: sheet_schema(name).about.removeprefix("Derived: ") for name in DERIVED
    }
    written = [(name, about[0].upper() + about[1:]) for name, about in abouts.items()]
    _draw_pairs(studio, sheet, row, written)
