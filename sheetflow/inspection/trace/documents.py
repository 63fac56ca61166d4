"""What bears tax on each document, and which of it is taxed as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.numbers import IntArray
from sheetflow.ledgers.taxes import (
    TaxableItems,
    TaxBreakdown,
    TaxTerms,
    tax_groups,
    tax_items,
)


@dataclass(frozen=True)
class Group:
    """Items of one document that are taxed as one. Amounts in millionths, rates in millionths (20 % is 200,000).

    `items` are positions among the document's own items; `inclusive`: prices hold the tax; `alone`: it is rounded by
    itself because the document rounds on each line.
    """

    code: int
    items: tuple[int, ...]
    base: int
    tax: int
    first: int
    rates: tuple[int, int]
    compound: bool
    inclusive: bool
    alone: bool


@dataclass(frozen=True)
class Documents:
    """The taxed items of all documents of one kind: the groups of each item, and the tax of each group."""

    items: TaxableItems
    terms: TaxTerms
    heads: IntArray
    groups: IntArray
    taxed: TaxBreakdown

    @classmethod
    def of(cls, items: TaxableItems, terms: TaxTerms) -> Documents:
        """Items under their documents' terms."""
        return cls(items, terms, *tax_groups(items, terms), tax_items(items, terms))

    def groups_of(self, document: int) -> list[Group]:
        """What is taxed as one on a document, in the order of its items."""
        at = np.flatnonzero(self.items.document == document)
        found = dict.fromkeys(self.groups[at].tolist())
        return [
            self._group(group, np.flatnonzero(self.groups[at] == group))
            for group in found
        ]

    def _group(self, group: int, items: IntArray) -> Group:
        taxed, document = self.taxed, int(self.taxed.document[group])
        return Group(
            code=int(taxed.code[group]),
            items=tuple(items.tolist()),
            base=int(taxed.base[group]),
            tax=int(taxed.tax[group]),
            first=int(taxed.tax_1[group]),
            rates=(int(taxed.rates.tax_1[group]), int(taxed.rates.tax_2[group])),
            compound=bool(self.items.rates.compound[self.heads[group]] == 1),
            inclusive=bool(self.terms.inclusive[document]),
            alone=bool(self.terms.by_line[document]),
        )
