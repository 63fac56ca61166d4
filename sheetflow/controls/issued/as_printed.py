r"""What was on a document beyond its facts, as text: what would follow from sheets that people change later.

The first line is the document: `Customer PO=4711 | Ship to=9 Dock Road\nHull`. Each product and each tax code on it
has a line of its own: `SKU=A-100 | Name=Desk | Unit=each`. A blank cell is left out. In a value, `\n` is a line break,
and `\|` a bar. The seller's line has what Settings said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheetflow.controls.issued.contents import MOST
from sheetflow.domain.book import Book, IssuedText
from sheetflow.domain.frames import Products, TaxCodes

SELLER = "Seller"

SHIP_TO = "Ship to"
OTHERS = "Other containers"
SHIPMENTS = "Shipments"
EXEMPT = "Tax exempt"
DEPOSIT = "Deposit"
DEPOSIT_DUE = "Deposit due"

NOT_STATED = "-"
"""A language that was not stated; an earlier version kept none at all."""

LANGUAGE = "Language"
DOCUMENT_LANGUAGE = "Document language"

CONFIRMATION = "Confirmation"
SLIP = "Packing slip"
DELIVERY = "Delivery note"
"""What issued documents are called that are not facts of a sheet; a label has the text of its slip."""

Cells = Mapping[str, str]
"""The cells of a line by header; without blank ones."""


def line_text(cells: Iterable[tuple[str, object]]) -> str:
    """Cells as a line of text."""
    return " | ".join(
        f"{header}={_escaped(str(value))}"
        for header, value in cells
        if value not in (None, "")
    )


def column_texts(header: str, values: Sequence[object]) -> list[str]:
    """A column as cells of such lines; empty for a blank cell."""
    made = {each: line_text([(header, each)]) for each in set(values)}
    return [made[each] for each in values]


def _escaped(text: str) -> str:
    """A value without what separates cells and lines."""
    plain = text.replace("\r", "").replace("\\", "\\\\")
    return plain.replace("|", "\\|").replace("\n", "\\n")


def _unescaped(text: str) -> str:
    """A value as it was before it became part of a line."""
    parts = text.split("\\\\")
    plain = [part.replace("\\n", "\n").replace("\\|", "|") for part in parts]
    return "\\".join(plain)


def _cells_of(line: str) -> Cells:
    """The cells of a line of text."""
    cells = [cell.partition("=") for cell in line.split(" | ") if cell]
    return {header: _unescaped(value) for header, _, value in cells}


@dataclass(frozen=True)
class AsPrinted:
    """What was on a document: its own cells, those of its products and of its tax codes, and the seller's."""

    own: Cells
    products: Mapping[str, Cells]
    tax_codes: Mapping[str, Cells]
    seller: Cells
    lines: tuple[Cells, ...] = ()

    @property
    def is_exempt(self) -> bool:
        """Whether the customer was exempt from tax."""
        return self.own.get(EXEMPT) == "Yes"


def as_printed(book: Book, document: str, number: str) -> AsPrinted | None:
    """What was on an issued document; None for a new one, and for one that an earlier version issued."""
    kept = book.issued.get((document, number))
    if kept is None or not kept.as_printed:
        return None
    own, *lines = joined(book.issued, document, number).split("\n")
    cells = [_cells_of(line) for line in lines]
    seller = joined(book.issued, SELLER, kept.seller)
    return AsPrinted(
        _cells_of(own),
        _by_key(cells, Products.sku.header),
        _by_key(cells, TaxCodes.tax_code.header),
        _cells_of(seller),
        tuple(line for line in cells if "Line" in line),
    )


def _by_key(lines: Iterable[Cells], key: str) -> dict[str, Cells]:
    """The lines that begin with this header, by its value."""
    return {cells[key]: cells for cells in lines if key in cells}


def joined(
    issued: Mapping[tuple[str, str], IssuedText], document: str, number: str
) -> str:
    """The whole text of a document, of all the rows that it takes."""
    found = issued.get((document, number))
    texts = []
    while found is not None:
        texts.append(found.as_printed)
        found = issued.get((continued(document, len(texts) + 1), number))
    return "".join(texts)


def continued(document: str, part: int) -> str:
    """What the row with a further part of a text is called: `Invoice (2)`."""
    return f"{document} ({part})"


def parts_of(text: str) -> list[str]:
    """A text in as many parts as cells must have it; at least one."""
    return [text[at : at + MOST] for at in range(0, max(len(text), 1), MOST)]
