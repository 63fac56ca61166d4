"""Plain text accounting: the journal for beancount and for hledger.

Source: beancount's language syntax (beancount.github.io/docs/beancount_language_syntax.html)
and hledger's journal format (hledger.org/hledger.html). Account names are made of what
Settings calls them: letters, digits and dashes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from unicodedata import category

from sheetflow.exporting.accounts import Account, Chart
from sheetflow.exporting.control import balances
from sheetflow.exporting.journal import Entry
from sheetflow.standards.currencies import minor_digits

_WIDTH = 44
ALL_DAYS = "1900-01-01"
"""The day on which accounts are opened that entries of any day may use."""


def beancount_text(
    entries: Sequence[Entry],
    chart: Chart,
    opened: Collection[Account] | None = None,
) -> str:
    """A beancount file: the accounts opened on the first day, then every entry with its source.

    Where earlier files are imported with it, `opened` are the accounts that they have: no
    account is opened twice, and a new one is open on all days.
    """
    style = _Style(chart)
    lines = list(_beancount_openings(entries, style, opened))
    for entry in entries:
        lines += _beancount_entry(entry, style)
    return "\n".join(lines) + "\n"


class _Style:
    """The currency, and the paths of the accounts of a chart."""

    def __init__(self, chart: Chart) -> None:
        self.currency = chart.settings.currency
        self.paths = account_paths(chart.all.values())
        self.titles = chart.own.titles


def _beancount_openings(
    entries: Sequence[Entry], style: _Style, opened: Collection[Account] | None
) -> Iterator[str]:
    """The currency, and the accounts on the first day."""
    day = entries[0].day if entries and opened is None else ALL_DAYS
    yield f'option "operating_currency" "{style.currency}"'
    yield ""
    for account in _accounts_to_open(entries, opened):
        yield f"{day} open {style.paths[account]} {style.currency}"
        if account.name in style.titles:
            yield f"  name: {_quoted(style.titles[account.name])}"


def _accounts_to_open(
    entries: Sequence[Entry], opened: Collection[Account] | None
) -> list[Account]:
    """The accounts of the entries that are not open yet."""
    return [account for account in balances(entries) if account not in (opened or ())]


def _beancount_entry(entry: Entry, style: _Style) -> Iterator[str]:
    payee = f"{_quoted(entry.party)} " if entry.party else ""
    yield ""
    yield f"{entry.day} * {payee}{_quoted(entry.text)}"
    yield f"  number: {_quoted(entry.number)}"
    yield f"  source: {_quoted(entry.source)}"
    yield from _postings(entry, style)


def hledger_text(
    entries: Sequence[Entry],
    chart: Chart,
    opened: Collection[Account] | None = None,
) -> str:
    """An hledger journal: the accounts declared, then every entry with its number as code.

    `opened` are the accounts that earlier files declare.
    """
    style = _Style(chart)
    lines = list(_hledger_declarations(entries, style, opened))
    for entry in entries:
        lines += _hledger_entry(entry, style)
    return "\n".join(lines) + "\n"


def _hledger_declarations(
    entries: Sequence[Entry], style: _Style, opened: Collection[Account] | None
) -> Iterator[str]:
    currency = style.currency
    yield f"commodity 1000.{'0' * minor_digits(currency)} {currency}"
    for account in _accounts_to_open(entries, opened):
        title = style.titles.get(account.name, "")
        comment = f"  ; {_one_line(title)}" if title else ""
        yield f"account {style.paths[account]}{comment}"


def _hledger_entry(entry: Entry, style: _Style) -> Iterator[str]:
    text = _one_line(_hledger_description(entry))
    number = re.sub(r"[()\s]", "", entry.number)
    yield ""
    yield f"{entry.day} * ({number}) {text}  ; source:{entry.source}"
    yield from _postings(entry, style)


def _hledger_description(entry: Entry) -> str:
    """What happened, after the other party and a bar where there is another party."""
    return f"{entry.party} | {entry.text}" if entry.party else entry.text


def account_paths(accounts: Iterable[Account]) -> dict[Account, str]:
    """The path of each account; no two names become one.

    A name that is already as its path has it keeps it; another that would have the same
    path gets a number.
    """
    distinct = dict.fromkeys(accounts)
    in_turn = sorted(distinct, key=lambda account: not _is_path(account))
    paths: dict[Account, str] = {}
    for account in in_turn:
        paths[account] = _free_path(account_path(account), set(paths.values()))
    return paths


def _is_path(account: Account) -> bool:
    """Whether the name of an account needs no other spelling."""
    return account_path(account) == f"{account.root}:{account.name}"


def _free_path(path: str, taken: Collection[str]) -> str:
    """The path, or the first with a number that is not taken."""
    number = 2
    free = path
    while free in taken:
        free = f"{path}-{number}"
        number += 1
    return free


def account_path(account: Account) -> str:
    """`Assets:Accounts-receivable`: each part begins with a capital or a digit, as beancount requires."""
    parts = map(_path_part, account.name.split(":"))
    return ":".join([account.root, *filter(None, parts)])


def _path_part(name: str) -> str:
    """A part of a path: one that begins with a letter without a capital form gets an X before it."""
    clean = _only_letters_and_digits(name)
    first = clean[:1].upper()
    if len(first) == 1 and category(first) in ("Lu", "Nd"):
        return first + clean[1:]
    return f"X{clean}"


def _only_letters_and_digits(name: str) -> str:
    """A name with a hyphen in place of any other characters."""
    kept = [each if _is_letter_or_digit(each) else " " for each in name]
    return re.sub(r"[\s-]+", "-", "".join(kept).strip(" -"))


def _is_letter_or_digit(character: str) -> bool:
    """Whether beancount takes a character in the name of an account; the hyphen too."""
    return (
        character == "-" or category(character)[0] == "L" or category(character) == "Nd"
    )


def _postings(entry: Entry, style: _Style) -> Iterator[str]:
    currency = style.currency
    digits = minor_digits(currency)
    for posting in entry.postings:
        path = style.paths[posting.account]
        yield f"  {path:<{_WIDTH}}  {posting.amount:.{digits}f} {currency}"


def _quoted(text: str) -> str:
    escaped = _one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _one_line(text: str) -> str:
    """Without line breaks, and without the semicolon that begins an hledger comment."""
    return " ".join(text.replace(";", ",").split())
