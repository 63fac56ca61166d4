"""`python -m tools.pictures` makes docs/pictures/*.png from the sample workbooks, as LibreOffice shows them.

Each sample is made and run as in the tutorial. A picture shows one sheet; columns that would make it too wide to read
are hidden, which the letters above it tell. Needs LibreOffice (soffice) and poppler (pdftoppm).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

import sheetflow
from sheetflow.domain.numbers import AnyArray, Mask
from sheetflow.starters.samples import write_samples
from sheetflow.workbook import Workbook
from sheetflow.workbook.cells.cell_references import parse_cell
from tools import labels, paper, report_pictures
from tools.pixels import Pixels, png, read_ppm

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
DAYS = {
    "quickstart": date(2026, 3, 2),
    "mistakes": date(2026, 3, 2),
    "year": date(2026, 1, 5),
}
"""The dates of the tutorial, so that its figures are those of the pictures."""

DOTS = 110
"""Dots an inch."""

MARGIN = 24
"""How many white pixels stand around a picture without lines."""

PAPER = 250
"""How light a pixel is that nothing is printed on."""

WIDEST = 4
LIGHT = 0.4
"""How many pixels wide a line between cells is at most, and how little of what is next to it is dark."""

INK = 90
GRID = 205
"""How dark the lines between the cells are printed, and how light they are shown: as in a spreadsheet."""

MOST = 0.6
"""The share of its length over which a line between cells is dark; letters in a row never come to that."""


@dataclass(frozen=True)
class Picture:
    """One picture: a sheet of a sample, `before` or after its run, or of the trace of a number in it (`traced`, the
    words after `sheetflow trace FILE`).

    `headers` names the columns that are shown (none: all), `hidden` the rows that are not; with `lines`, it shows the
    lines between the cells, their letters and numbers; the note of the cell `noted` is open.
    """

    name: str
    sample: str
    sheet: str
    headers: tuple[str, ...] = ()
    hidden: tuple[range, ...] = ()
    before: bool = False
    lines: bool = True
    traced: tuple[str, ...] = ()
    noted: str = ""


LIGHTS = ("Pick", "Pack", "Ship", "Invoice", "Pay")
ENTERED = ("Order", "State", "Order date", "Customer", "Action", "Notes")
DONE = ("Order", "Customer", "Action", "Status", *LIGHTS, "Total", "Balance")
WRONG = ("Severity", "Sheet", "Cell", "Value", "Problem", "Remedy")
MARKED = ("Order", "SKU", "Quantity", "Unit price", "Tax code", "Description", "Check")
YEAR = ("Order", "Order date", "Customer", "Status", *LIGHTS, "Total", "Balance")
END = 10_000
SOLD = ("Order", "Line", "SKU", "Quantity", "Unit price", "Discount %", "Line total")
TOTALS = (
    "Order",
    "Customer",
    "Discount %",
    "Freight",
    "Subtotal",
    "Tax",
    "Total",
    "Balance",
)
OWED = ("Customer", "Name", "Balance", "Overdue")
REORDER = (
    "SKU",
    "Supplier",
    "Forecast",
    "Reorder point",
    "Reorder to",
    "Suggested",
    "Unit cost",
    "Value",
    "Days left",
)
BOUGHT = (
    "Purchase order",
    "Order date",
    "Supplier",
    "Status",
    "Expected date",
    "Receive",
    "Total",
    "Outstanding (value)",
)
AT_MTL = ("TENT-1P", "--location", "MTL")

ALL = (
    Picture("before", "quickstart", "Orders", ENTERED, (range(19, END),), before=True),
    Picture("after", "quickstart", "Orders", DONE, (range(19, END),)),
    Picture("stock", "quickstart", "Stock"),
    Picture("checks", "quickstart", "Checks"),
    Picture("changes", "quickstart", "Changes", (), (range(5, 35), range(47, END))),
    Picture("issues", "mistakes", "Issues", WRONG, (range(20, END),)),
    Picture("marked", "mistakes", "Order lines", MARKED, (range(11, END),), noted="C3"),
    Picture("owners-year", "year", "Year", lines=False),
    Picture("order-book", "quickstart", "Dashboard", lines=False),
    Picture("dashboard", "year", "Dashboard", lines=False),
    Picture("year", "year", "Orders", YEAR, (range(4, 488),)),
    Picture("trace-order", "year", "Trace", traced=("SO-000022",)),
    Picture(
        "trace-order-lines", "year", "Order lines", SOLD, (range(2, 58), range(68, END))
    ),
    Picture(
        "trace-order-row",
        "year",
        "Orders",
        TOTALS,
        (range(1, 3), range(4, 25), range(26, END)),
    ),
    Picture("trace-customer", "year", "Trace", traced=("C041",)),
    Picture(
        "trace-customer-row",
        "year",
        "Customers",
        OWED,
        (range(1, 3), range(4, 44), range(45, END)),
    ),
    Picture(
        "trace-receivables", "year", "Receivables", (), (range(2, 40), range(45, END))
    ),
    Picture("trace-stock", "year", "Trace", (), (range(14, 42),), traced=AT_MTL),
    Picture("reorder", "year", "Reorder", REORDER, (range(2, 17), range(33, END))),
    Picture("purchase-orders", "year", "Purchase orders", BOUGHT, (range(4, 104),)),
    Picture("trace-stock-rows", "year", "Stock", (), (range(5, END),)),
)


def main() -> None:
    """Make every picture, or those that are named."""
    wanted = set(sys.argv[1:]) or {picture.name for picture in ALL}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = _run_samples(folder)
        views = [
            (picture, _view(books, picture, folder))
            for picture in ALL
            if picture.name in wanted
        ]
        _to_pdf([view for _, view in views], folder)
        for picture, view in views:
            print(_to_png(picture, view))
    if not sys.argv[1:]:
        paper.main()
        labels.main()
        report_pictures.main()


def _run_samples(folder: Path) -> dict[tuple[str, bool], Path]:
    """Write the samples and run them; by sample, and whether before its run."""
    books = {}
    for path in write_samples(folder / "before"):
        after = folder / "after" / path.name
        after.parent.mkdir(exist_ok=True)
        sheetflow.run(path, as_of=DAYS[path.stem]).save(after)
        books |= {(path.stem, True): path, (path.stem, False): after}
    return books


def _view(books: dict[tuple[str, bool], Path], picture: Picture, folder: Path) -> Path:
    """A copy of the workbook in which all but what the picture shows is hidden."""
    source = books[picture.sample, picture.before]
    path = folder / f"{picture.name}.xlsx"
    if picture.traced:
        source = _trace(source, picture, folder)
    workbook = Workbook.open(source)
    position = _position(source, picture.sheet)
    part = _part_of(source, position)
    shown = _shown_columns(workbook, picture)
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            content = old.read(member)
            if member == part:
                content = _hide(content.decode(), shown, picture).encode()
            if member == "xl/workbook.xml":
                content = _only_sheet(content.decode(), position).encode()
            if picture.noted and member == _notes_of(source, part):
                content = _opened(content.decode(), picture.noted).encode()
            new.writestr(member, content)
    return path


def _trace(source: Path, picture: Picture, folder: Path) -> Path:
    """The workbook of a trace, next to the one that is traced, as `sheetflow trace -o` writes it."""
    path = source.with_name(f"{picture.name}.xlsx")
    command = [
        sys.executable,
        "-m",
        "sheetflow",
        "trace",
        str(source),
        *picture.traced,
        "-o",
        str(path),
    ]
    command += ["--as-of", DAYS[picture.sample].isoformat()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


def _position(path: Path, sheet: str) -> int:
    """Where a sheet stands among all of its workbook, chart sheets included."""
    with zipfile.ZipFile(path) as package:
        names = re.findall(
            r'<sheet [^>]*?name="([^"]*)"', package.read("xl/workbook.xml").decode()
        )
    return names.index(sheet)


def _only_sheet(xml: str, position: int) -> str:
    """The workbook's part with all sheets hidden but one."""
    sheets = iter(range(len(xml)))

    def mark(found: re.Match[str]) -> str:
        return found[0] if next(sheets) == position else f'{found[0]}state="hidden" '

    xml = re.sub("<sheet ", mark, xml)
    return re.sub(r' activeTab="\d+"', "", xml).replace(
        "<workbookView ", f'<workbookView activeTab="{position}" '
    )


