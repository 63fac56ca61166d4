"""The file that a layout of one's own starts with: ours, with what its owner should know on top."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.documents.pdf.compiling import our_layouts
from sheetflow.documents.pdf.layouts import LAYOUTS, SHARED, Layout

_HEAD = """// {what}, set in your own way: sheetflow uses this file in place of its own, for every PDF.
// As it stands it prints what sheetflow's own prints. Change it, then try it: sheetflow template check
// Delete it, and you have the usual layout again. How to write it: https://typst.app/docs
"""


def first_layout(name: str) -> str:
    """The text that a layout, or a part that several share, starts with."""
    [path] = [path for path in our_layouts() if path.name == f"{name}.typ"]
    ours = str(path.read_text(encoding="utf-8"))
    if name in SHARED:
        return _head(SHARED[name]) + "\n" + ours
    layout = LAYOUTS[name]
    return "\n".join([_head(layout.what), *_told(layout), "", ours])


def _head(what: str) -> str:
    return _HEAD.format(what=what[0].upper() + what[1:])


def _told(layout: Layout) -> Iterator[str]:
    """What a layout finds, as comments: each field and what it is."""
    yield "// What it finds in data.documents, and in house (all texts, ready to be set; * must be shown):"
    fields = list(layout.fields())
    wide = max(len(way) for way, _, _ in fields)
    for way, item, must in fields:
        yield f"//  {'*' if must else ' '} {way.ljust(wide)}  {item.about.meaning}"
