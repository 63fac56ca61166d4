"""Accounts: which one each kind of posting goes to, as Settings names them."""

from __future__ import annotations

from collections.abc import Mapping
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
"""The settings that name accounts, and what each account is.

That is the first part of its name in beancount and hledger.
"""


@dataclass(frozen=True, order=True)
class Account:
    """An account: what it is, and what the business calls it.

    The name may be a number of its chart of accounts.
    """

    root: str
    name: str


class Chart:
    """The accounts of a business by the setting that names them."""

    def __init__(self, settings: Settings) -> None:
        defaults = setting_defaults()
        self._accounts = {
            setting: Account(root, settings.texts.get(setting) or defaults[setting])
            for setting, root in ROOTS.items()
        }

    def __getitem__(self, setting: str) -> Account:
        return self._accounts[setting]

    def of_movement(self, location: str, kind: str) -> Account:
        """The account of where a movement starts or ends.

        Goods that the business owns are inventory, wherever they are.
        """
        match location:
            case "(supplier)":
                return self["Goods received account"]
            case "(adjustment)" if kind == "Opening":
                return self["Opening stock account"]
            case "(adjustment)":
                return self["Stock differences account"]
            case "(customer)":
                return self["Cost of sales account"]
            case "(scrap)":
                return self["Scrap account"]
        return self["Inventory account"]


def setting_defaults() -> Mapping[str, str]:
    """What each setting is where it is blank."""
    settings = sheet_schema("Settings").settings
    return {setting.name: setting.default or "" for setting in settings}
