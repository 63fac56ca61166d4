"""Plain text accounting: the journal for beancount and for hledger.

Source: beancount's language syntax (beancount.github.io/docs/beancount_language_syntax.html)
and hledger's journal format (hledger.org/hledger.html). Account names are made of what
Settings calls them: letters, digits and dashes.
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
    """A beancount file: the accounts opened on the first day, then every entry with its source."""
    lines = list(_beancount_openings(entries, currency))
    for entry in entries:
        lines += _beancount_entry(entry, currency)
    return "\n".join(lines) + "\n"


def _beancount_openings(entries: Sequence[Entry], currency: str) -> Iterator[str]:
    """The currency, and the accounts on the first day."""
    yield f'option "operating_currency" "{currency}"'
    yield ""
    for account in balances(entries):
        yield f"{entries[0].day} open {account_path(account)} {currency}"


def _beancount_entry(entry: Entry, currency: str) -> Iterator[str]:
    payee = f"{_quoted(entry.party)} " if entry.party else ""
    yield ""
    yield f"{entry.day} * {payee}{_quoted(entry.text)}"
    yield f"  number: {_quoted(entry.number)}"
    yield f"  source: {_quoted(entry.source)}"
    yield from _postings(entry, currency)


def hledger_text(entries: Sequence[Entry], currency: str) -> str:
    """An hledger journal: the accounts declared, then every entry with its number as code."""
    lines = list(_hledger_declarations(entries, currency))
    for entry in entries:
        lines += _hledger_entry(entry, currency)
    return "\n".join(lines) + "\n"


def _hledger_declarations(entries: Sequence[Entry], currency: str) -> Iterator[str]:
    yield f"commodity 1000.{'0' * minor_digits(currency)} {currency}"
    for account in balances(entries):
        yield f"account {account_path(account)}"


def _hledger_entry(entry: Entry, currency: str) -> Iterator[str]:
    text = _one_line(_hledger_description(entry))
    number = re.sub(r"[()\s]", "", entry.number)
    yield ""
    yield f"{entry.day} * ({number}) {text}  ; source:{entry.source}"
    yield from _postings(entry, currency)


def _hledger_description(entry: Entry) -> str:
    """What happened, after the other party and a bar where there is another party."""
    return f"{entry.party} | {entry.text}" if entry.party else entry.text


def account_path(account: Account) -> str:
    """`Assets:Accounts-receivable`: each part begins with a capital or a digit, as beancount requires."""
    parts = map(_path_part, account.name.split(":"))
    return ":".join([account.root, *filter(None, parts)])


def _path_part(name: str) -> str:
    clean = _only_letters_and_digits(name)
    if clean[:1].isalpha() or clean[:1].isdigit():
        return clean[:1].upper() + clean[1:]
    return f"X{clean}"


def _only_letters_and_digits(name: str) -> str:
    """A name with a hyphen in place of any other characters."""
    return re.sub(r"[^\w-]+|_", "-", name.strip()).strip("-")


def _postings(entry: Entry, currency: str) -> Iterator[str]:
    digits = minor_digits(currency)
    for posting in entry.postings:
        path = account_path(posting.account)
        yield f"  {path:<{_WIDTH}}  {posting.amount:.{digits}f} {currency}"


def _quoted(text: str) -> str:
    escaped = _one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _one_line(text: str) -> str:
    """Without line breaks, and without the semicolon that begins an hledger comment."""
    return " ".join(text.replace(";", ",").split())
