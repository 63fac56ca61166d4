"""Own layouts: the text they start as, the mistakes the check finds, and the fields they get."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from paper import documents
from small_business import business

from sheetflow.cli import main
from sheetflow.cli.template import LAYOUTS as STARTABLE
from sheetflow.documents.pdf import pdfs_of
from sheetflow.documents.pdf.data import document_data
from sheetflow.documents.pdf.data.field_declarations import fields_of, sample
from sheetflow.documents.pdf.layout_check import affected_layouts, check_layouts
from sheetflow.documents.pdf.layouts import LAYOUTS, SHARED
from sheetflow.documents.pdf.new_layout import new_layout_text
from sheetflow.documents.pdf.sandbox import our_layouts
from sheetflow.errors import SheetflowError
from sheetflow.starters.samples.quickstart import write_quickstart

pytest.importorskip("typst", reason="layouts are tried by typst: pip install '.[pdf]'")

BARE = """#import "kit.typ": *
#show: looks
#for document in data.documents {
  CHANGE
}
"""


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def layout(folder: Path, text: str, name: str = "invoice") -> Path:
    """A layout with this text in its body."""
    path = folder / f"{name}.typ"
    path.write_text(BARE.replace("CHANGE", text), encoding="utf-8")
    return path


def said(folder: Path, *texts: str) -> list[str]:
    """The mistakes in an invoice layout with these lines in its body."""
    found = check_layouts([layout(folder, "\n".join(texts))], None)
    return [f"{mistake.position} {mistake.text}" for mistake in found]


# -- to start from


@pytest.mark.parametrize("name", STARTABLE)
def test_a_new_layout_prints_the_same_bytes_as_ours(name: str, tmp_path: Path):
    path = tmp_path / f"{name}.typ"
    path.write_text(new_layout_text(name), encoding="utf-8")
    made = documents(
        business(), only=frozenset({"orders", "packing", "invoices", "statements"})
    )
    own = replace(
        made,
        seller=replace(
            made.seller, style=replace(made.seller.style, templates=(path,))
        ),
    )
    assert list(pdfs_of(own)) == list(pdfs_of(made))


@pytest.mark.parametrize("name", LAYOUTS)
def test_our_layouts_show_all_required_fields(name: str):
    ours = [path for path in our_layouts() if path.name == f"{name}.typ"]
    assert check_layouts(ours, None) == []


def test_all_our_layouts_are_listed():
    assert {path.name.removesuffix(".typ") for path in our_layouts()} == {
        *LAYOUTS,
        *SHARED,
        "label",
        "calibration",
        "report",
    }
    assert set(STARTABLE) == {*LAYOUTS, "looks", "letterhead"}


def test_a_new_layout_lists_its_fields():
    text = new_layout_text("invoice")
    for way in (
        "document.number",
        "document.buyer.name",
        "document.lines[].sku",
        "document.due",
        "house.name",
    ):
        assert f" {way} " in text


def test_own_layouts_can_move_the_logo_and_add_a_sentence(tmp_path: Path):
    pypdf = pytest.importorskip(
        "pypdf", reason="PDFs are read back with pypdf: pip install '.[test]'"
    )
    head, invoice = (new_layout_text(name) for name in ("letterhead", "invoice"))
    head = head.replace("#let logo-side = left", "#let logo-side = right")
    invoice = invoice.replace(
        "joined(document.bank))", 'joined(document.bank), "Ours until it is paid.")'
    )
    own = []
    for name, text in (("letterhead", head), ("invoice", invoice)):
        own.append(tmp_path / f"{name}.typ")
        own[-1].write_text(text, encoding="utf-8")
    made = documents(business(), only=frozenset({"invoices"}))
    lefts = {}
    for templates in ((), tuple(own)):
        house = replace(
            made.seller, style=replace(made.seller.style, templates=templates)
        )
        [file] = pdfs_of(replace(made, seller=house))
        [page] = pypdf.PdfReader(io.BytesIO(file.content)).pages
        found: list[tuple[float, str]] = []
        page.extract_text(
            visitor_text=lambda text, at, *more, found=found: found.append(
                (at[4], text)
            )
        )
        lefts[templates] = next(left for left, text in found if "Forge & Sons" in text)
    assert lefts[()] < 100 < 400 < lefts[tuple(own)]
    assert "Ours until it is paid." in page.extract_text()


# -- what is found wrong


def test_unknown_fields_are_reported_with_their_lines(tmp_path: Path):
    assert said(
        tmp_path,
        "document.totl",
        "document.number",
        "[#document.totl #document.byer.name]",
    ) == [
        'invoice.typ:4 no field "totl". Did you mean total?',
        'invoice.typ:6 no field "byer". Did you mean buyer?',
        'invoice.typ:6 no field "totl". Did you mean total?',
    ]


def test_an_unknown_field_in_either_branch_is_reported(tmp_path: Path):
    assert said(tmp_path, 'if document.exemption == "" { document.without }') == [
        'invoice.typ:4 no field "without"'
    ]
    assert said(tmp_path, 'if document.exemption != "" { document.within }') == [
        'invoice.typ:4 no field "within"'
    ]


def test_required_fields_that_are_not_shown_are_reported(tmp_path: Path):
    found = said(
        tmp_path,
        "document.number",
        "house.name",
        "document.facts.map(fact => fact.value).join()",
    )
    assert (
        "invoice.typ an invoice must show house.tax_number: The tax number, with words that say so"
        in found
    )
    assert (
        "invoice.typ an invoice must show document.lines[].amount: The amount of the line"
        in found
    )
    assert [
        line for line in found if "document.number" in line or "house.name" in line
    ] == []
    assert [
        line for line in found if "document.date" in line or "document.due" in line
    ] == [], "they are facts"


def test_an_error_in_our_files_is_reported_at_the_line_that_caused_it(tmp_path: Path):
    assert said(tmp_path, "", "sums(5)") == ["invoice.typ:5 cannot loop over integer"]
    assert said(tmp_path, "") != []
    (tmp_path / "invoice.typ").write_text("#let a = (\n", encoding="utf-8")
    assert [
        mistake.position for mistake in check_layouts([tmp_path / "invoice.typ"], None)
    ] == ["invoice.typ:1"]


def test_unknown_file_names_and_missing_glyphs_are_reported(
    tmp_path: Path,
):
    own = [layout(tmp_path, "[ሱ]", "invoce")]
    assert [(mistake.file, mistake.text) for mistake in check_layouts(own, None)] == [
        ("invoce.typ", "no font has ሱ (U+1231): it prints as an empty box"),
        ("invoce.typ", "no layout has this name. Did you mean invoice?"),
    ]


def test_a_shared_file_affects_all_layouts(tmp_path: Path):
    assert len(affected_layouts([tmp_path / "looks.typ"])) == len(LAYOUTS)
    assert [one.name for one in affected_layouts([tmp_path / "quote.typ"])] == ["quote"]


NETWORK_IMPORTS = (
    '#import "@preview/cetz:0.3.0"',
    '#import ("\\u{40}preview" + "/cetz:0.3.0")',
)
OTHER_FILES = ('#read("/etc/passwd")', '#read("../../../../etc/passwd")')


@pytest.mark.parametrize("text", [*NETWORK_IMPORTS, *OTHER_FILES])
def test_a_layout_can_read_neither_files_nor_the_network(tmp_path: Path, text: str):
    path = tmp_path / "invoice.typ"
    path.write_text(text, encoding="utf-8")
    made = documents(business(), only=frozenset({"invoices"}))
    own = replace(
        made,
        seller=replace(
            made.seller, style=replace(made.seller.style, templates=(path,))
        ),
    )
    with pytest.raises(SheetflowError, match=r"invoice\.typ"):
        list(pdfs_of(own))


# -- what they find


def keys_fit(data: object, record: type) -> bool:
    """Whether data has exactly the declared fields, at every level."""
    assert isinstance(data, dict)
    inner = [(data[item.name], item) for item in fields_of(record) if item.record]
    return list(data) == [item.name for item in fields_of(record)] and all(
        keys_fit(each, item.record)
        for value, item in inner
        for each in (value if item.is_list else [value])
    )


def test_documents_have_the_declared_fields():
    quoted = business(
        orders="Order  State  Order date  Customer\nSO-1   Quote  2026-02-01  C-1"
    )
    returned = business(
        returns="Return  Order  SKU  Quantity  Return date\nRT-1  SO-1  A-100  1  2026-03-02"
    )
    seen = set()
    for made in (documents(quoted), documents(business()), documents(returned)):
        for kind, chosen in made.by_kind():
            for one in LAYOUTS.values():
                if one.kind == kind:
                    seen.add(kind)
                    assert keys_fit(
                        document_data(chosen[0], made.seller), one.document
                    ), kind
    assert seen >= {"quotes", "orders", "packing", "invoices", "statements"}


@pytest.mark.parametrize("name", LAYOUTS)
def test_samples_come_from_the_examples(name: str):
    record = LAYOUTS[name].document
    full = sample(record)
    bare = sample(record, full=False)
    assert keys_fit(full, record)
    assert keys_fit(bare, record)
    assert len(json.dumps(full)) > len(json.dumps(bare))


# -- at the terminal


def test_at_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    started = sheetflow("template", "new", "invoice")
    path = Path("templates/invoice.typ")
    assert (
        started.stdout
        == f"{path}\nChange it as you like, then run: sheetflow template check {path}\n"
    )
    assert sheetflow("template", "new", "invoice").exit_code == 3
    done = sheetflow("template", "check")
    assert (done.exit_code, done.stdout) == (0, "1 layout checked: no mistakes.\n")
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "document.payment,", "document.paymnt,"
        ),
        encoding="utf-8",
    )
    done = sheetflow("template", "check", path)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].endswith(
        'no field "paymnt". Did you mean payment?'
    )
    assert sheetflow("template", "new", "letter").exit_code == 2
    nothing = sheetflow("template", "check", "elsewhere")
    assert (nothing.exit_code, nothing.stderr) == (
        3, "elsewhere: there is no layout (.typ); to start one, run: sheetflow template new invoice\n",
    )  # fmt: skip


def test_layouts_next_to_a_workbook_are_checked_with_its_documents(tmp_path: Path):
    with (tmp_path / "shop.xlsx").open("wb") as file:
        write_quickstart(file)
    assert (
        sheetflow(
            "run", tmp_path / "shop.xlsx", "--no-print", "--as-of", "2026-03-02"
        ).exit_code
        == 0
    )
    result = tmp_path / "shop.xlsx"
    assert "there is no layout" in sheetflow("template", "check", result).stderr
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "statement.typ").write_text(
        new_layout_text("statement"), encoding="utf-8"
    )
    done = sheetflow("template", "check", result)
    assert (done.exit_code, done.stdout) == (0, "1 layout checked: no mistakes.\n")
    layout(tmp_path / "templates", "document.spots", "label")
    done = sheetflow("template", "check", result)
    assert done.exit_code == 1
    assert 'label.typ:4 dictionary does not contain key "spots"' in done.stdout
