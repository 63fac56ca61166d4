"""The names of the checks whose figures are amounts of money, which the sheet Checks shows in the currency's digits."""

from __future__ import annotations

from sheetflow.domain.messages import message

INVOICES = message("Invoices: totals = lines + freight + tax")
CREDITS = message("Credits: totals = net + tax − fees")
ALLOCATED = message("Payments and credits = allocated + unallocated")
RECEIVABLES = message("Receivables = invoiced − credited − paid")
DEBITS = message("Debits = credits")
STOCK_VALUE = message("Stock value = cost in − cost out")
COST_OF_SALES = message("Cost of sales = shipped − returned, at cost")
MARGINS = message("Margins = net sales − cost of sales")

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
