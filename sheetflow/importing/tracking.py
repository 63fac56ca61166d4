"""Tracking numbers from a carrier's program, filled into the rows of Shipments.

A number goes to its order and container. A cell that has another number stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Shipments
from sheetflow.domain.messages import message, named
from sheetflow.importing.memory import Came, Memory
from sheetflow.importing.profiles import Names, Tracking, first_of
from sheetflow.importing.source import Row, Source
from sheetflow.reading.sheets import RawSheet

CARRIER = "Carrier"
SERVICE = "Service"
NUMBER = "Tracking number"

Cells = Mapping[str, str]
"""What to fill into one row of Shipments, by header."""


@dataclass
class TrackingTaken:
    """What became of a source: cells to fill by the position on Shipments, and what is left out.

    `known` counts the rows that came in before; `refused` says why others cannot come in.
    """

    filled: dict[int, Cells] = field(default_factory=dict)
    known: int = 0
    refused: list[str] = field(default_factory=list)


def take_tracking(
    source: Source, columns: Tracking, memory: Memory, book: Book
) -> TrackingTaken:
    """The tracking numbers of a source that Shipments lacks."""
    taker = _Taker(book, memory)
    for parcel in _parcels(source, columns):
        taker.take(parcel)
    return taker.taken


def with_tracking(shipments: RawSheet, filled: Mapping[int, Cells]) -> RawSheet:
    """Shipments with these cells."""
    frame = shipments.frame
    cells = dict(shipments.raw)
    for header in (CARRIER, SERVICE, NUMBER):
        texts = {at: row[header] for at, row in filled.items() if row[header]}
        column = frame[header].copy()
        column[list(texts)] = list(texts.values())
        frame = frame.put(header, column)
        cells[header] = _with_texts(cells.get(header, [""] * len(column)), texts)
    return replace(shipments, frame=frame, raw=cells)


def _with_texts(raw: Sequence[object], texts: Mapping[int, str]) -> list[object]:
    return [texts.get(at, text) for at, text in enumerate(raw)]


# -- what the source says


@dataclass(frozen=True)
class _Parcel:
    """One row of a source; `container` is empty where it does not say."""

    order: str
    container: str
    number: str
    carrier: str
    service: str


def _parcels(source: Source, columns: Tracking) -> Iterator[_Parcel]:
    """The rows that have an order and a tracking number, without labels that were voided."""
    there = {
        name: _those_there(source, names) for name, names in _parts(columns).items()
    }
    for row in source.rows:
        number = first_of(row, there["number"]).strip("'\"= ")
        if number and not _is_voided(row, there["status"], columns.voided):
            yield _Parcel(
                order=first_of(row, there["order"]),
                container=first_of(row, there["container"]),
                number=number,
                carrier=first_of(row, there["carrier"]),
                service=first_of(row, there["service"]),
            )


def _parts(columns: Tracking) -> dict[str, Names]:
    """The headers that each part may have."""
    return {
        "order": columns.order,
        "container": columns.container,
        "number": columns.number,
        "carrier": columns.carrier,
        "service": columns.service,
        "status": columns.status,
    }


def _those_there(source: Source, names: Names) -> list[str]:
    """The headers of the source that are among these, in the order of `names`."""
    headers = {header.casefold(): header for header in source.headers}
    return [headers[name.casefold()] for name in names if name.casefold() in headers]


def _is_voided(row: Row, names: Sequence[str], words: Names) -> bool:
    texts = [row[name].casefold() for name in names]
    return any(fnmatchcase(text, word) for text in texts for word in words)


# -- where it goes


@dataclass
class _Taker:
    """Finds the row of Shipments for each parcel."""

    book: Book
    memory: Memory
    taken: TrackingTaken = field(default_factory=TrackingTaken)

    def __post_init__(self) -> None:
        orders = self.book.orders.order.tolist()
        self._orders = {_plain(order): at for at, order in enumerate(orders) if order}
        self._rows: dict[int, list[int]] = defaultdict(list)
        for at in np.flatnonzero(self.book.shipments.live).tolist():
            self._rows[int(self.book.shipments.order_index[at])].append(at)

    @property
    def shipments(self) -> Shipments:
        """The rows that are filled."""
        return self.book.shipments

    def take(self, parcel: _Parcel) -> None:
        """Fill in one parcel, or say why not."""
        if self.memory.is_known(parcel.number):
            self.taken.known += 1
            return
        order, container = self._order_of(parcel)
        if order < 0:
            self._refuse(parcel, message("there is no such order"))
            return
        if self._is_typed(order, parcel.number):
            self.taken.known += 1
            return
        rows = self._candidates(order, container)
        if len(rows) == 1:
            self._fill(rows[0], parcel)
            return
        self._refuse(parcel, self._reason(order, container, rows))

    def _order_of(self, parcel: _Parcel) -> tuple[int, str]:
        """The position of the order, -1 for none, and the container; `A1/2` names both."""
        order = _plain(parcel.order)
        if order in self._orders:
            return self._orders[order], parcel.container
        before, _, after = order.rpartition("/")
        return self._orders.get(before, -1), after

    def _is_typed(self, order: int, number: str) -> bool:
        """Whether a row of the order has this number already."""
        return any(self._number_at(at) == number for at in self._rows.get(order, []))

    def _candidates(self, order: int, container: str) -> list[int]:
        """The rows of Shipments that may be meant: of several containers those without a number."""
        rows = self._rows.get(order, [])
        if container:
            return [at for at in rows if self.shipments.container[at] == container]
        if len(rows) == 1:
            return rows
        return [at for at in rows if not self._number_at(at)]

    def _number_at(self, at: int) -> str:
        """The tracking number of a row, with what is filled in now."""
        filled = self.taken.filled.get(at)
        return (
            filled[NUMBER] if filled else str(self.shipments.tracking_number[at] or "")
        )

    def _fill(self, at: int, parcel: _Parcel) -> None:
        """Fill one row, unless it has a number."""
        there = self._number_at(at)
        if there:
            reason = message(
                "{sheet}, row {row}, has the number {number}",
                sheet=named("Shipments"),
                row=str(self.shipments.rows[at]),
                number=there,
            )
            self._refuse(parcel, reason)
        else:
            self.taken.filled[at] = {
                CARRIER: "" if self.shipments.carrier[at] else parcel.carrier,
                SERVICE: "" if self.shipments.service[at] else parcel.service,
                NUMBER: parcel.number,
            }
            key = str(self.shipments.shipment[at] or "")
            self.memory.remember(Came(parcel.number, "Shipments", key, ""))

    def _reason(self, order: int, container: str, rows: Sequence[int]) -> str:
        """Why no row is meant."""
        shipped = self._rows.get(order, [])
        if len(rows) > 1:
            return message(
                "{count} containers of this order have no number, and the file does not "
                "say which one this is; type it in",
                count=str(len(rows)),
            )
        if shipped and not container:
            return message("all its containers have a number")
        if container:
            return message(
                "container {container} has not left yet; ship it, and import again",
                container=container,
            )
        return message("nothing of it has left yet; ship it, and import again")

    def _refuse(self, parcel: _Parcel, reason: str) -> None:
        name = f"{parcel.order}, {parcel.number}".lstrip(", ")
        text = message("{record}: {why}", record=name, why=reason)
        self.taken.refused.append(text)


def _plain(order: str) -> str:
    """An order's number as it is compared: without case and `#`."""
    return order.strip().lstrip("#").casefold()
