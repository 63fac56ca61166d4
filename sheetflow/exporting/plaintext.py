"""Plain text accounting: the journal for beancount and for hledger.

Source: beancount's language syntax (beancount.github.io/docs/beancount_language_syntax.html) and hledger's journal
format (hledger.org/hledger.html). Account names are made of what Settings call them: letters, digits and dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sheetflow.exporting.accounts import Account
from sheetflow.exporting.control import balances
from sheetflow.exporting.journal import Entry
from sheetflow.standards.currencies import minor_digits

_WIDTH = 44


def beancount_text(entries: Sequence[Entry], currency: str) -> str:
    """A beancount file: the accounts opened on the first day, every entry with where it stands in the workbook."""
    lines = [f'option "operating_currency" "{currency}"', ""]
    if entries:
        lines += [
            f"{entries[0].day} open {account_path(account)} {currency}"
            for account in balances(entries)
        ]
    for entry in entries:
        payee = f"{_quoted(entry.party)} " if entry.party else ""
        lines += ["", f"{entry.day} * {payee}{_quoted(entry.text)}"]
        lines += [
            f"  number: {_quoted(entry.number)}",
            f"  source: {_quoted(entry.source)}",
        ]
        lines += _postings(entry, currency)
    return "\n".join(lines) + "\n"


def hledger_text(entries: Sequence[Entry], currency: str) -> str:
    """An hledger journal: the accounts declared, every entry with its number as code."""
    lines = [f"commodity 1000.{'0' * minor_digits(currency)} {currency}"]
    lines += [f"account {account_path(account)}" for account in balances(entries)]
    for entry in entries:
        words = _one_line(
            f"{entry.party} | {entry.text}" if entry.party else entry.text
        )
        number = re.sub(r"[()\s]", "", entry.number)
        lines += [
            "",
            f"{entry.day} * ({number}) {words}  ; source:{entry.source}",
            *_postings(entry, currency),
        ]
    return "\n".join(lines) + "\n"


def account_path(account: Account) -> str:
    """`Assets:Accounts-receivable`: each part begins with a capital or a digit, as beancount wants it."""
    parts = [_part(part) for part in account.name.split(":")]
    return ":".join([account.root, *(part for part in parts if part)])


def _part(name: str) -> str:
    clean = re.sub(r"[^\w-]+|_", "-", name.strip()).strip("-")
    return (
        clean[:1].upper() + clean[1:]
        if clean[:1].isalpha() or clean[:1].isdigit()
        else f"X{clean}"
    )


def _postings(entry: Entry, currency: str) -> Iterator[str]:
    for posting in entry.postings:
        yield f"  {account_path(posting.account):<{_WIDTH}}  {posting.amount:.{minor_digits(currency)}f} {currency}"


def _quoted(text: str) -> str:
    return '"' + _one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one_line(text: str) -> str:
    """Without line breaks, and without the semicolon that begins an hledger comment."""
    return " ".join(text.replace(";", ",").split())
