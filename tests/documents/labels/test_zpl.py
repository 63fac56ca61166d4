"""Labels for thermal printers: every command is whole, every product is on a label, no text is a command."""

from __future__ import annotations

import re

from labelling import LONG, house, label

from sheetflow.documents.files import render_zpl
from sheetflow.documents.model import Documents


def zpl(*labels) -> str:
    [file] = render_zpl(Documents(house("4x6"), labels=labels))
    assert file.name == "labels.zpl"
    return file.content.decode()


def test_a_label_has_sender_receiver_order_codes_and_contents():
    text = zpl(label("SO-1"))
    assert text.count("^XA") == text.count("^XZ") == 1
    for part in (
        "Hill Pottery, 1 Mill Lane",
        "Heather & Sons",
        "LA22 9DB",
        "^FDMA,SO-1^FS",
        "^BCN,80,N,N,N^FH^FDSO-1-1^FS",
        "^FD>;>800006141410000000012^FS",
        "SSCC (00) 006141410000000012",
        "3 x SKU-003",
    ):
        assert part in text


def test_every_line_of_an_address_is_on_the_label_above_the_carrier():
    text = zpl(LONG)
    consignee = LONG.container.consignee
    lines = (*consignee.contact_lines, *consignee.address)
    tops = [
        int(
            re.search(
                rf"\^FO30,(\d+)\^A0N,\d+,\d+\^FB740,1\^FH\^FD{re.escape(line)}\^", text
            )[1]
        )
        for line in lines
    ]
    assert len(set(tops)) == len(lines) == 9
    assert tops == sorted(tops)
    assert max(tops) < 320


def test_a_long_name_has_two_lines():
    assert "^FO30,75^A0N,32,32^FB740,2^FH^FDWilhelmina Hohenlohe" in zpl(LONG)
    assert "^FO30,75^A0N,44,44^FB740,1^FH^FDHeather & Sons^FS" in zpl(label("SO-1"))


def test_a_greater_than_sign_is_escaped_in_bars_alone():
    text = zpl(label("SO>1"))
    assert "^BCN,80,N,N,N^FH^FDSO>01-1^FS" in text
    assert "^FDMA,SO>1^FS" in text


def test_all_contents_are_on_its_labels():
    text = zpl(LONG)
    assert text.count("^XA") > 1
    assert re.findall(r"SKU-\d+", text) == [content.sku for content in LONG.contents]
    tops = [int(top) for top in re.findall(r"\^FO30,(\d+)\^A0N,24", text)]
    assert max(tops) < 1218


def test_a_text_is_never_a_command():
    assert "^XZ" not in zpl(label("SO^XZ~1")).split("^XA", 1)[1].rsplit("^XZ", 1)[0]


def test_without_labels_there_is_no_file():
    assert render_zpl(Documents(house("4x6"))) == []
