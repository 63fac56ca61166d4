"""Accounts: which one each kind of posting goes to, as Accounts, Products, Tax codes and Settings name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetflow.domain.book import Book, Settings, once_per_book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.numbers import AnyArray
from sheetflow.domain.schema import loose
from sheetflow.reading.settings import known_settings

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


@dataclass(frozen=True)
class OwnAccounts:
    """The accounts that Settings do not name.

    `uses` are by setting, `methods` by the payment method as names are compared, `sales`
    and `costs` by SKU, `taxes` by tax code. `titles` say what an account is called.
    """

    uses: Mapping[str, str] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)
    sales: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, str] = field(default_factory=dict)
    taxes: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


class Chart:
    """The accounts of a business: by the setting that names them, and those of products, tax codes and methods.

    The sheet Accounts comes before Settings.
    """

    def __init__(self, settings: Settings, own: OwnAccounts | None = None) -> None:
        self.settings = settings
        self.own = own or OwnAccounts()
        defaults = setting_defaults()
        self._accounts = {
            setting: Account(
                root,
                self.own.uses.get(setting)
                or settings.texts.get(setting)
                or defaults[setting],
            )
            for setting, root in ROOTS.items()
        }

    def __getitem__(self, setting: str) -> Account:
        return self._accounts[setting]

    @property
    def all(self) -> Mapping[str, Account]:
        """Every account, by what it is for."""
        own = self.own
        sales = {
            f"{sku}, Sales account": _sales(name) for sku, name in own.sales.items()
        }
        costs = {f"{sku}, Cost account": _cost(name) for sku, name in own.costs.items()}
        taxes = {f"{code}, Account": _tax(name) for code, name in own.taxes.items()}
        methods = {method: _bank(name) for method, name in own.methods.items()}
        return {**self._accounts, **sales, **costs, **taxes, **methods}

    def sales_of(self, sku: str) -> Account:
        """Where sales of a product go."""
        name = self.own.sales.get(sku)
        return _sales(name) if name else self["Sales account"]

    def tax_of(self, code: str) -> Account:
        """Where the tax of a tax code goes."""
        name = self.own.taxes.get(code)
        return _tax(name) if name else self["Tax account"]

    def bank_of(self, method: str) -> Account:
        """Where payments by a method arrive."""
        name = self.own.methods.get(loose(method))
        return _bank(name) if name else self["Bank account"]

    @property
    def banks(self) -> set[Account]:
        """Every account where payments arrive."""
        return {self["Bank account"], *map(_bank, self.own.methods.values())}

    def of_movement(self, location: str, kind: str, sku: str = "") -> Account:
        """The account of where a movement of a product starts or ends.

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
                name = self.own.costs.get(sku)
                return _cost(name) if name else self["Cost of sales account"]
            case "(scrap)":
                return self["Scrap account"]
        return self["Inventory account"]


def _sales(name: str) -> Account:
    return Account(ROOTS["Sales account"], name)


def _cost(name: str) -> Account:
    return Account(ROOTS["Cost of sales account"], name)


def _tax(name: str) -> Account:
    return Account(ROOTS["Tax account"], name)


def _bank(name: str) -> Account:
    return Account(ROOTS["Bank account"], name)


def use_text(use: str) -> str:
    """Where an account is named: `Settings, Bank account`."""
    return f"Settings, {use}" if use in ROOTS else use


@once_per_book
def chart_of(book: Book) -> Chart:
    """The accounts of a workbook."""
    uses, methods = _uses(book)
    products = book.products
    codes = book.tax_codes
    own = OwnAccounts(
        uses=uses,
        methods=methods,
        sales=_named(products.sku, products.sales_account),
        costs=_named(products.sku, products.cost_account),
        taxes=_named(codes.tax_code, codes.account),
        titles=_named(book.accounts.account, book.accounts.name),
    )
    return Chart(book.settings, own)


def _named(keys: AnyArray, names: AnyArray) -> dict[str, str]:
    """The names that are given, by key; of a key with several rows, the first."""
    pairs = zip(keys.tolist(), names.tolist(), strict=True)
    return {key: name for key, name in reversed([*pairs]) if key and name}


def _uses(book: Book) -> tuple[dict[str, str], dict[str, str]]:
    """The rows of Accounts: those that are for a setting, and those for a method of payment."""
    settings = known_settings(sheet_schema("Settings").settings)
    uses: dict[str, str] = {}
    methods: dict[str, str] = {}
    for use, name in _named(book.accounts.use, book.accounts.account).items():
        setting = settings.get(loose(use))
        if setting is not None and setting.name in ROOTS:
            uses[setting.name] = name
        else:
            methods[loose(use)] = name
    return uses, methods


def setting_defaults() -> Mapping[str, str]:
    """What each setting is where it is blank."""
    settings = sheet_schema("Settings").settings
    return {setting.name: setting.default or "" for setting in settings}
