"""The book: the frames of all sheets of facts, the settings, the locations, and the run's date.

Books are never changed: a step returns a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, NamedTuple, Protocol, TypeVar

from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Sheets
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, IntArray, Mask


@dataclass(frozen=True)
class Settings:
    """What Settings say, with the defaults of schemas/settings.toml where they are blank.

    A setting that the engine works with has a field of its name; the others are `texts`, by
    their names. With `has_error` a default may be used that nobody chose, so all orders are
    on hold and nothing is filled that depends on a setting. `issued` is no setting, but what
    new numbers must be above: the highest so far, by the header and the prefix of the series.
    """

    currency: str = "USD"
    minor_unit: int = MICRO // 100
    default_location: int = -1
    pick_strategy: str = "Order location first"
    invoice_policy: str = "Shipped"
    requires_shipping: bool = True
    prices_include_tax: bool = False
    tax_rounding: str = "Document"
    allow_negative_stock: bool = False
    allow_expired_quotes: bool = False
    terms_days: int = 30
    closing_date: int = BLANK
    costing: str = "Average"
    quote_prefix: str = "SQ-"
    order_prefix: str = "SO-"
    invoice_prefix: str = "INV-"
    credit_note_prefix: str = "CN-"
    gs1_company_prefix: str = ""
    dashboard: bool | None = None
    price_list: str = ""
    overdue_hold_days: int | None = None
    ship_before_deposit: bool = True
    purchase_order_prefix: str = "PO-"
    landed_cost: str = "None"
    reminder_days: str = "7, 21, 45"
    texts: Mapping[str, str] = field(default_factory=dict)
    has_error: bool = False
    issued: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def company(self) -> str:
        """The name of the business."""
        return self.texts.get("Company", "")


@dataclass(frozen=True)
class WarehouseLocations:
    """The locations, whether a sheet lists them or not:
    codes, their ranks by Priority then name, and which are pickable.
    """

    codes: AnyArray
    rank: IntArray
    pickable: Mask

    def __len__(self) -> int:
        return len(self.codes)


class IssuedParty(NamedTuple):
    """Who a document was issued to."""

    customer: str
    name: str
    address: str
    tax_number: str


class IssuedText(Protocol):
    """What the sheet Issued documents keeps of a document beyond its facts."""

    @property
    def seller(self) -> str:
        """The number of the row with what Settings said then; empty where it was not kept."""

    @property
    def as_printed(self) -> str:
        """What else was on it (controls/issued/as_printed.py); empty where it was not kept."""


Derived = TypeVar("Derived")


def once_per_book(derive: Callable[[Book], Derived]) -> Callable[[Book], Derived]:
    """What is derived from a book is derived once: a book never changes, a step makes a new one."""

    @wraps(derive)
    def remembered(book: Book) -> Derived:
        if derive not in book.remembered:
            book.remembered[derive] = derive(book)
        found: Derived = book.remembered[derive]
        return found

    return remembered


@dataclass(frozen=True)
class Book(Sheets):
    """Everything that one run works with: facts by sheet, settings, locations, and the run's date as a day number.

    `credited` are the parties of credits that were issued before, by the number of the return.
    """

    frames: Mapping[str, Frame]
    settings: Settings
    warehouse: WarehouseLocations
    as_of: int
    credited: Mapping[str, IssuedParty] = field(default_factory=dict)
    issued: Mapping[tuple[str, str], IssuedText] = field(default_factory=dict)
    remembered: dict[object, Any] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __getitem__(self, sheet: str) -> Frame:
        return self.frames[sheet]

    def put(self, *frames: Frame) -> Book:
        """The book with some sheets replaced."""
        return replace(
            self,
            frames={**self.frames, **{frame.schema.sheet: frame for frame in frames}},
        )

    @property
    def closed(self) -> bool:
        """Whether the run's date is on or before the closing date."""
        return (
            self.settings.closing_date != BLANK
            and self.as_of <= self.settings.closing_date
        )