def _part_of(path: Path, position: int) -> str:
    """The name of the part that holds the sheet at a position."""
    with zipfile.ZipFile(path) as package:
        ids = re.findall(
            r'<sheet [^>]*r:id="(\w+)"', package.read("xl/workbook.xml").decode()
        )
        links = package.read("xl/_rels/workbook.xml.rels").decode()
    [target] = [
        found[1]
        for link in re.findall(r"<Relationship [^>]*>", links)
        if f'Id="{ids[position]}"' in link
        and (found := re.search(r'Target="/?(?:xl/)?([^"]+)"', link))
    ]
    return f"xl/{target}"


def _notes_of(path: Path, part: str) -> str:
    """The name of the part that holds the boxes of a sheet's notes."""
    folder, _, name = part.rpartition("/")
    with zipfile.ZipFile(path) as package:
        links = package.read(f"{folder}/_rels/{name}.rels").decode()
    [target] = re.findall(r'Target="\.\./([^"]+\.vml)"', links)
    return f"xl/{target}"


def _opened(xml: str, cell: str) -> str:
    """The boxes of the notes, that of one cell open as when the mouse is over it."""
    row, column = parse_cell(cell)
    place = f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
    shapes = re.split(r"(?=<v:shape )", xml)
    opened = [
        shape.replace("visibility:hidden", "visibility:visible")
        if place in shape
        else shape
        for shape in shapes
    ]
    return "".join(opened).replace(place, f"<x:Visible/>{place}")


