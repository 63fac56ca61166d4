"""What a person types after `sheetflow print`, and what it means."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sheetflow.running.document_counts import KINDS

if TYPE_CHECKING:
    from sheetflow.documents.gather import DocumentFilter
    from sheetflow.documents.labels import LabelPlacement

FURTHEST = 20
"""How far labels may be moved, in millimetres; anything more is a mistake."""

_LENGTH = r"\s*([+-]?\d{1,3}(?:\.\d{1,3})?)\s*"
_TWO_LENGTHS = re.compile(f"{_LENGTH},{_LENGTH}", re.ASCII)


def two_lengths(typed: str) -> tuple[Fraction, Fraction]:
    """Two lengths in millimetres, typed as `1.5,-0.5`.

    Raises BadParameter where they are not two small numbers.
    """
    found = _TWO_LENGTHS.fullmatch(typed)
    lengths = [Fraction(length) for length in found.groups()] if found else []
    if not lengths or max(map(abs, lengths)) > FURTHEST:
        raise click.BadParameter(
            f"{typed}: give two lengths in mm, each at most {FURTHEST}, such as "
            "1.5,-0.5"
        )
    return lengths[0], lengths[1]


class PrintOptions(NamedTuple):
    """What a person typed after `sheetflow print`."""

    file: Path
    only: tuple[str, ...] | None
    orders: tuple[str, ...]
    customers: tuple[str, ...]
    since: date | None
    output: Path | None
    overwrite: bool
    as_pdf: bool
    einvoice: str | None
    start_at: int | None
    nudge: tuple[Fraction, Fraction] | None
    calibrate: bool
    each: bool
    eml: bool
    zpl: bool
    as_of: date | None

    def validate(self) -> None:
        """Raises UsageError where an option for PDFs is used without them, or two do not go together."""
        if self.einvoice and (self.each or self.eml):
            raise click.UsageError(
                "--einvoice writes one file each anyway: leave out --each and --eml"
            )
        places_labels = self.start_at or self.nudge
        if places_labels and not (self.as_pdf or self.calibrate):
            raise click.UsageError(
                "--start-at and --nudge are for labels as PDF: add --pdf"
            )

    @property
    def wanted(self) -> DocumentFilter:
        """Which documents to print."""
        from sheetflow.documents.gather import DocumentFilter

        return DocumentFilter(
            only=self._kinds,
            named=self.only is not None,
            orders=frozenset(self.orders) if self.orders else None,
            customers=frozenset(self.customers) if self.customers else None,
            since=self.since,
            recorded_only=True,
        )

    @property
    def _kinds(self) -> frozenset[str]:
        """The kinds of documents; drafts of e-mails alone are of those that are sent to customers."""
        from sheetflow.documents.model import MAILED

        kinds = frozenset(self.only or KINDS)
        only_drafts = self.eml and not (self.each or self.as_pdf)
        return kinds & MAILED if only_drafts else kinds

    @property
    def placement(self) -> LabelPlacement:
        """Where labels go on their sheets."""
        from sheetflow.documents.labels import LabelPlacement

        nudge = self.nudge or (Fraction(0), Fraction(0))
        return LabelPlacement(self.start_at or 1, nudge)
