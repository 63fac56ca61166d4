"""Pictures of printed documents, docs/pictures/paper-*.png: one of each kind, from the sample workbooks.

Part of `python -m tools.pictures`; alone, `python -m tools.paper`. Needs LibreOffice (soffice) and poppler (pdftoppm).
"""

from __future__ import annotations

import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

import sheetflow
from sheetflow.printing.files import draw
from sheetflow.printing.gather import Wanted, all_documents
from sheetflow.samples import write_samples

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
AS_OF = {"quickstart": date(2026, 3, 2), "year": date(2026, 1, 5)}
DOTS = 80
"""Dots an inch."""


class Shown(NamedTuple):
    """One picture: the first page of an order's document of this kind."""

    name: str
    sample: str
    kind: str
    order: str


ALL = (
    Shown("quote", "quickstart", "quotes", "SQ-000001"),
    Shown("confirmation", "quickstart", "orders", "SO-000023"),
    Shown("pick-list", "quickstart", "picks", "SO-000002"),
    Shown("packing-slip", "quickstart", "packing", "SO-000008"),
    Shown("label", "quickstart", "labels", "SO-000008"),
    Shown("invoice", "quickstart", "invoices", "SO-000009"),
    Shown("credit-note", "quickstart", "credits", "SO-000013"),
    Shown("statement", "quickstart", "statements", "SO-000015"),
    Shown("invoice-two-taxes", "year", "invoices", "SO-000475"),
)


def main() -> None:
    """Make every picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        samples = {path.stem: path for path in write_samples(folder)}
        drawn = {shown: _draw(shown, samples[shown.sample], folder) for shown in ALL}
        _to_pdf(list(drawn.values()), folder)
        for shown, path in drawn.items():
            print(_to_png(shown, path.with_suffix(".pdf")))


def _draw(shown: Shown, sample: Path, folder: Path) -> Path:
    """The workbook with the one document."""
    done = sheetflow.run(sample, as_of=AS_OF[shown.sample])
    wanted = Wanted(only=frozenset({shown.kind}), orders=frozenset({shown.order}))
    [file] = draw(all_documents(done.result, folder, wanted), sample.name)
    path = folder / f"paper-{shown.name}.xlsx"
    path.write_bytes(file.content)
    return path


def _to_pdf(books: list[Path], folder: Path) -> None:
    """Print every workbook into a PDF beside it."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, books)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _to_png(shown: Shown, pdf: Path) -> Path:
    """The first page as a picture; gives its path."""
    target = PICTURES / f"paper-{shown.name}"
    command = ["pdftoppm", "-f", "1", "-l", "1", "-r", str(DOTS), "-png", "-singlefile", str(pdf), str(target)]
    subprocess.run(command, check=True)
    return target.with_suffix(".png")


if __name__ == "__main__":
    main()