def _shown_columns(workbook: Workbook, picture: Picture) -> set[int]:
    """The columns that are shown, counted from 1; none: all of them."""
    if not picture.headers:
        return set()
    for row in workbook.read(picture.sheet).rows:
        if set(picture.headers) <= set(map(str, row)):
            return {
                number for number, cell in enumerate(row, 1) if cell in picture.headers
            }
    raise ValueError(f"{picture.sheet} has no row with {', '.join(picture.headers)}")


def _hide(xml: str, shown: set[int], picture: Picture) -> str:
    """The sheet on one wide page, without the columns and rows that the picture does not show."""
    if shown:
        xml = re.sub(r"<col ([^>]*?)/>", lambda found: _columns(found[1], shown), xml)
    xml = re.sub(r'<row r="(\d+)"', lambda found: _row(found, picture.hidden), xml)
    xml = re.sub(
        r"<printOptions[^>]*/>|<pageSetup [^>]*/>|<headerFooter.*?</headerFooter>",
        "",
        xml,
    )
    xml = re.sub(r"<sheetPr>.*?</sheetPr>|<sheetPr[^>]*/>", "", xml)
    xml = re.sub(
        r"(<worksheet[^>]*>)",
        r'\1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        xml,
        count=1,
    )
    heads = '<printOptions headings="1" gridLines="1"/>' if picture.lines else ""
    page = f'{heads}<pageMargins left="0.2" right="0.2" top="0.2" bottom="0.2" header="0" footer="0"/>'
    # A page such as the dashboard is shown whole, the rows of a sheet as wide as the paper.
    high = 0 if picture.lines else 1
    page += f'<pageSetup paperSize="8" orientation="landscape" fitToHeight="{high}"/>'
    return re.sub(r"<pageMargins[^>]*/>", page, xml, count=1)


def _columns(attributes: str, shown: set[int]) -> str:
    """A <col> element as one for each of its columns, those not shown hidden."""
    first, last = (
        int(re.search(rf'{name}="(\d+)"', attributes)[1]) for name in ("min", "max")
    )  # type: ignore[index]
    rest = re.sub(r'(min|max)="\d+"\s*', "", attributes)
    hidden = {
        number: "" if number in shown else ' hidden="1"'
        for number in range(first, last + 1)
    }
    return "".join(
        f'<col min="{number}" max="{number}" {rest}{mark}/>'
        for number, mark in hidden.items()
    )


def _row(found: re.Match[str], hidden: Sequence[range]) -> str:
    """The beginning of a <row> element, hidden where its number is in one of the ranges."""
    return found[0] + (
        ' hidden="1"' if any(int(found[1]) in rows for rows in hidden) else ""
    )


def _to_pdf(views: list[Path], folder: Path) -> None:
    """Print every view into a PDF next to it."""
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
    ]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, views)]
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _to_png(picture: Picture, view: Path) -> Path:
    """The first page as a picture, cut to what is on it; gives its path."""
    command = [
        "pdftoppm",
        "-f",
        "1",
        "-l",
        "1",
        "-r",
        str(DOTS),
        str(view.with_suffix(".pdf")),
    ]
    pixels = read_ppm(
        subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    )
    used = (pixels < PAPER).any(axis=2)
    rows = np.flatnonzero(used.any(axis=1))
    columns = np.flatnonzero(used.any(axis=0))
    pixels = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if picture.lines:
        pixels = _lighten(pixels)
    else:
        pixels = np.pad(
            pixels, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), constant_values=255
        )
    PICTURES.mkdir(exist_ok=True)
    target = PICTURES / f"{picture.name}.png"
    target.write_bytes(png(pixels))
    return target


def _lighten(pixels: Pixels) -> Pixels:
    """The picture with the lines between its cells in grey; a line is dark over most of its length."""
    dark = (pixels < INK).all(axis=2)
    lines = _lines(dark.mean(axis=1))[:, None] | _lines(dark.mean(axis=0))[None, :]
    return np.where((dark & lines)[:, :, None], np.uint8(GRID), pixels)


def _lines(share: AnyArray) -> Mask:
    """Where the dark share of pixels says that a line is: thin, and light on both sides; a filled header is not."""
    ends = np.flatnonzero(np.diff(np.r_[False, share > MOST, False])).reshape(-1, 2)
    around = np.r_[0.0, share, 0.0]
    found = np.zeros(len(share), dtype=bool)
    for first, last in ends:
        found[first:last] = (
            last - first <= WIDEST and max(around[first], around[last + 1]) < LIGHT
        )
    return found


if __name__ == "__main__":
    main()
