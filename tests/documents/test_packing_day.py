"""What the warehouse needs, when it needs it: labels and slips at Pack, a delivery note at Ship."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from paper import documents, new_documents
from provoked import Provoked, write_workbook
from sheets import after, again

from sheetflow.cli import main
from sheetflow.controls.issued import as_printed
from sheetflow.controls.issued.new_seals import new_seals
from sheetflow.documents.wording.document_words import words_of
from sheetflow.documents.wording.goods_wording import sent_text
from sheetflow.ledgers import packed_containers

WORDS = words_of("en")

TWO_LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-1   2     B-200  5
"""
PICKED = """
    Order  SKU    Location  Picked  Pick date
    SO-1   A-100  MAIN      6       2026-02-02
"""
ORDER = """
    Order  Order date  Customer  Action
    SO-1   2026-02-01  C-1       {action}
"""
TWO_BOXES = """
    Order  Container  SKU    Quantity  Weight
    SO-1   1          A-100  4         7.5
    SO-1   2          A-100  2         -
"""


def packed(action: str = "Pack", **sheets: str):
    """A run over an order of which six units are picked."""
    orders = ORDER.format(action=action)
    return after(None, order_lines=TWO_LINES, picks=PICKED, orders=orders, **sheets)


def test_a_label_and_a_slip_are_printed_before_the_box_leaves():
    made = new_documents(packed())
    [slip] = made.packing
    [label] = made.labels
    assert slip.container == label.container
    assert (slip.number, slip.container.shipment) == ("SO-1 / 1", "")
    assert slip.container.date is None
    assert sent_text(slip, WORDS) == "Packed"
    assert [(line.here, line.shipped, line.to_follow) for line in slip.lines] == [
        (6, 6, 4)
    ]
    assert [(line.sku, line.to_follow) for line in slip.missing] == [("B-200", 5)]
    assert not made.deliveries


def test_what_is_still_to_come_is_on_the_last_slip_alone():
    first, second = new_documents(packed("Ship", packing=TWO_BOXES)).packing
    assert [(line.sku, line.here) for line in first.lines] == [("A-100", 4)]
    assert not first.missing
    assert [(line.sku, line.to_follow) for line in second.missing] == [("B-200", 5)]
    assert sent_text(second, WORDS) == "Shipped"
    shipped = dt.date(2026, 3, 2)
    assert [(each.position, each.date) for each in first.others] == [(2, shipped)]
    assert [(each.position, each.date) for each in second.others] == [(1, shipped)]


def test_a_delivery_note_has_all_that_leaves_on_a_day():
    [note] = new_documents(packed("Ship", packing=TWO_BOXES)).deliveries
    assert (note.number, note.date) == ("SH-000001", dt.date(2026, 3, 2))
    assert [each.number for each in note.containers] == ["1", "2"]
    assert [(line.sku, line.ordered, line.here) for line in note.lines] == [
        ("A-100", 10, 6)
    ]


def test_of_very_many_containers_a_slip_names_the_nearest(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(packed_containers, "MOST_NAMED", 1)
    boxes = "Order  Container  SKU    Quantity" + "".join(
        f"\nSO-1   {number}          A-100  1" for number in range(1, 7)
    )
    slips = new_documents(packed("Ship", packing=boxes)).packing
    assert [[each.position for each in slip.others] for slip in slips] == [
        [2],
        [1, 3],
        [2, 4],
        [3, 5],
        [4, 6],
        [5],
    ]


def test_the_shipments_of_a_delivery_note_are_kept_in_as_many_rows_as_they_take(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(as_printed, "MOST", 20)
    seals = new_seals(packed("Ship", packing=TWO_BOXES).result, {})
    kept = {
        seal.document: seal.as_printed
        for seal in seals
        if seal.document.startswith("Delivery note")
    }
    assert kept == {
        "Delivery note": "Shipments=SH-000001\\",
        "Delivery note (2)": "nSH-000002",
    }


def test_a_container_that_is_wrong_gets_its_slip_when_it_is_right():
    packing = "Order  Container  SKU    Quantity\nSO-1   1          A-100  9"
    wrong = packed("-", packing=packing)
    assert not new_documents(wrong).packing
    right = again(wrong, packing=packing.replace("9", "6"))
    assert [slip.number for slip in new_documents(right).packing] == ["SO-1 / 1"]


def test_all_containers_can_be_printed_again():
    made = documents(packed(packing=TWO_BOXES))
    assert [slip.number for slip in made.packing] == ["SO-1 / 1", "SO-1 / 2"]


def test_each_is_printed_once(tmp_path: Path):
    path = tmp_path / "book.xlsx"
    sheets = {
        "Order lines": TWO_LINES,
        "Picks": PICKED,
        "Orders": ORDER.format(action="Pack"),
    }
    write_workbook(path, Provoked(sheets, "", "", {}))
    assert "1 packing slip, 1 label" in _run(path)
    assert "slip" not in _run(path)
    _request(path, "Ship")
    shipped = _run(path)
    assert "1 delivery note" in shipped
    assert "slip" not in shipped
    assert "delivery note" not in _run(path)
    printed = CliRunner().invoke(main, ["print", str(path), "--as-of=2026-03-02"])
    assert "1 packing slip, 1 label, 1 delivery note" in printed.output


def _run(path: Path) -> str:
    return CliRunner().invoke(main, ["run", str(path), "--as-of=2026-03-02"]).output


def _request(path: Path, action: str) -> None:
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Orders"]
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(2, headers.index("Action") + 1).value = action
    workbook.save(path)
