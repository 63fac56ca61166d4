"""The names of the checks whose figures are amounts of money, which the sheet Checks shows in the currency's digits."""

from __future__ import annotations

INVOICES = "Invoices: totals = lines + freight + tax"
CREDITS = "Credits: totals = net + tax − fees"
ALLOCATED = "Payments and credits = allocated + unallocated"
RECEIVABLES = "Receivables = invoiced − credited − paid"
DEBITS = "Debits = credits"
STOCK_VALUE = "Stock value = cost in − cost out"
COST_OF_SALES = "Cost of sales = shipped − returned, at cost"
MARGINS = "Margins = net sales − cost of sales"

MONEY_NAMES = (
    INVOICES,
    CREDITS,
    ALLOCATED,
    RECEIVABLES,
    DEBITS,
    STOCK_VALUE,
    COST_OF_SALES,
    MARGINS,
)
