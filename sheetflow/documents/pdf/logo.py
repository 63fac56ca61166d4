"""The seller's logo in PDFs."""

from __future__ import annotations

from pathlib import Path

from sheetflow.standards.image_files import extension_of, for_documents


def copy_logo(logo: Path | None, folder: Path) -> str:
    """Write the logo into a folder, as typst can show it, and return its name there; "" where there is none."""
    if logo is None:
        return ""
    picture = for_documents(logo.read_bytes())
    name = f"logo.{extension_of(picture)}"
    (folder / name).write_bytes(picture)
    return name
