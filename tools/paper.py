"""Pictures of printed documents: one of each kind from the sample workbooks, as the workbook that a person prints
(docs/pictures/paper-*.png) and as PDF (docs/pictures/pdf-*.png).

Part of `python -m tools.pictures`; alone, `python -m tools.paper`. Needs LibreOffice (soffice) and poppler (pdftoppm).
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import sheetflow
from sheetflow.documents.files import render_files
from sheetflow.documents.gather import DocumentFilter, all_documents
from sheetflow.documents.model import Documents
from sheetflow.documents.pdf.new_layout import new_layout_text
from sheetflow.pipeline import Run
from sheetflow.starters.samples import write_samples
from tools.german_shop import DAY, write_german_shop

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
AS_OF = {"quickstart": date(2026, 3, 2), "year": date(2026, 1, 5)}
DOTS = 80
"""Dots an inch."""


class Shown(NamedTuple):
    """One picture: the first page of a document of this kind, of an order where one is named."""

    name: str
    sample: str
    kind: str
    order: str = ""


INVOICE = Shown("invoice", "quickstart", "invoices", "SO-000009")
ALL = (
    Shown("quote", "quickstart", "quotes", "SQ-000001"),
    Shown("confirmation", "quickstart", "orders", "SO-000023"),
    Shown("pick-list", "quickstart", "picks", "SO-000002"),
    Shown("packing-slip", "quickstart", "packing", "SO-000008"),
    Shown("label", "quickstart", "labels", "SO-000008"),
    INVOICE,
    Shown("credit-note", "quickstart", "credits", "SO-000013"),
    Shown("statement", "quickstart", "statements", "SO-000015"),
    Shown("proforma", "quickstart", "proforma", "SO-000023"),
    Shown("reminder", "year", "reminders"),
    Shown("receipt", "year", "receipts"),
    Shown("price-list", "year", "prices"),
    Shown("purchase-order", "year", "purchases"),
    Shown("goods-in", "year", "arrivals"),
    Shown("invoice-two-taxes", "year", "invoices", "SO-000475"),
)

GERMAN_ORDERS = {"german": "A-1", "french": "A-2"}
"""The orders of a German workbook, by the language of their customers."""

OWN = {
    "letterhead": ("#let logo-side = left", "#let logo-side = right"),
    "invoice": (
        "joined(document.bank))",
        'joined(document.bank), "The goods are ours until they are paid.")',
    ),
}
"""What the cookbook changes in layouts."""


def main() -> None:
    """Make every picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        samples = {path.stem: path for path in write_samples(folder)}
        made = {shown: _documents(shown, samples[shown.sample]) for shown in ALL}
        books = []
        for shown, documents in made.items():
            pdf, book = render_files(documents, "shop.xlsx", as_pdf=True)
            _to_png(_put(pdf.content, folder / f"pdf-{shown.name}.pdf"))
            books.append(_put(book.content, folder / f"paper-{shown.name}.xlsx"))
        own, _ = render_files(
            _in_own_layout(made[INVOICE], folder), "shop.xlsx", as_pdf=True
        )
        _to_png(_put(own.content, folder / "pdf-own-layout.pdf"))
        for language, content in _german_invoices(folder).items():
            _to_png(_put(content, folder / f"pdf-invoice-{language}.pdf"))
        _to_pdf(books, folder)
        for book in books:
            _to_png(book.with_suffix(".pdf"))


def _documents(shown: Shown, sample: Path) -> Documents:
    """The one document."""
    done = sheetflow.run(sample, as_of=AS_OF[shown.sample])
    orders = frozenset({shown.order}) if shown.order else None
    wanted = DocumentFilter(only=frozenset({shown.kind}), orders=orders)
    made = all_documents(done.result, sample.parent, wanted)
    first: dict[str, Any] = {shown.kind: getattr(made, shown.kind)[:1]}
    return replace(made, **first)


def _in_own_layout(documents: Documents, folder: Path) -> Documents:
    """Documents in the colour and the layouts of the cookbook."""
    layouts = []
    for name, (old, new) in OWN.items():
        layouts.append(folder / f"{name}.typ")
        layouts[-1].write_text(
            new_layout_text(name).replace(old, new), encoding="utf-8"
        )
    style = replace(documents.seller.style, colour="7A1F2B", templates=tuple(layouts))
    return replace(documents, seller=replace(documents.seller, style=style))


def _german_invoices(folder: Path) -> dict[str, bytes]:
    """The invoices of a German workbook, by the language of their customers."""
    shop = folder / "laden.xlsx"
    write_german_shop(shop)
    done = sheetflow.run(shop, as_of=DAY)
    return {
        name: _invoice_of(done, order, folder) for name, order in GERMAN_ORDERS.items()
    }


def _invoice_of(done: Run, order: str, folder: Path) -> bytes:
    wanted = DocumentFilter(only=frozenset({"invoices"}), orders=frozenset({order}))
    documents = all_documents(done.result, folder, wanted)
    pdf, _ = render_files(documents, "laden.xlsx", as_pdf=True)
    return pdf.content


def _put(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path


def _to_pdf(books: list[Path], folder: Path) -> None:
    """Print every workbook into a PDF next to it."""
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
    ]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, books)]
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _to_png(pdf: Path) -> None:
    """The first page as a picture of the same name."""
    target = PICTURES / pdf.stem
    command = [
        "pdftoppm",
        "-f",
        "1",
        "-l",
        "1",
        "-r",
        str(DOTS),
        "-png",
        "-singlefile",
        str(pdf),
        str(target),
    ]
    subprocess.run(command, check=True)
    print(target.with_suffix(".png"))


if __name__ == "__main__":
    main()
