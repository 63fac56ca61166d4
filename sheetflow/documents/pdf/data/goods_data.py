"""The fields of pick lists and packing slips."""

from __future__ import annotations

from sheetflow.documents.model import (
    DeliveryNote,
    PackedLine,
    PackingSlip,
    PickLine,
    PickList,
    PickTotal,
    Seller,
    Stop,
)
from sheetflow.documents.pdf.data.goods_fields import (
    DeliveryNoteData,
    PackedLineData,
    PackingSlipData,
    PickLineData,
    PickListData,
    PickTotalData,
    StopData,
)
from sheetflow.documents.pdf.data.party_data import party_data
from sheetflow.documents.pdf.data.qr_pictures import order_code
from sheetflow.documents.pdf.data.text_data import facts_data, language_data
from sheetflow.documents.wording.goods_wording import (
    backorder_text,
    count_text,
    delivered_text,
    delivery_facts,
    note_text,
    others_text,
    pick_summary,
    sent_text,
    slip_facts,
    stop_text,
)
from sheetflow.documents.wording.locale_formats import Formats


def pick_data(picks: PickList, seller: Seller, formats: Formats) -> PickListData:
    """A pick list, location by location."""
    return {
        **language_data(formats),
        "title": formats.words.text("Pick list"),
        "number": picks.number,
        "orders": list(picks.orders),
        "is_batch": picks.is_batch,
        "summary": pick_summary(picks, formats),
        "date": formats.date(seller.as_of),
        "order_code": "" if picks.is_batch else order_code(picks.number),
        "notes": list(map(note_text, picks.notes)),
        "stops": [_stop_data(stop, formats) for stop in picks.stops],
        "totals": [_total_data(total, formats) for total in picks.totals],
    }


def _total_data(total: PickTotal, formats: Formats) -> PickTotalData:
    return {
        "sku": total.sku,
        "description": total.description,
        "unit": total.unit,
        "quantity": formats.quantity(total.quantity),
    }


def _stop_data(stop: Stop, formats: Formats) -> StopData:
    return {
        "location": stop_text(stop.location, stop.name),
        "lines": [_pick_line_data(line, formats) for line in stop.lines],
    }


def _pick_line_data(line: PickLine, formats: Formats) -> PickLineData:
    return {
        "pick": line.pick,
        "order": line.order,
        "sku": line.sku,
        "description": line.description,
        "unit": line.unit,
        "barcode": line.barcode,
        "suggested": formats.quantity(line.suggested),
        "picked": "" if line.picked is None else formats.quantity(line.picked),
    }


def slip_data(slip: PackingSlip, _: Seller, formats: Formats) -> PackingSlipData:
    """A packing slip: what is in the container, and what is still to come."""
    container = slip.container
    words = formats.words
    return {
        **language_data(formats),
        "title": words.text("Packing slip"),
        "number": slip.number,
        "order": container.order,
        "consignee": party_data(container.consignee),
        "facts": facts_data(slip_facts(slip, formats), formats),
        "container": count_text(slip, words),
        "others": others_text(slip, formats),
        "order_code": order_code(container.order),
        "sent": sent_text(slip, words),
        "lines": [_packed_line_data(line, formats) for line in slip.lines],
        "missing": [_packed_line_data(line, formats) for line in slip.missing],
    }


def delivery_data(note: DeliveryNote, _: Seller, formats: Formats) -> DeliveryNoteData:
    """A delivery note: what was delivered, and in which containers."""
    words = formats.words
    return {
        **language_data(formats),
        "title": words.text("Delivery note"),
        "number": note.number,
        "order": note.order,
        "consignee": party_data(note.consignee),
        "facts": facts_data(delivery_facts(note, words), formats),
        "containers": [delivered_text(each, formats) for each in note.containers],
        "order_code": order_code(note.order),
        "lines": [_packed_line_data(line, formats) for line in note.lines],
    }


def _packed_line_data(line: PackedLine, formats: Formats) -> PackedLineData:
    return {
        "sku": line.sku,
        "description": line.description,
        "unit": line.unit,
        "ordered": formats.quantity(line.ordered),
        "here": formats.quantity(line.here) if line.here else "",
        "shipped": formats.quantity(line.shipped),
        "to_follow": formats.quantity(line.to_follow),
        "backordered": backorder_text(line, formats),
    }
