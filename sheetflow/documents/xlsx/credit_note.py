"""Credit notes as rows."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.model import CreditLine, CreditNote
from sheetflow.documents.wording.account_wording import (
    corrects_text,
    credit_facts,
    credit_sums,
    credit_text,
    credit_title,
    return_text,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.priced_wording import exemption_text
from sheetflow.documents.wording.tax_wording import credits_tax, rates_text
from sheetflow.documents.xlsx.address_block import address_block
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import Cell, DocumentLayout, Row, text_rows
from sheetflow.documents.xlsx.letterhead import (
    Stationery,
    footer_text,
    letterhead,
    running_head,
)
from sheetflow.documents.xlsx.sum_rows import sum_rows
from sheetflow.documents.xlsx.table_rows import Text, header_row, headings, line_rows
from sheetflow.documents.xlsx.text_wrapping import wrap

GRID = Grid((11, 21.5, 8, 6.5, 10.5, 11, 9.5, 10.5), label_column=4)
SKU, DESCRIPTION, QUANTITY, UNIT, NET, TAX, TAX_AMOUNT, CREDIT = range(8)
NET_LETTER = "E"
CREDIT_LETTER = "H"

_SKU_EMS = GRID.ems(8, SKU, DESCRIPTION)
_DESCRIPTION_EMS = GRID.ems(9, DESCRIPTION, QUANTITY)
_NOTE_EMS = GRID.ems(8.5)
_NOTE_HEIGHT = 13.5


def credit_note_layout(note: CreditNote, stationery: Stationery) -> DocumentLayout:
    """A credit note; it names the invoices that it corrects."""
    seller = stationery.seller
    formats = stationery.formats.of(note.currency)
    words = formats.words
    title = credit_title(seller, words)
    name = f"{title} {note.number}"

    sums = sum_rows(credit_sums(note, formats), _formulas(note), formats, GRID)
    return DocumentLayout(
        head=[
            *letterhead(stationery, title, GRID),
            *_address_rows(note, formats),
        ],
        table_header=[_table_header(words)],
        body=[row for line in note.lines for row in _line(line, formats)],
        ending=[Row(8.25), *sums],
        running_head=running_head(seller, name, GRID),
        footer=footer_text(seller, name, GRID),
        notes=_exemption_rows(exemption_text(note.exemption, words)),
    )


def _address_rows(note: CreditNote, formats: CellFormats) -> list[Row]:
    """The buyer, the facts, and the invoices that are corrected."""
    return [
        *address_block(note.buyer, credit_facts(note, formats.words), formats, GRID),
        Row(10.5),
        *_note_rows(corrects_text(note, formats), "note bold"),
        Row(10.5),
    ]


def _note_rows(text: str, style: str) -> list[Row]:
    return text_rows(wrap(text, _NOTE_EMS), style, _NOTE_HEIGHT)


def _exemption_rows(text: str) -> list[Row]:
    if not text:
        return []
    return [Row(8.25), *_note_rows(text, "note")]


def _table_header(words: Words) -> Row:
    text = words.text
    amounts = map(text, ("Net", "Tax", "Tax amount", "Credit"))
    return header_row(
        [
            *headings((text("Item"), text("Description")), "head"),
            (text("Quantity"), "head right"),
            (text("Unit"), "head unit"),
            *headings(list(amounts), "head right"),
        ]
    )


def _line(line: CreditLine, formats: CellFormats) -> list[Row]:
    texts = (
        Text(SKU, wrap(line.sku, _SKU_EMS), "line grey"),
        Text(DESCRIPTION, _description(line, formats), "line"),
    )
    return line_rows(texts, _line_cells(line, formats))


def _description(line: CreditLine, formats: CellFormats) -> list[str]:
    """What came back and why, then which return it is and when that was."""
    return [
        *wrap(credit_text(line), _DESCRIPTION_EMS),
        *wrap(return_text(line, formats), _DESCRIPTION_EMS),
    ]


def _line_cells(line: CreditLine, formats: CellFormats) -> tuple[Cell, ...]:
    """Net and tax of a return, and their sum; a fee is taken off below the table."""
    quantity_format = formats.exact_cell(line.quantity)
    amount_format = formats.amount_cell
    rates = rates_text(line.rates, line.tax_code, formats)
    return (
        Cell(QUANTITY, line.quantity, "line number", quantity_format),
        Cell(UNIT, line.unit, "line unit"),
        Cell(NET, line.net, "line number", amount_format),
        Cell(TAX, rates, "line right"),
        Cell(TAX_AMOUNT, line.tax, "line number", amount_format),
        Cell(CREDIT, line.net + line.tax, "line number", amount_format),
    )


def _formulas(note: CreditNote) -> dict[str, str]:
    """The formulas of the sums that are calculated, by their kinds."""
    net = NET_LETTER
    lines = f"SUM({net}{{line}}:{net}{{line_last}})"
    return {"net": lines, "total": "+".join(_parts_of_total(note))}


def _parts_of_total(note: CreditNote) -> Iterator[str]:
    at = CREDIT_LETTER
    yield f"{at}{{net}}"
    if note.taxes and credits_tax(note):
        yield f"SUM({at}{{tax}}:{at}{{tax_last}})"
    if note.fee:
        yield f"{at}{{fee}}"
