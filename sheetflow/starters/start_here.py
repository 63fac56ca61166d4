"""The first sheet of a new workbook: what each sheet is for, what to type, how to run."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.domain.catalogue import derived_sheets, fact_schemas, sheet_schema
from sheetflow.domain.messages import Template, in_own_language, message, translation
from sheetflow.starters.workbook_writer import A4, GREY_TEXT, WorkbookWriter
from sheetflow.workbook.cells.row_heights import row_heights

NAME = message("Start here")
TITLE = message("Your sales workbook")
SUBTITLE = message(
    "Quotes, orders, picking, packing, shipping, invoices and payments, in one"
    " workbook."
)
WIDTHS = (3, 20, 96)

Pair = tuple[str, str]
"""A name in bold, and a sentence."""

STEPS = (
    (
        message("Set up"),
        Template(
            "Enter your name and currency in [Settings], then your [Customers], [Products] and"
            " [Locations]."
        ),
    ),
    (
        message("Opening stock"),
        Template(
            "Enter what you have in stock in [Stock moves], with the type [Opening]."
        ),
    ),
    (
        message("Take orders"),
        Template(
            "Enter one row per order in [Orders], and what was ordered in [Order lines]."
        ),
    ),
    (
        message("Choose actions"),
        Template(
            "Choose an [Action] for an order, such as {actions}. Separate several with commas."
        ),
    ),
    (
        message("Run"),
        Template("Save and close the workbook, then run: sheetflow run {file}"),
    ),
    (
        message("Read"),
        Template(
            "Open the workbook again to see what was done. [Issues] lists what to fix."
            " The documents to print are in the folder next to it. The previous version is"
            " kept; to go back to it, run: sheetflow undo {file}"
        ),
    ),
)

MORE = (
    (
        message("By hand"),
        message(
            "You can also enter it all yourself: add a row for what was picked, packed,"
            " shipped, invoiced or sent back."
        ),
    ),
    (
        message("Blank cells"),
        message(
            "Many blanks are filled in for you: line numbers, prices, dates, document"
            " numbers."
        ),
    ),
)

YOURS = message(
    "You type here. The program fills in only blank cells, and lists them on [Changes]."
)
OURS = message("Worked out again on every run. What you type here is overwritten.")
ADDED = message(
    "Columns, sheets, colours, charts and notes that you add stay as they are."
)


def draw_start_here(writer: WorkbookWriter, file: str) -> None:
    """Draw the sheet; `file` is the workbook's own name, for the command to type."""
    page = _Page(writer, writer.book.add_worksheet(in_own_language(NAME)))
    page.draw_title()
    _draw_sections(page, file)
    page.set_up_printing()


def _draw_sections(page: _Page, file: str) -> None:
    page.skip_row()
    _draw_usage(page, file)
    _draw_whose_columns(page)
    _draw_sheets(page)
    _draw_additions(page)


def _draw_usage(page: _Page, file: str) -> None:
    page.draw_heading(message("How to use it"))
    page.draw_pairs([*_steps(file), *MORE])
    page.skip_row()


def _draw_whose_columns(page: _Page) -> None:
    page.draw_heading(message("Whose column is it?"))
    page.draw_header_kinds()
    page.skip_row()


def _draw_sheets(page: _Page) -> None:
    page.draw_heading(message("The sheets"))
    page.draw_links(_template_sheets())
    page.skip_row()


def _draw_additions(page: _Page) -> None:
    page.draw_heading(message("What a run adds"))
    page.draw_pairs(_derived_sheets())


def _steps(file: str) -> list[Pair]:
    """The numbered steps, with the name of the file."""
    words = {
        "file": f'"{file}"' if " " in file else file,
        "actions": ", ".join(map(_own_action, ("Fulfil", "Invoice"))),
    }
    return [
        (f"{number}  {in_own_language(name)}", text.of(**words))
        for number, (name, text) in enumerate(STEPS, 1)
    ]


def _own_action(name: str) -> str:
    """What the workbook calls an action."""
    return sheet_schema("Orders").column("Action").own_word(name)


