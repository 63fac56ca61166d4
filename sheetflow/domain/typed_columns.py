"""Columns as attributes of a frame: what each kind returns, and the name of its column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, overload

from sheetflow.domain.numbers import AnyArray, IntArray, Mask

if TYPE_CHECKING:
    from sheetflow.domain.frame import Frame


class TypedColumn:
    """An attribute of a frame that gives one of its columns."""

    def __init__(self, header: str) -> None:
        self.header = header


class Values(TypedColumn):
    """A column as it is kept: None or BLANK where nothing was entered."""

    @overload
    def __get__(self, frame: None, owner: type[Frame]) -> Self: ...

    @overload
    def __get__(self, frame: Frame, owner: type[Frame]) -> AnyArray: ...

    def __get__(self, frame: Frame | None, owner: type[Frame]) -> AnyArray | Self:
        return self if frame is None else frame.columns[self.header]


class Amounts(TypedColumn):
    """A column of quantities, prices, money or percentages: 0 where nothing was entered."""

    @overload
    def __get__(self, frame: None, owner: type[Frame]) -> Self: ...

    @overload
    def __get__(self, frame: Frame, owner: type[Frame]) -> IntArray: ...

    def __get__(self, frame: Frame | None, owner: type[Frame]) -> IntArray | Self:
        return self if frame is None else frame.number(self.header)


class Given(TypedColumn):
    """Where something was entered in a column."""

    def __get__(self, frame: Frame, owner: type[Frame]) -> Mask:
        return frame.given(self.header)


class Index:
    """The positions that a reference names in the frame of another sheet, -1 for none."""

    def __init__(self, link: str) -> None:
        self.link = link

    def __get__(self, frame: Frame, owner: type[Frame]) -> IntArray:
        return frame.link(self.link)


def header_of(column: str | TypedColumn) -> str:
    """The header of a column that is named by its header or by its attribute."""
    return column if isinstance(column, str) else column.header
