"""The file that a seller's own layout starts as: ours, with instructions at the top."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.pdf.layouts import LAYOUTS, SHARED, Layout, LayoutField
from sheetflow.documents.pdf.sandbox import our_layouts

_INSTRUCTIONS = """// {title}: sheetflow uses this file instead of its own, for every PDF.
// Until you change it, it prints what sheetflow's own prints. After a change, try it with: sheetflow template check
// To go back to the standard layout, delete this file. How to write a layout: https://typst.app/docs
"""


def new_layout_text(name: str) -> str:
    """The text of a new layout, or of a file that layouts share."""
    ours = _our_text(name)
    if name in SHARED:
        return _instructions(SHARED[name]) + "\n" + ours
    return _with_comments(LAYOUTS[name], ours)


def _with_comments(layout: Layout, ours: str) -> str:
    """The text of a layout of ours below what its owner should know."""
    comments = [_instructions(layout.title), *_field_comments(layout)]
    return "\n".join([*comments, "", ours])


def _our_text(name: str) -> str:
    [path] = [path for path in our_layouts() if path.name == f"{name}.typ"]
    return str(path.read_text(encoding="utf-8"))


def _instructions(title: str) -> str:
    return _INSTRUCTIONS.format(title=title[0].upper() + title[1:])


def _field_comments(layout: Layout) -> Iterator[str]:
    """The fields that a layout gets, as comments: one per line."""
    yield (
        "// The fields of data.documents, and of house. "
        "All are texts, ready to print; a layout must show those with *."
    )
    fields = list(layout.fields())
    width = max(len(field.path) for field in fields)
    for field in fields:
        yield _field_comment(field, width)


def _field_comment(field: LayoutField, width: int) -> str:
    star = "*" if field.must_show else " "
    return f"//  {star} {field.path.ljust(width)}  {field.field.about.meaning}"
