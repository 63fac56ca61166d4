"""The pages of a PDF as pictures, which every browser shows; made in a child process."""

from __future__ import annotations

from pathlib import Path

from sheetflow.serving.results import Result
from sheetflow.serving.runs import run_command


async def make_pictures(result: Result, document: Path) -> tuple[list[str], str]:
    """The pages of a document, as paths from the result's pictures; or why there are none."""
    folder = result.pictures / document.stem
    if not folder.exists():
        ended = await run_command(["page-pictures", str(document), "-o", str(folder)])
        if ended.error:
            return [], ended.error
    return [f"{folder.name}/{page.name}" for page in sorted(folder.glob("*.png"))], ""
