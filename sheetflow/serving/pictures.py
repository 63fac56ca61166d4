"""The pages of a PDF as pictures, which every browser shows; made in a child process."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from sheetflow.serving.results import Result
from sheetflow.serving.runs import run_command


async def make_pictures(result: Result, document: Path) -> tuple[list[str], str]:
    """The pages of a document, as paths from the result's pictures; or why there are none."""
    folder = result.pictures / document.relative_to(result.output)
    if not folder.exists():
        error = await _make(document, folder, result.folder)
        if error:
            return [], error
    pages = sorted(folder.glob("*.png"))
    return [page.relative_to(result.pictures).as_posix() for page in pages], ""


async def _make(document: Path, folder: Path, beside: Path) -> str:
    """Make a folder of all pages, or none of them; returns why it cannot be done."""
    with TemporaryDirectory(dir=beside) as work:
        made = Path(work) / "pages"
        ended = await run_command(["page-pictures", str(document), "-o", str(made)])
        # Somebody may have looked at the same document in the meantime.
        if not ended.error and not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            made.rename(folder)
    return ended.error
