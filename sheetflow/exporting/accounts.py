"""Accounts: which one each kind of posting goes to, as Settings name them."""

from __future__ import annotations

from dataclasses import dataclass

from sheetflow.domain.book import Settings
from sheetflow.domain.catalogue import sheet_schema

ROOTS = {
    "Receivable account": "Assets",
    "Bank account": "Assets",
    "Inventory account": "Assets",
    "Tax account": "Liabilities",
    "Goods received account": "Liabilities",
    "Opening stock account": "Equity",
    "Sales account": "Income",
    "Freight account": "Income",
    "Fees account": "Income",
    "Cost of sales account": "Expenses",
    "Stock differences account": "Expenses",
    "Scrap account": "Expenses",
}
"""The settings that name accounts, and what each is: the first part of its name in beancount and hledger."""


@dataclass(frozen=True, order=True)
class Account:
    """An account: what it is, and what the business calls it (a name, or a number of its chart of accounts)."""

    root: str
    name: str


class Chart:
    """The accounts of a business by the setting that names them."""

    def __init__(self, settings: Settings) -> None:
        usual = {
            setting.name: setting.default or ""
            for setting in sheet_schema("Settings").settings
        }
        self._accounts = {
            key: Account(root, settings.texts.get(key) or usual[key])
            for key, root in ROOTS.items()
        }

    def __getitem__(self, setting: str) -> Account:
        return self._accounts[setting]

    def place(self, name: str, kind: str) -> Account:
        """The account of a place of Movements; goods that are the house's are inventory wherever they lie."""
        match name:
            case "(supplier)":
                return self["Goods received account"]
            case "(adjustment)":
                return self[
                    "Opening stock account"
                    if kind == "Opening"
                    else "Stock differences account"
                ]
            case "(customer)":
                return self["Cost of sales account"]
            case "(scrap)":
                return self["Scrap account"]
        return self["Inventory account"]
