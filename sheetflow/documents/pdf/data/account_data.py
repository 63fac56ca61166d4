"""The fields of credit notes, statements of account, reminders and receipts."""

from __future__ import annotations

from decimal import Decimal

from sheetflow.documents.model import (
    AccountEntry,
    CreditLine,
    CreditNote,
    OnAccount,
    OpenItem,
    PaymentReceipt,
    Reminder,
    Seller,
    Statement,
)
from sheetflow.documents.pdf.data.account_fields import (
    AccountData,
    BucketData,
    CreditLineData,
    CreditNoteData,
    EntryData,
    OnAccountData,
    OpenItemData,
    ReceiptData,
    ReminderData,
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
    entry_text,
    item_reference,
    on_account_text,
    receipt_facts,
    receipt_reference,
    receipt_text,
    receipt_title,
    reminder_facts,
    reminder_text,
    reminder_title,
    return_text,
    statement_facts,
    statement_title,
)
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import (
    bank_texts,
    exemption_text,
)
from sheetflow.documents.wording.tax_wording import credits_tax, rates_text


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
        "lines": [
            _credit_line_data(line, formats, credits_tax(note)) for line in note.lines
        ],
        "sums": sums_data(credit_sums(note, formats), formats),
        "total": formats.money(note.total),
        "exemption": exemption_text(note.exemption, words),
    }


def _credit_line_data(
    line: CreditLine, formats: Formats, has_tax: bool
) -> CreditLineData:
    return {
        "sku": line.sku,
        "description": credit_text(line),
        "returned": return_text(line, formats),
        "quantity": formats.quantity(line.quantity),
        "unit": line.unit,
        "net": formats.amount(line.net),
        "tax": rates_text(line.rates, line.tax_code, formats) if has_tax else "",
        "tax_amount": formats.amount(line.tax) if has_tax else "",
        "amount": formats.amount(line.net + line.tax),
    }


def statement_data(
    statement: Statement, seller: Seller, formats: Formats
) -> StatementData:
    """A statement of account: open invoices, amounts on account, and their age; or what happened since a day."""
    formats = formats.of(statement.currency)
    words = formats.words
    return {
        **_account_data(statement_title(words), statement, formats),
        "facts": facts_data(statement_facts(statement, seller, words), formats),
        "opening": _opening(statement, formats),
        "entries": _entries_data(statement, formats),
        "aging": _aging_data(statement, formats),
        "bank": bank_texts(seller.bank, statement.total),
    }


def reminder_data(reminder: Reminder, seller: Seller, formats: Formats) -> ReminderData:
    """A reminder: what the customer is asked to do, and all overdue invoices."""
    formats = formats.of(reminder.currency)
    words = formats.words
    return {
        **_account_data(reminder_title(reminder, words), reminder, formats),
        "facts": facts_data(reminder_facts(reminder, words), formats),
        "date": formats.date(reminder.date),
        "level": str(reminder.level),
        "text": reminder_text(reminder, formats),
        "bank": bank_texts(seller.bank, reminder.total),
    }


def _account_data(
    title: str, document: Statement | Reminder, formats: Formats
) -> AccountData:
    """What statements and reminders both say."""
    return {
        **language_data(formats),
        "title": title,
        "number": document.number,
        "buyer": party_data(document.buyer),
        "facts": [],
        "lines": [_item_data(item, formats) for item in document.items],
        "on_account": [_on_account_data(each, formats) for each in document.on_account],
        "total_label": balance_label(document, formats.words),
        "total": formats.money(document.total),
    }


def _opening(statement: Statement, formats: Formats) -> str:
    activity = statement.activity
    return formats.amount(activity.opening) if activity else ""


def _entries_data(statement: Statement, formats: Formats) -> list[EntryData]:
    activity = statement.activity
    if activity is None:
        return []
    return [_entry_data(entry, formats) for entry in activity.entries]


def _entry_data(entry: AccountEntry, formats: Formats) -> EntryData:
    invoiced = entry.amount if entry.kind == "invoice" else Decimal(0)
    credited = -entry.amount if entry.kind == "credit" else Decimal(0)
    paid = -entry.amount if entry.kind in ("payment", "refund") else Decimal(0)
    return {
        "text": entry_text(entry, formats.words),
        "reference": item_reference(entry),
        "date": formats.date(entry.date),
        "invoiced": _amount_or_blank(invoiced, formats),
        "credited": _amount_or_blank(credited, formats),
        "paid": _amount_or_blank(paid, formats),
        "balance": formats.amount(entry.balance),
    }


def _item_data(item: OpenItem, formats: Formats) -> OpenItemData:
    return {
        "number": item.number,
        "order": item.order,
        "customer_po": item.customer_po,
        "reference": item_reference(item),
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
    used = formats.amount(-account.amount)
    return {
        "text": on_account_text(account, formats.words),
        "order": account.order,
        "date": formats.date(account.date) if account.date else "",
        "credited": used if account.is_credit else "",
        "paid": "" if account.is_credit else used,
        "amount": formats.amount(account.amount),
    }


def _aging_data(statement: Statement, formats: Formats) -> list[BucketData]:
    """The amounts by how long they have been due, and last the amount on account."""
    amounts = [amount for _, amount in statement.buckets]
    amounts.append(statement.unallocated)
    names = bucket_names(statement, formats.words)
    return [
        {"label": name, "amount": formats.amount(amount)}
        for name, amount in zip(names, amounts, strict=True)
    ]


def receipt_data(receipt: PaymentReceipt, _: Seller, formats: Formats) -> ReceiptData:
    """A receipt for a payment or a refund."""
    formats = formats.of(receipt.currency)
    words = formats.words
    return {
        **language_data(formats),
        "title": receipt_title(receipt, words),
        "number": receipt.number,
        "buyer": party_data(receipt.buyer),
        "facts": facts_data(receipt_facts(receipt, words), formats),
        "date": formats.date(receipt.date),
        "text": receipt_text(receipt, formats),
        "heading": words.text("Refund" if receipt.is_refund else "Payment"),
        "reference": receipt_reference(receipt),
        "invoice": receipt.invoice,
        "amount": formats.amount(receipt.amount),
        "total_label": words.text("Total {currency}", currency=receipt.currency),
        "total": formats.money(receipt.amount),
    }
