"""What credit notes, statements of account and reminders say."""

from __future__ import annotations

from sheetflow.documents.model import (
    AccountEntry,
    CreditLine,
    CreditNote,
    InvoiceReference,
    OnAccount,
    OpenItem,
    PaymentReceipt,
    Reminder,
    Seller,
    Statement,
)
from sheetflow.documents.wording import Fact, SumLine, optional_fact, side_by_side
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.tax_wording import credits_tax, tax_sums


def credit_title(seller: Seller, words: Words) -> str:
    """What a credit note calls itself.

    In Australia it must be clear that it is meant as an adjustment note (Adjustment Note Information Requirements
    Determination 2022, s. 5 (1) (a)).
    """
    is_australian = seller.party.country == "AU"
    return words.text("Adjustment note" if is_australian else "Credit note")


def credit_facts(note: CreditNote, words: Words) -> list[Fact]:
    """The facts next to the address of a credit note."""
    text = words.text
    return [
        Fact(text("Credit note"), note.number),
        Fact(text("Date"), note.date),
        Fact(text("Order"), note.order),
        *optional_fact(text("Your reference"), note.customer_po),
        *optional_fact(text("Your tax number"), note.buyer.tax_number),
    ]


def corrects_text(note: CreditNote, formats: Formats) -> str:
    """The invoices that a credit note corrects, by number and date."""
    words = formats.words
    if not note.invoices:
        return words.text("Corrects what was billed for {order}.", order=note.order)
    named = [_named_invoice(invoice, formats) for invoice in note.invoices]
    text = "Corrects invoices {invoices}."
    return words.counted(text, len(named), invoices=", ".join(named))


def _named_invoice(invoice: InvoiceReference, formats: Formats) -> str:
    """An invoice by its number and date."""
    date = formats.inserted(formats.date(invoice.date))
    text = "{invoice} of {date}"
    return formats.words.text(text, invoice=invoice.number, date=date)


def credit_text(line: CreditLine) -> str:
    """What came back, and why."""
    if not line.reason:
        return line.description
    return f"{line.description} – {line.reason}"


def return_text(line: CreditLine, formats: Formats) -> str:
    """Which return it is, and when that was: `RET-000001 · 2 Mar 2026`."""
    return side_by_side([line.return_number, formats.date(line.date)])


def credit_sums(note: CreditNote, formats: Formats) -> list[SumLine]:
    """From what was credited without tax to what the customer gets back."""
    words = formats.words
    sums = [SumLine("net", words.text("Net"), note.net)]
    if credits_tax(note):
        sums += tax_sums(note.taxes, formats)
    if note.fee:
        sums.append(SumLine("fee", words.text("Restocking fee"), -note.fee))
    fee_taxes = tax_sums(note.fee_taxes, formats, is_included=True)
    sums += [line._replace(amount=-line.amount) for line in fee_taxes]
    total = words.text("Credit {currency}", currency=note.currency)
    sums.append(SumLine("total", total, note.total))
    return sums


def statement_title(words: Words) -> str:
    """What a statement of account calls itself."""
    return words.text("Statement of account")


def statement_facts(statement: Statement, seller: Seller, words: Words) -> list[Fact]:
    """The facts next to the address of a statement."""
    return [
        Fact(words.text("Account"), statement.number),
        *_since_fact(statement, words),
        Fact(words.text("As of"), seller.as_of),
        _balance_fact(statement, words),
    ]


def _since_fact(statement: Statement, words: Words) -> list[Fact]:
    activity = statement.activity
    return [Fact(words.text("Since"), activity.since)] if activity else []


def _balance_fact(statement: Statement, words: Words) -> Fact:
    label = "You owe" if statement.total >= 0 else "In your favour"
    return Fact(words.text(label), abs(statement.total))


def balance_label(document: Statement | Reminder, words: Words) -> str:
    """What the total of a statement or reminder is called."""
    return words.text("Balance {currency}", currency=document.currency)


