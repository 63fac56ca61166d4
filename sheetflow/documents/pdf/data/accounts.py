"""Credit notes and statements of account, as templates get them."""

from __future__ import annotations

from sheetflow.documents.model import (
    CreditLine,
    CreditNote,
    OpenItem,
    Seller,
    Statement,
)
from sheetflow.documents.pdf.data.fields import (
    CreditLineData,
    CreditNoteData,
    OpenItemData,
    StatementData,
)
from sheetflow.documents.pdf.data.seller import party_data
from sheetflow.documents.pdf.data.shared import facts_data, sums_data
from sheetflow.documents.wording.account_wording import (
    bucket_names,
    corrects_text,
    credit_facts,
    credit_sums,
    credit_text,
    credit_title,
    statement_facts,
)
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import bank_texts, rates_text


def credit_data(note: CreditNote, house: Seller, formats: Formats) -> CreditNoteData:
    """A credit note; it names the invoices that it corrects."""
    formats = formats.of(note.currency)
    return {
        "title": credit_title(house),
        "number": note.number,
        "order": note.order,
        "buyer": party_data(note.buyer),
        "facts": facts_data(credit_facts(note), formats),
        "date": formats.date(note.date),
        "corrects": corrects_text(note, formats),
        "lines": [_credit_line_data(line, formats) for line in note.lines],
        "sums": sums_data(credit_sums(note, formats), formats),
        "total": formats.money(note.total),
        "exemption": note.exemption,
    }


def _credit_line_data(line: CreditLine, formats: Formats) -> CreditLineData:
    return {
        "sku": line.sku,
        "description": credit_text(line),
        "quantity": formats.quantity(line.quantity),
        "unit": line.unit,
        "net": formats.amount(line.net),
        "tax": rates_text(line.rates, line.tax_code, formats),
        "tax_amount": formats.amount(line.tax),
        "amount": formats.amount(line.net + line.tax),
    }


def statement_data(
    statement: Statement, house: Seller, formats: Formats
) -> StatementData:
    """A statement of account: what is open, what is on account, and how old it is."""
    formats = formats.of(statement.currency)
    amounts = [*(amount for _, amount in statement.buckets), statement.unallocated]
    aging = zip(bucket_names(statement), amounts, strict=True)
    return {
        "title": "Statement of account",
        "number": statement.number,
        "buyer": party_data(statement.buyer),
        "facts": facts_data(statement_facts(statement, house), formats),
        "lines": [_item_data(item, formats) for item in statement.items],
        "on_account": [
            {"order": account.order, "amount": formats.amount(account.amount)}
            for account in statement.on_account
        ],
        "total_label": f"Balance {statement.currency}",
        "total": formats.money(statement.total),
        "aging": [
            {"label": label, "amount": formats.amount(amount)}
            for label, amount in aging
        ],
        "bank": bank_texts(house.bank, statement.total),
    }


def _item_data(item: OpenItem, formats: Formats) -> OpenItemData:
    return {
        "number": item.number,
        "order": item.order,
        "customer_po": item.customer_po,
        "date": formats.date(item.date),
        "due": formats.date(item.due),
        "days_late": str(item.days_late) if item.days_late else "",
        "total": formats.amount(item.total),
        "credited": formats.amount(item.credited) if item.credited else "",
        "paid": formats.amount(item.paid) if item.paid else "",
        "balance": formats.amount(item.balance),
    }
