"""The fields of credit notes and statements of account."""

from __future__ import annotations

from decimal import Decimal

from sheetflow.documents.model import (
    CreditLine,
    CreditNote,
    OnAccount,
    OpenItem,
    Seller,
    Statement,
)
from sheetflow.documents.pdf.data.account_fields import (
    BucketData,
    CreditLineData,
    CreditNoteData,
    OnAccountData,
    OpenItemData,
    StatementData,
)
from sheetflow.documents.pdf.data.party_data import party_data
from sheetflow.documents.pdf.data.text_data import facts_data, language_data, sums_data
from sheetflow.documents.wording.account_wording import (
    balance_label,
    bucket_names,
    corrects_text,
    credit_facts,
    credit_sums,
    credit_text,
    credit_title,
    statement_facts,
    statement_title,
)
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import (
    bank_texts,
    exemption_text,
    rates_text,
)


def credit_data(note: CreditNote, seller: Seller, formats: Formats) -> CreditNoteData:
    """A credit note, with the invoices that it corrects."""
    formats = formats.of(note.currency)
    words = formats.words
    return {
        **language_data(formats),
        "title": credit_title(seller, words),
        "number": note.number,
        "order": note.order,
        "buyer": party_data(note.buyer),
        "facts": facts_data(credit_facts(note, words), formats),
        "date": formats.date(note.date),
        "corrects": corrects_text(note, formats),
        "lines": [_credit_line_data(line, formats) for line in note.lines],
        "sums": sums_data(credit_sums(note, formats), formats),
        "total": formats.money(note.total),
        "exemption": exemption_text(note.exemption, words),
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
    statement: Statement, seller: Seller, formats: Formats
) -> StatementData:
    """A statement of account: open invoices, amounts on account, and their age."""
    formats = formats.of(statement.currency)
    words = formats.words
    return {
        **language_data(formats),
        "title": statement_title(words),
        "number": statement.number,
        "buyer": party_data(statement.buyer),
        "facts": facts_data(statement_facts(statement, seller, words), formats),
        "lines": [_item_data(item, formats) for item in statement.items],
        "on_account": [
            _on_account_data(each, formats) for each in statement.on_account
        ],
        "total_label": balance_label(statement, words),
        "total": formats.money(statement.total),
        "aging": _aging_data(statement, formats),
        "bank": bank_texts(seller.bank, statement.total),
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
        "credited": _amount_or_blank(item.credited, formats),
        "paid": _amount_or_blank(item.paid, formats),
        "balance": formats.amount(item.balance),
    }


def _amount_or_blank(amount: Decimal, formats: Formats) -> str:
    return formats.amount(amount) if amount else ""


def _on_account_data(account: OnAccount, formats: Formats) -> OnAccountData:
    return {"order": account.order, "amount": formats.amount(account.amount)}


def _aging_data(statement: Statement, formats: Formats) -> list[BucketData]:
    """The amounts by how long they have been due, and last the amount on account."""
    amounts = [amount for _, amount in statement.buckets]
    amounts.append(statement.unallocated)
    names = bucket_names(statement, formats.words)
    return [
        {"label": name, "amount": formats.amount(amount)}
        for name, amount in zip(names, amounts, strict=True)
    ]
