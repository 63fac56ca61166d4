"""Write sheetflow/domain/frames.py from schemas/: `python -m tools.frames`.

A test fails when the file is not what this would write.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.relations import reference_names
from sheetflow.domain.schema import Column, SheetSchema, attribute

TARGET = Path(__file__).resolve().parent.parent / "sheetflow" / "domain" / "frames.py"

HEAD = '''"""The sheets of facts as frames with typed columns, and the book's look-up of them.

Made from schemas/ by `python -m tools.frames`: do not edit.
"""

from __future__ import annotations

import collections.abc
from types import MappingProxyType
from typing import Generic, TypeVar, cast

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import Frame
from sheetflow.domain.typed_columns import Amounts, Given, Index, Values
from sheetflow.domain.schema import SheetSchema

'''

TAIL = '''
KIND = TypeVar("KIND", bound=Frame)


class Sheet(Generic[KIND]):
    """The frame of one sheet, as an attribute of what holds them all."""

    def __init__(self, kind: type[KIND]) -> None:
        self.kind = kind

    def __get__(self, holder: Sheets, owner: type[Sheets]) -> KIND:
        return cast(KIND, holder[self.kind.SHEET])


class Sheets:
    """What holds a frame for every sheet of facts."""

    def __getitem__(self, sheet: str) -> Frame:
        raise NotImplementedError

{attributes}


FRAMES: collections.abc.Mapping[str, type[Frame]] = MappingProxyType(
    {{kind.SHEET: kind for kind in ({kinds})}}
)
"""The kind of frame of each sheet of facts."""


def kind_of(schema: SheetSchema) -> type[Frame]:
    """The kind of frame that a sheet has: a plain one where its columns have no types."""
    return FRAMES.get(schema.sheet, Frame)


def empty_frame(sheet: str) -> Frame:
    """A sheet without records."""
    schema = sheet_schema(sheet)
    return kind_of(schema).empty(schema)
'''


def class_name(sheet: str) -> str:
    """The class of a sheet's frame: `Order lines` is `OrderLines`."""
    return "".join(word.capitalize() for word in sheet.split())


def kind_of_column(column: Column) -> str:
    """Which of frame.py's kinds a column is."""
    amounts = {"quantity", "price", "money", "percent", "number"}
    return "Amounts" if column.kind in amounts else "Values"


def frame_lines(schema: SheetSchema) -> Iterator[str]:
    """The class of one sheet."""
    yield f"class {class_name(schema.sheet)}(Frame):"
    yield f'    """{schema.about}"""'
    yield ""
    yield f'    SHEET = "{schema.sheet}"'
    yield ""
    for column in schema.facts:
        name = attribute(column.header)
        yield f'    {name} = {kind_of_column(column)}("{column.header}")'
    for column in schema.facts:
        name = attribute(column.header)
        yield f'    has_{name.rstrip("_")} = Given("{column.header}")'
    for name in reference_names(schema):
        yield f'    {name}_index = Index("{name}")'
    yield ""


def source() -> str:
    """The whole module, as it should be."""
    schemas = [schema for schema in fact_schemas() if schema.sheet != "Settings"]
    classes = [line for schema in schemas for line in frame_lines(schema)]
    names = [class_name(schema.sheet) for schema in schemas]
    attributes = [
        f"    {attribute(schema.sheet)} = Sheet({class_name(schema.sheet)})"
        for schema in schemas
    ]
    tail = TAIL.format(attributes="\n".join(attributes), kinds=", ".join(names))
    return formatted(HEAD + "\n".join(classes) + tail)


def formatted(text: str) -> str:
    """The text as ruff would have it."""
    fix = ["check", "--fix-only", "--quiet", "--select", "I,F401,RUF100"]
    for command in (fix, ["format", "--quiet"]):
        name = ["--stdin-filename", str(TARGET), "-"]
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *name],
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        text = done.stdout
    return text


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8")
