"""1,000 invoices as one PDF: our pages per second, next to those of a plain typst template.

`python -m benchmarks.pdf` prints the two side by side. The plain template gets every text
ready to set. It knows nothing of envelope windows, totals that stay together, codes or
right-to-left names, and sets the same words in the same typeface on as many pages.
`python -m benchmarks.pdf ours|bare` runs one of the two programs in a process of its
own: typst remembers what it has set, and a second round in the same process would take
no time.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Stopwatch
from benchmarks.printing import invoices
from sheetflow.documents.model import Documents
from sheetflow.documents.pdf import pdfs_of
from sheetflow.documents.pdf.data import document_data
from sheetflow.documents.pdf.data.party_data import house_data
from sheetflow.documents.pdf.fonts import find_fonts
from sheetflow.documents.wording.locale_formats import Formats

COUNT = 1_000
TURNS = 3
BARE = """#let data = json("data.json")
#set text(font: "Inter", size: 9pt)
#for document in data.documents {
  counter(page).update(1)
  set page(
    paper: "a4",
    margin: (top: 25mm, bottom: 24mm, left: 20mm, right: 16mm),
    footer: context [#document.title #document.number #h(1fr) #counter(page).display()],
  )
  [#data.house.name #h(1fr) #data.house.address.join(", ") #data.house.tax_number]
  v(20mm)
  grid(
    columns: (1fr, 1fr),
    (document.buyer.name, ..document.buyer.lines).join(linebreak()),
    grid(columns: (auto, 1fr), gutter: 2mm, ..document.facts.map(fact => (fact.label, fact.value)).flatten()),
  )
  heading(document.title)
  table(
    columns: (auto, 1fr, auto, auto, auto, auto, auto), stroke: none,
    table.header("Item", "Description", "Quantity", "Unit", document.price_header, "Tax", document.amount_header),
    table.hline(),
    ..document.lines.map(line => (
      line.sku, line.description, line.quantity, line.unit, line.price, line.tax, line.amount,
    )).flatten(),
    table.hline(),
  )
  align(right, grid(columns: 3, gutter: 2mm, ..document.sums.map(sum => (sum.label, sum.on, sum.amount)).flatten()))
  document.payment
}
"""
"""What somebody would write who only needs the words on paper."""


def ours(documents: Documents, watch: Stopwatch) -> bytes:
    """What `sheetflow print --pdf` does with invoices that are gathered."""
    watch("make ready")
    [made] = pdfs_of(documents)
    watch("set")
    return made.content


def bare(documents: Documents, watch: Stopwatch) -> bytes:
    """The plain template, over texts that are ready."""
    import typst

    seller = documents.seller
    formats = Formats(seller.style.locale, seller.currency)
    texts = [document_data(invoice, seller) for invoice in documents.invoices]
    data = {"house": house_data(seller, formats, "", ["Inter"]), "documents": texts}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data.json").write_text(
            json.dumps(data, ensure_ascii=False), encoding="utf-8"
        )
        (folder / "bare.typ").write_text(BARE, encoding="utf-8")
        watch("make ready")
        fonts = find_fonts(None)
        made = typst.Compiler(
            folder / "bare.typ", root=folder, font_paths=fonts
        ).compile(pdf_tags=False)
        watch("set")
    assert isinstance(made, bytes)
    return made


PROGRAMS: dict[str, Callable[[Documents, Stopwatch], bytes]] = {
    "ours": ours,
    "bare": bare,
}


def main() -> None:
    """One program, or both side by side."""
    if len(sys.argv) == 2:
        from pypdf import PdfReader

        watch = Stopwatch()
        made = PROGRAMS[sys.argv[1]](invoices(COUNT), watch)
        watch.report(pages=len(PdfReader(io.BytesIO(made)).pages))
    else:
        from benchmarks.__main__ import printed

        printed()


if __name__ == "__main__":
    main()