def item_reference(item: OpenItem | AccountEntry) -> str:
    """The order, and the customer's own reference: `SO-000017 · PO 4711`."""
    return side_by_side([item.order, item.customer_po])


def on_account_text(account: OnAccount, words: Words) -> str:
    """A payment or credit that no invoice has used up."""
    text = "Credit, {order}" if account.is_credit else "On account, {order}"
    return words.text(text, order=account.order)


_ENTRIES = {
    "invoice": "Invoice",
    "credit": "Credit note",
    "payment": "Payment",
    "refund": "Refund",
}


def entry_text(entry: AccountEntry, words: Words) -> str:
    """What changed a balance: `Invoice INV-000042`, or only `Payment`, whose number means nothing to a customer."""
    name = words.text(_ENTRIES[entry.kind])
    is_sent = entry.kind in ("invoice", "credit")
    return f"{name} {entry.number}" if is_sent else name


def opening_text(words: Words) -> str:
    """What the balance before the first entry is called."""
    return words.text("Opening balance")


def reminder_title(reminder: Reminder, words: Words) -> str:
    """What a reminder calls itself: the last one says so."""
    if reminder.level == 1:
        return words.text("Payment reminder")
    if reminder.is_last:
        return words.text("Final reminder")
    if reminder.level == 2:
        return words.text("Second reminder")
    return words.text("Reminder {level}", level=reminder.level)


def reminder_facts(reminder: Reminder, words: Words) -> list[Fact]:
    """The facts next to the address of a reminder."""
    return [
        Fact(words.text("Account"), reminder.number),
        Fact(words.text("Date"), reminder.date),
        Fact(words.text("You owe"), reminder.total),
    ]


def reminder_text(reminder: Reminder, formats: Formats) -> str:
    """What the customer is asked to do: the later the reminder, the firmer."""
    text = _FIRST_TEXT
    if reminder.level > 1:
        text = _LAST_TEXT if reminder.is_last else _NEXT_TEXT
    total = formats.inserted(formats.money(reminder.total))
    return formats.words.text(text, amount=total)


_FIRST_TEXT = (
    "These invoices are past their due date. Please pay {amount}. "
    "If your payment is on its way, thank you: you need to do nothing more."
)
_NEXT_TEXT = (
    "We reminded you of these invoices before and have not received your payment. "
    "Please pay {amount} now, or tell us what is wrong."
)
_LAST_TEXT = (
    "These invoices are still unpaid in spite of our reminders. "
    "Please pay {amount} at once: this is our last reminder."
)


def bucket_names(statement: Statement, words: Words) -> list[str]:
    """The headings of the table of ages: how long amounts have been due, and what is on account."""
    names = [words.text(_bucket_text(name)) for name, _ in statement.buckets]
    return [*names, words.text("On account")]


def _bucket_text(name: str) -> str:
    return name if name == "Not due" else f"{name} days"


def receipt_title(receipt: PaymentReceipt, words: Words) -> str:
    """What a receipt calls itself."""
    return words.text("Refund" if receipt.is_refund else "Receipt")


def receipt_facts(receipt: PaymentReceipt, words: Words) -> list[Fact]:
    """The facts next to the address of a receipt."""
    text = words.text
    return [
        Fact(receipt_title(receipt, words), receipt.number),
        Fact(text("Date"), receipt.date),
        *optional_fact(text("Payment method"), receipt.method),
        *optional_fact(text("Payment reference"), receipt.reference),
    ]


def receipt_text(receipt: PaymentReceipt, formats: Formats) -> str:
    """That money came, or was paid back."""
    text = "We have received {amount} from you on {date}. Thank you."
    if receipt.is_refund:
        text = "We have paid {amount} back to you on {date}."
    return formats.words.text(
        text,
        amount=formats.inserted(formats.money(receipt.amount)),
        date=formats.inserted(formats.date(receipt.date)),
    )


def receipt_reference(receipt: PaymentReceipt) -> str:
    """The order, and the customer's own reference."""
    return side_by_side([receipt.order, receipt.customer_po])
