"""The fields of purchase orders and goods-in lists."""

from __future__ import annotations

from sheetflow.documents.model import (
    ExpectedDelivery,
    GoodsInLine,
    GoodsInList,
    PurchaseLine,
    PurchaseOrder,
    Seller,
)
from sheetflow.documents.pdf.data.party_data import party_data
from sheetflow.documents.pdf.data.purchase_fields import (
    DeliveryData,
    GoodsInData,
    GoodsInLineData,
    PurchaseLineData,
    PurchaseOrderData,
)
from sheetflow.documents.pdf.data.qr_pictures import order_code
from sheetflow.documents.pdf.data.text_data import facts_data, language_data, sums_data
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.purchase_wording import (
    deliver_to_text,
    delivery_text,
    line_text,
    purchase_facts,
    purchase_notes,
    purchase_sums,
)


def purchase_order_data(
    order: PurchaseOrder, _: Seller, formats: Formats
) -> PurchaseOrderData:
    """A purchase order."""
    formats = formats.of(order.currency)
    words = formats.words
    return {
        **language_data(formats),
        "title": words.text("Purchase order"),
        "number": order.number,
        "buyer": party_data(order.supplier),
        "facts": facts_data(purchase_facts(order, words), formats),
        "date": formats.date(order.date),
        "expected": formats.date(order.expected) if order.expected else "",
        "delivery": deliver_to_text(order, words),
        "lines": [_line_data(line, formats) for line in order.lines],
        "sums": sums_data(list(purchase_sums(order, words)), formats),
        "total": "" if order.total is None else formats.money(order.total),
        "notes": purchase_notes(order, words),
    }


def _line_data(line: PurchaseLine, formats: Formats) -> PurchaseLineData:
    return {
        "sku": line.sku,
        "supplier_sku": line.supplier_sku,
        "description": line_text(line, formats),
        "quantity": formats.quantity(line.quantity),
        "unit": line.unit,
        "price": "" if line.unit_cost is None else formats.price(line.unit_cost),
        "discount": formats.percent(line.discount) if line.discount else "",
        "amount": "" if line.total is None else formats.amount(line.total),
    }


def goods_in_data(arrivals: GoodsInList, _: Seller, formats: Formats) -> GoodsInData:
    """A goods-in list, delivery by delivery."""
    return {
        **language_data(formats),
        "title": formats.words.text("Goods in"),
        "number": arrivals.number,
        "date": formats.date(arrivals.date),
        "deliveries": [_delivery_data(each, formats) for each in arrivals.deliveries],
    }


def _delivery_data(delivery: ExpectedDelivery, formats: Formats) -> DeliveryData:
    return {
        "text": delivery_text(delivery, formats),
        "lines": [_goods_in_line_data(line, formats) for line in delivery.lines],
    }


def _goods_in_line_data(line: GoodsInLine, formats: Formats) -> GoodsInLineData:
    return {
        "sku": line.sku,
        "supplier_sku": line.supplier_sku,
        "description": line.description,
        "location": line.location,
        "barcode": line.barcode,
        "code": order_code(line.barcode or line.sku),
        "unit": line.unit,
        "quantity": formats.quantity(line.quantity),
    }