def _template_sheets() -> list[str]:
    """The sheets that a new workbook has."""
    return [
        schema.sheet
        for schema in fact_schemas()
        if schema.in_template and schema.in_use
    ]


def _derived_sheets() -> list[Pair]:
    return [
        (sheet_schema(name).title, _about_derived(name)) for name in derived_sheets()
    ]


def _about_derived(name: str) -> str:
    about = translation(sheet_schema(name).about.removeprefix("Derived: "))
    return about[0].upper() + about[1:]


class _Page:
    """The sheet as it is drawn from top to bottom; `row` is the next row, from 0."""

    def __init__(self, writer: WorkbookWriter, sheet: Worksheet) -> None:
        self.writer = writer
        self.sheet = sheet
        self.row = 0
        self.title_colour = f"#{writer.theme.title}"
        self._set_up()

    def _set_up(self) -> None:
        """The colour of the tab, and the widths of the columns."""
        self.sheet.hide_gridlines(2)
        self.sheet.set_tab_color(f"#{self.writer.theme.header_fill}")
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)

    def skip_row(self) -> None:
        """Leave a row blank."""
        self.row += 1

    def set_up_printing(self) -> None:
        """A4, as many pages as the rows take."""
        self.sheet.set_portrait()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)

    def write_pair(self, pair: Pair, look: Format, text_look: Format | None) -> None:
        """Write a name and its sentence into one row."""
        name, text = pair
        self.sheet.write_string(self.row, 1, in_own_language(name), look)
        self._write_text(in_own_language(text), text_look)

    def _write_text(self, text: str, look: Format | None) -> None:
        """Write a sentence into the row, which is as high as it must be, and go on to the next row."""
        [height] = row_heights([(WIDTHS[2], [text])])
        if height:
            self.sheet.set_row(self.row, height)
        self.sheet.write_string(self.row, 2, text, look)
        self.row += 1

    def draw_title(self) -> None:
        """The title and the line below it."""
        title = self.writer.format(
            bold=True, font_size=20, font_color=self.title_colour
        )
        subtitle = self.writer.format(font_color=GREY_TEXT)
        self.sheet.set_row(0, 34)
        self.sheet.write_string(0, 1, in_own_language(TITLE), title)
        self.sheet.write_string(1, 1, in_own_language(SUBTITLE), subtitle)
        self.row = 2

    def draw_heading(self, text: str) -> None:
        """A heading with a line below it."""
        look = self.writer.format(
            bold=True,
            font_size=13,
            font_color=self.title_colour,
            bottom=1,
            bottom_color="#BFBFBF",
        )
        self.sheet.set_row(self.row, 22)
        self.sheet.write_string(self.row, 1, in_own_language(text), look)
        self.sheet.write_blank(self.row, 2, None, look)
        self.row += 1

    def draw_pairs(self, pairs: Iterable[Pair]) -> None:
        """One row per pair."""
        bold = self.writer.format(bold=True)
        wrapped = self.writer.format(text_wrap=True)
        for pair in pairs:
            self.write_pair(pair, bold, wrapped)

    def draw_header_kinds(self) -> None:
        """The two kinds of headers, as they look in the sheets."""
        yours = self.writer.header(False)
        ours = self.writer.header(True)
        self.write_pair((message("Yours"), YOURS), yours, None)
        self.write_pair((message("The program's"), OURS), ours, None)
        self.sheet.write_string(self.row, 2, in_own_language(ADDED))
        self.row += 1

    def draw_links(self, sheets: Iterable[str]) -> None:
        """A link to each sheet, and what it is about."""
        link = self.writer.format(font_color="#0563C1", underline=1)
        wrapped = self.writer.format(text_wrap=True)
        for name in sheets:
            schema = sheet_schema(name)
            title = schema.title
            self.sheet.write_url(self.row, 1, f"internal:'{title}'!A1", link, title)
            about = translation(schema.about)
            self._write_text(about, wrapped)
