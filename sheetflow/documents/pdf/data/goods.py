"""Pick lists and packing slips, as templates get them."""

from __future__ import annotations

from sheetflow.documents.model import (
    PackedLine,
    PackingSlip,
    PickLine,
    PickList,
    Seller,
)
from sheetflow.documents.pdf.data.codes import order_code
from sheetflow.documents.pdf.data.fields import (
    PackedLineData,
    PackingSlipData,
    PickLineData,
    PickListData,
)
from sheetflow.documents.pdf.data.seller import party_data
from sheetflow.documents.pdf.data.shared import facts_data
from sheetflow.documents.wording.goods_wording import (
    count_text,
    pick_summary,
    slip_facts,
    stop_text,
)
from sheetflow.documents.wording.locale_formats import Formats


def pick_data(picks: PickList, house: Seller, formats: Formats) -> PickListData:
    """A pick list, location by location."""
    return {
        "title": "Pick list",
        "number": picks.number,
        "orders": list(picks.orders),
        "is_batch": picks.is_batch,
        "summary": pick_summary(picks, formats),
        "date": formats.date(house.as_of),
        "order_code": "" if picks.is_batch else order_code(picks.number),
        "stops": [
            {
                "location": stop_text(stop.location, stop.name),
                "lines": [_pick_line_data(line, formats) for line in stop.lines],
            }
            for stop in picks.stops
        ],
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
    """A packing slip: what lies in the container, and what is still to come."""
    return {
        "title": "Packing slip",
        "number": slip.number,
        "order": slip.container.order,
        "consignee": party_data(slip.container.consignee),
        "facts": facts_data(slip_facts(slip), formats),
        "container": count_text(slip),
        "order_code": order_code(slip.container.order),
        "lines": [_packed_data(line, formats) for line in slip.lines],
        "missing": [_packed_data(line, formats) for line in slip.missing],
    }


def _packed_data(line: PackedLine, formats: Formats) -> PackedLineData:
    return {
        "sku": line.sku,
        "description": line.description,
        "unit": line.unit,
        "ordered": formats.quantity(line.ordered),
        "here": formats.quantity(line.here) if line.here else "",
        "shipped": formats.quantity(line.shipped),
        "to_follow": formats.quantity(line.to_follow),
        "backordered": f"{formats.quantity(line.backordered)} on backorder"
        if line.backordered
        else "",
    }
