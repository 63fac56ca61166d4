"""The items of orders and invoices as they are taxed: which of them share one rounding."""

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
class TaxGroup:
    """TaxableItems of one document that are taxed together.

    Amounts are in millionths, and so are rates (20 % is 200,000). `items` are positions
    among the document's own items. `inclusive`: the prices include the tax.
    """

    code: int
    items: tuple[int, ...]
    base: int
    tax: int
    rates: tuple[int, int]
    compound: bool
    inclusive: bool


@dataclass(frozen=True)
class TaxedDocuments:
    """The taxed items of all documents of one kind.

    `groups` is the group of each item, `heads` an item of each group, `taxed` the tax of
    each group.
    """

    items: TaxableItems
    terms: TaxTerms
    heads: IntArray
    groups: IntArray
    taxed: TaxBreakdown

    @classmethod
    def of(cls, items: TaxableItems, terms: TaxTerms) -> TaxedDocuments:
        """TaxableItems under the terms of their documents."""
        heads, groups = tax_groups(items, terms)
        return cls(items, terms, heads, groups, tax_items(items, terms))

    def groups_of(self, document: int) -> list[TaxGroup]:
        """The groups of a document, in the order of its items."""
        items = np.flatnonzero(self.items.document == document)
        groups = self.groups[items]
        return [
            self._group(group, np.flatnonzero(groups == group))
            for group in dict.fromkeys(groups.tolist())
        ]

    def _group(self, group: int, items: IntArray) -> TaxGroup:
        taxed = self.taxed
        head = self.heads[group]
        document = int(taxed.document[group])
        return TaxGroup(
            code=int(taxed.code[group]),
            items=tuple(items.tolist()),
            base=int(taxed.base[group]),
            tax=int(taxed.tax[group]),
            rates=(int(taxed.rates.tax_1[group]), int(taxed.rates.tax_2[group])),
            compound=bool(self.items.rates.compound[head] == 1),
            inclusive=bool(self.terms.inclusive[document]),
        )
