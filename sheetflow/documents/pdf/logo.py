"""The seller's logo in PDFs."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from sheetflow.standards.image_files import picture_kind


def copy_logo(logo: Path | None, folder: Path) -> str:
    """Copy the logo into a folder and return its name there.

    Returns "" if there is no logo, or none that typst can show.
    """
    if logo is None:
        return ""
    content = logo.read_bytes()
    return _copy_picture(content, folder) if can_show(content) else ""


def _copy_picture(content: bytes, folder: Path) -> str:
    name = f"logo.{picture_kind(content)}"
    (folder / name).write_bytes(content)
    return name


@lru_cache(maxsize=4)
def can_show(content: bytes) -> bool:
    """Whether typst can show a picture: it cannot if it is a BMP, or damaged."""
    import typst

    try:
        _compile_picture(content)
    except typst.TypstError:
        return False
    return True


def _compile_picture(content: bytes) -> None:
    """Compile a page with a picture. Raises typst.TypstError."""
    import typst

    page = b'#image("picture")'
    with tempfile.TemporaryDirectory(prefix="sheetflow-") as name:
        (Path(name) / "picture").write_bytes(content)
        compiler = typst.Compiler(page, root=name, ignore_system_fonts=True)
        compiler.compile(format="svg")
