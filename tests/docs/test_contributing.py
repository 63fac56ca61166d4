"""docs/contributing is right: what its pages say to write is written, and does what they say."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from locations import DOCS, ROOT
from sheets import after, again, expect

from sheetflow.checks import rules as rules_between_sheets
from sheetflow.checks import states
from sheetflow.domain import problems
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import Catalogue, declared_by, load_catalogue
from sheetflow.exporting import journal_tables
from sheetflow.exporting.accounts import Account
from sheetflow.exporting.format_list import Format
from sheetflow.exporting.journal import Entry, Posting
from sheetflow.steps import BY_NAME
from sheetflow.writing import derived_columns, ledger_sheets
from tools import frames

Patch = pytest.MonkeyPatch


def snippets(page: str, language: str) -> list[str]:
    """The blocks of code of a page."""
    text = (DOCS / "contributing" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def module(monkeypatch: Patch, source: str, *, like: ModuleType | None = None) -> Any:
    """A module with this source; `like` one that has what the source uses."""
    made = ModuleType("snippet")
    made.__dict__.update(vars(like) if like else {})
    made.__dict__["__name__"] = "snippet"
    monkeypatch.setitem(sys.modules, "snippet", made)
    exec(compile(source, "snippet", "exec"), made.__dict__)
    return made


def line_of_table(line: str, names: dict[str, object]) -> dict[str, Any]:
    """What a line of a table in the code adds to it."""
    return eval("{" + line.strip() + "}", names)  # type: ignore[no-any-return]


def schemas(folder: Path, **changed: Callable[[str], str]) -> Catalogue:
    """The sheets of schemas/, with some files changed or added."""
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    for name, change in changed.items():
        path = folder / "schemas" / f"{name}.toml"
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(change(before), encoding="utf-8")
    return load_catalogue(folder / "schemas")


def test_a_column_is_one_line(tmp_path: Path) -> None:
    [line] = snippets("add-a-column", "toml")
    sheets = schemas(
        tmp_path,
        orders=lambda text: text.replace("columns = [", f"columns = [\n{line}"),
    )
    assert sheets["Orders"].column("Priority").shown_on == ("picks",)


def test_a_step_is_a_file_and_a_choice(tmp_path: Path, monkeypatch: Patch) -> None:
    step, test = snippets("add-a-step", "python")
    made = module(monkeypatch, step)
    monkeypatch.setitem(BY_NAME, "split", made.STEP)
    sheets = schemas(
        tmp_path, orders=lambda text: text.replace('"Close",', '"Split", "Close",')
    )
    names: dict[str, Any] = {"after": after, "again": again, "expect": expect}
    exec(test, names)
    with declared_by(sheets):
        names["test_what_is_short_moves_to_a_new_order"]()


def test_a_check_is_a_declaration_and_a_function(monkeypatch: Patch) -> None:
    declared, provoked = [
        tomllib.loads(each) for each in snippets("add-a-check", "toml")
    ]
    [code] = declared
    rule = problems.Rule(code=code, **declared[code])
    known = {**problems.rules(), code: rule}
    monkeypatch.setattr(problems, "rules", lambda: known)
    [source] = snippets("add-a-check", "python")
    made = module(monkeypatch, source, like=states)
    every_rule = (*rules_between_sheets.RULES, made.shipped_before_ordered)
    monkeypatch.setattr(rules_between_sheets, "RULES", every_rule)
    given = provoked[code]
    found = after(orders=given["sheets"]["Orders"])
    assert found.codes == [code]
    assert [each.text for each in found.result.reported] == [given["says"]]
    [date] = given["fix"].values()
    assert (
        after(orders=given["sheets"]["Orders"].replace("2026-03-01", date)).codes == []
    )


def test_a_typed_sheet_is_a_declaration_and_its_derived_columns(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    declaration, _late_orders = snippets("add-a-sheet", "toml")
    function, line, *_late = snippets("add-a-sheet", "python")
    made = module(monkeypatch, function, like=derived_columns)
    for sheet, figures in line_of_table(line, vars(made)).items():
        monkeypatch.setitem(derived_columns.FIGURES, sheet, figures)
    with declared_by(schemas(tmp_path, inspections=lambda _text: declaration)):
        typed = module(monkeypatch, frames.source()).Inspections
        inspections = property(lambda book: typed(**vars(book["Inspections"])))
        monkeypatch.setattr(Book, "inspections", inspections, raising=False)
        once = after(
            inspections="""
            Order  SKU    Inspected  Failed  Inspected on
            SO-1   A-100  10         1       2026-02-10
            SO-1   A-100  4          -       2026-02-12
        """
        )
        expect(
            once.inspections,
            """
            Inspection  Order  Inspected  Passed
            INS-000001  SO-1   10         9
            INS-000002  SO-1   4          4
        """,
        )


def test_a_derived_sheet_is_a_declaration_a_ledger_and_its_columns(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    _inspections, declaration = snippets("add-a-sheet", "toml")
    *_typed, ledger, columns, line = snippets("add-a-sheet", "python")
    build = module(monkeypatch, ledger).build_late_orders
    made = module(monkeypatch, columns, like=ledger_sheets)
    made.build_late_orders = build
    for sheet, function in line_of_table(line, vars(made)).items():
        monkeypatch.setitem(ledger_sheets.LEDGER_SHEETS, sheet, function)
    with declared_by(schemas(tmp_path, late_orders=lambda _text: declaration)):
        once = after(
            orders="""
            Order  Order date  Customer  Ship by
            SO-1   2026-02-01  C-1       2026-02-20
            SO-2   2026-02-01  C-2       2026-02-10
            SO-3   2026-02-01  C-2       2026-03-02
        """,
            order_lines="""
            Order  Line  SKU    Quantity
            SO-1   1     A-100  1
            SO-2   1     A-100  1
            SO-3   1     A-100  1
        """,
        )
        expect(
            once.late_orders,
            """
            Order  Customer  Ship by     Days late
            SO-2   C-2       2026-02-10  20
            SO-1   C-1       2026-02-20  10
        """,
        )


def test_a_format_is_a_function_and_a_line(monkeypatch: Patch) -> None:
    function, line = snippets("add-an-export", "python")
    [made] = line_of_table(line, {"Format": Format}).values()
    module_name, _, name = made.function.partition(".")
    assert f"sheetflow.exporting.{module_name}" == journal_tables.__name__
    write = getattr(module(monkeypatch, function, like=journal_tables), name)
    postings = tuple(
        Posting(Account(kind, kind), Decimal(amount))
        for kind, amount in (("Bank", "5.00"), ("Sales", "-5.00"))
    )
    day = dt.date(2026, 3, 2)
    entry = Entry("payments", day, "P-1", "Payments", 2, "Mill", "Paid", postings)
    assert list(write([entry], None).files()) == [
        [
            ("Bank", "2026-03-02", "P-1", Decimal("5.00")),
            ("Sales", "2026-03-02", "P-1", Decimal("-5.00")),
        ]
    ]
