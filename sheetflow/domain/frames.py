"""The sheets of facts as frames with typed columns, and the book's look-up of them.

Made from schemas/ by `python -m tools.frames`: do not edit.
"""

from __future__ import annotations

import collections.abc
from types import MappingProxyType
from typing import Generic, TypeVar, cast

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import Frame
from sheetflow.domain.schema import SheetSchema
from sheetflow.domain.typed_columns import Amounts, Given, Index, Values


class Customers(Frame):
    """One row per customer."""

    SHEET = "Customers"

    customer = Values("Customer")
    name = Values("Name")
    contact = Values("Contact")
    email = Values("Email")
    phone = Values("Phone")
    billing_address = Values("Billing address")
    country = Values("Country")
    shipping_address = Values("Shipping address")
    tax_number = Values("Tax number")
    tax_exempt = Values("Tax exempt")
    terms_days = Values("Terms (days)")
    discount_percent = Amounts("Discount %")
    language = Values("Language")
    buyer_reference = Values("Buyer reference")
    e_address = Values("E-address")
    price_list = Values("Price list")
    credit_limit = Amounts("Credit limit")
    hold = Values("Hold")
    has_customer = Given("Customer")
    has_name = Given("Name")
    has_contact = Given("Contact")
    has_email = Given("Email")
    has_phone = Given("Phone")
    has_billing_address = Given("Billing address")
    has_country = Given("Country")
    has_shipping_address = Given("Shipping address")
    has_tax_number = Given("Tax number")
    has_tax_exempt = Given("Tax exempt")
    has_terms_days = Given("Terms (days)")
    has_discount_percent = Given("Discount %")
    has_language = Given("Language")
    has_buyer_reference = Given("Buyer reference")
    has_e_address = Given("E-address")
    has_price_list = Given("Price list")
    has_credit_limit = Given("Credit limit")
    has_hold = Given("Hold")


class Products(Frame):
    """One row per product or service."""

    SHEET = "Products"

    sku = Values("SKU")
    name = Values("Name")
    unit = Values("Unit")
    price = Amounts("Price")
    cost = Amounts("Cost")
    tax_code = Values("Tax code")
    default_location = Values("Default location")
    barcode = Values("Barcode")
    weight = Amounts("Weight")
    track_stock = Values("Track stock")
    active = Values("Active")
    sales_account = Values("Sales account")
    cost_account = Values("Cost account")
    supplier = Values("Supplier")
    reorder_point = Amounts("Reorder point")
    reorder_to = Amounts("Reorder to")
    has_sku = Given("SKU")
    has_name = Given("Name")
    has_unit = Given("Unit")
    has_price = Given("Price")
    has_cost = Given("Cost")
    has_tax_code = Given("Tax code")
    has_default_location = Given("Default location")
    has_barcode = Given("Barcode")
    has_weight = Given("Weight")
    has_track_stock = Given("Track stock")
    has_active = Given("Active")
    has_sales_account = Given("Sales account")
    has_cost_account = Given("Cost account")
    has_supplier = Given("Supplier")
    has_reorder_point = Given("Reorder point")
    has_reorder_to = Given("Reorder to")
    tax_index = Index("tax")
    location_index = Index("location")
    supplier_index = Index("supplier")


class Suppliers(Frame):
    """One row per supplier."""

    SHEET = "Suppliers"

    supplier = Values("Supplier")
    name = Values("Name")
    contact = Values("Contact")
    email = Values("Email")
    phone = Values("Phone")
    address = Values("Address")
    country = Values("Country")
    language = Values("Language")
    tax_number = Values("Tax number")
    terms_days = Values("Terms (days)")
    lead_time_days = Values("Lead time (days)")
    minimum_order = Amounts("Minimum order")
    action = Values("Action")
    notes = Values("Notes")
    has_supplier = Given("Supplier")
    has_name = Given("Name")
    has_contact = Given("Contact")
    has_email = Given("Email")
    has_phone = Given("Phone")
    has_address = Given("Address")
    has_country = Given("Country")
    has_language = Given("Language")
    has_tax_number = Given("Tax number")
    has_terms_days = Given("Terms (days)")
    has_lead_time_days = Given("Lead time (days)")
    has_minimum_order = Given("Minimum order")
    has_action = Given("Action")
    has_notes = Given("Notes")


class SupplierPrices(Frame):
    """One row per product of a supplier; more for larger quantities."""

    SHEET = "Supplier prices"

    supplier = Values("Supplier")
    sku = Values("SKU")
    from_quantity = Amounts("From quantity")
    supplier_sku = Values("Supplier SKU")
    price = Amounts("Price")
    pack = Amounts("Pack")
    minimum_quantity = Amounts("Minimum quantity")
    lead_time_days = Values("Lead time (days)")
    preferred = Values("Preferred")
    has_supplier = Given("Supplier")
    has_sku = Given("SKU")
    has_from_quantity = Given("From quantity")
    has_supplier_sku = Given("Supplier SKU")
    has_price = Given("Price")
    has_pack = Given("Pack")
    has_minimum_quantity = Given("Minimum quantity")
    has_lead_time_days = Given("Lead time (days)")
    has_preferred = Given("Preferred")
    supplier_index = Index("supplier")
    sku_index = Index("sku")


class Prices(Frame):
    """One row per product and price list; more for larger quantities or other dates."""

    SHEET = "Prices"

    price_list = Values("Price list")
    sku = Values("SKU")
    from_quantity = Amounts("From quantity")
    from_date = Values("From date")
    to_date = Values("To date")
    price = Amounts("Price")
    discount_percent = Amounts("Discount %")
    has_price_list = Given("Price list")
    has_sku = Given("SKU")
    has_from_quantity = Given("From quantity")
    has_from_date = Given("From date")
    has_to_date = Given("To date")
    has_price = Given("Price")
    has_discount_percent = Given("Discount %")
    sku_index = Index("sku")


class Locations(Frame):
    """One row per place where you keep stock."""

    SHEET = "Locations"

    location = Values("Location")
    name = Values("Name")
    priority = Amounts("Priority")
    pickable = Values("Pickable")
    has_location = Given("Location")
    has_name = Given("Name")
    has_priority = Given("Priority")
    has_pickable = Given("Pickable")


class TaxCodes(Frame):
    """One row per tax code, with one or two taxes; one more for each date on which its rates change."""

    SHEET = "Tax codes"

    tax_code = Values("Tax code")
    from_date = Values("From date")
    name = Values("Name")
    tax_1_percent = Amounts("Tax 1 %")
    tax_1_name = Values("Tax 1 name")
    tax_2_percent = Amounts("Tax 2 %")
    tax_2_name = Values("Tax 2 name")
    compound = Values("Compound")
    vat_category = Values("VAT category")
    account = Values("Account")
    has_tax_code = Given("Tax code")
    has_from_date = Given("From date")
    has_name = Given("Name")
    has_tax_1_percent = Given("Tax 1 %")
    has_tax_1_name = Given("Tax 1 name")
    has_tax_2_percent = Given("Tax 2 %")
    has_tax_2_name = Given("Tax 2 name")
    has_compound = Given("Compound")
    has_vat_category = Given("VAT category")
    has_account = Given("Account")


class Orders(Frame):
    """One row per order or quote. Type an action, run, and read its status here."""

    SHEET = "Orders"

    order = Values("Order")
    state = Values("State")
    order_date = Values("Order date")
    customer = Values("Customer")
    location = Values("Location")
    quote_expiry = Values("Quote expiry")
    ship_by = Values("Ship by")
    customer_po = Values("Customer PO")
    buyer_reference = Values("Buyer reference")
    ship_to = Values("Ship to")
    discount_percent = Amounts("Discount %")
    freight = Amounts("Freight")
    freight_tax_code = Values("Freight tax code")
    terms_days = Values("Terms (days)")
    requires_shipping = Values("Requires shipping")
    release = Values("Release")
    deposit_percent = Amounts("Deposit %")
    deposit = Amounts("Deposit")
    action = Values("Action")
    notes = Values("Notes")
    quote = Values("Quote")
    has_order = Given("Order")
    has_state = Given("State")
    has_order_date = Given("Order date")
    has_customer = Given("Customer")
    has_location = Given("Location")
    has_quote_expiry = Given("Quote expiry")
    has_ship_by = Given("Ship by")
    has_customer_po = Given("Customer PO")
    has_buyer_reference = Given("Buyer reference")
    has_ship_to = Given("Ship to")
    has_discount_percent = Given("Discount %")
    has_freight = Given("Freight")
    has_freight_tax_code = Given("Freight tax code")
    has_terms_days = Given("Terms (days)")
    has_requires_shipping = Given("Requires shipping")
    has_release = Given("Release")
    has_deposit_percent = Given("Deposit %")
    has_deposit = Given("Deposit")
    has_action = Given("Action")
    has_notes = Given("Notes")
    has_quote = Given("Quote")
    customer_index = Index("customer")
    location_index = Index("location")
    tax_index = Index("tax")


class NewOrders(Frame):
    """For quick typing: one row per line. A run makes orders of it and notes their numbers."""

    SHEET = "New orders"

    entry = Values("Entry")
    customer = Values("Customer")
    sku = Values("SKU")
    quantity = Amounts("Quantity")
    description = Values("Description")
    unit_price = Amounts("Unit price")
    discount_percent = Amounts("Discount %")
    tax_code = Values("Tax code")
    state = Values("State")
    order_date = Values("Order date")
    location = Values("Location")
    quote_expiry = Values("Quote expiry")
    ship_by = Values("Ship by")
    customer_po = Values("Customer PO")
    ship_to = Values("Ship to")
    order_discount_percent = Amounts("Order discount %")
    freight = Amounts("Freight")
    freight_tax_code = Values("Freight tax code")
    terms_days = Values("Terms (days)")
    requires_shipping = Values("Requires shipping")
    action = Values("Action")
    notes = Values("Notes")
    taken_as = Values("Taken as")
    has_entry = Given("Entry")
    has_customer = Given("Customer")
    has_sku = Given("SKU")
    has_quantity = Given("Quantity")
    has_description = Given("Description")
    has_unit_price = Given("Unit price")
    has_discount_percent = Given("Discount %")
    has_tax_code = Given("Tax code")
    has_state = Given("State")
    has_order_date = Given("Order date")
    has_location = Given("Location")
    has_quote_expiry = Given("Quote expiry")
    has_ship_by = Given("Ship by")
    has_customer_po = Given("Customer PO")
    has_ship_to = Given("Ship to")
    has_order_discount_percent = Given("Order discount %")
    has_freight = Given("Freight")
    has_freight_tax_code = Given("Freight tax code")
    has_terms_days = Given("Terms (days)")
    has_requires_shipping = Given("Requires shipping")
    has_action = Given("Action")
    has_notes = Given("Notes")
    has_taken_as = Given("Taken as")
    customer_index = Index("customer")
    sku_index = Index("sku")
    tax_index = Index("tax")
    location_index = Index("location")
    freight_tax_index = Index("freight_tax")


class OrderLines(Frame):
    """One row per line of an order or quote."""

    SHEET = "Order lines"

    order = Values("Order")
    line = Values("Line")
    sku = Values("SKU")
    description = Values("Description")
    quantity = Amounts("Quantity")
    unit_price = Amounts("Unit price")
    discount_percent = Amounts("Discount %")
    tax_code = Values("Tax code")
    cancelled_quantity = Amounts("Cancelled quantity")
    has_order = Given("Order")
    has_line = Given("Line")
    has_sku = Given("SKU")
    has_description = Given("Description")
    has_quantity = Given("Quantity")
    has_unit_price = Given("Unit price")
    has_discount_percent = Given("Discount %")
    has_tax_code = Given("Tax code")
    has_cancelled_quantity = Given("Cancelled quantity")
    order_index = Index("order")
    sku_index = Index("sku")
    tax_index = Index("tax")


class StockMoves(Frame):
    """Every change of stock that does not come from an order."""

    SHEET = "Stock moves"

    move = Values("Move")
    date = Values("Date")
    type = Values("Type")
    sku = Values("SKU")
    from_ = Values("From")
    to = Values("To")
    quantity = Amounts("Quantity")
    unit_cost = Amounts("Unit cost")
    reference = Values("Reference")
    voided = Values("Voided")
    has_move = Given("Move")
    has_date = Given("Date")
    has_type = Given("Type")
    has_sku = Given("SKU")
    has_from = Given("From")
    has_to = Given("To")
    has_quantity = Given("Quantity")
    has_unit_cost = Given("Unit cost")
    has_reference = Given("Reference")
    has_voided = Given("Voided")
    sku_index = Index("sku")
    from_index = Index("from")
    to_index = Index("to")


class PurchaseOrders(Frame):
    """One row per order with a supplier. Type an action, run, and read its status here."""

    SHEET = "Purchase orders"

    purchase_order = Values("Purchase order")
    state = Values("State")
    order_date = Values("Order date")
    supplier = Values("Supplier")
    location = Values("Location")
    expected_date = Values("Expected date")
    supplier_reference = Values("Supplier reference")
    freight = Amounts("Freight")
    notes = Values("Notes")
    action = Values("Action")
    has_purchase_order = Given("Purchase order")
    has_state = Given("State")
    has_order_date = Given("Order date")
    has_supplier = Given("Supplier")
    has_location = Given("Location")
    has_expected_date = Given("Expected date")
    has_supplier_reference = Given("Supplier reference")
    has_freight = Given("Freight")
    has_notes = Given("Notes")
    has_action = Given("Action")
    supplier_index = Index("supplier")
    location_index = Index("location")


class PurchaseLines(Frame):
    """One row per line of a purchase order."""

    SHEET = "Purchase lines"

    purchase_order = Values("Purchase order")
    line = Values("Line")
    sku = Values("SKU")
    supplier_sku = Values("Supplier SKU")
    description = Values("Description")
    quantity = Amounts("Quantity")
    unit_cost = Amounts("Unit cost")
    discount_percent = Amounts("Discount %")
    expected_date = Values("Expected date")
    for_order = Values("For order")
    cancelled_quantity = Amounts("Cancelled quantity")
    has_purchase_order = Given("Purchase order")
    has_line = Given("Line")
    has_sku = Given("SKU")
    has_supplier_sku = Given("Supplier SKU")
    has_description = Given("Description")
    has_quantity = Given("Quantity")
    has_unit_cost = Given("Unit cost")
    has_discount_percent = Given("Discount %")
    has_expected_date = Given("Expected date")
    has_for_order = Given("For order")
    has_cancelled_quantity = Given("Cancelled quantity")
    purchase_order_index = Index("purchase_order")
    sku_index = Index("sku")
    for_order_index = Index("for_order")


class Receipts(Frame):
    """One row per product that arrived from a supplier, or that was sent back."""

    SHEET = "Receipts"

    receipt = Values("Receipt")
    purchase_order = Values("Purchase order")
    line = Values("Line")
    sku = Values("SKU")
    location = Values("Location")
    quantity = Amounts("Quantity")
    receipt_date = Values("Receipt date")
    unit_cost = Amounts("Unit cost")
    voided = Values("Voided")
    has_receipt = Given("Receipt")
    has_purchase_order = Given("Purchase order")
    has_line = Given("Line")
    has_sku = Given("SKU")
    has_location = Given("Location")
    has_quantity = Given("Quantity")
    has_receipt_date = Given("Receipt date")
    has_unit_cost = Given("Unit cost")
    has_voided = Given("Voided")
    purchase_order_index = Index("purchase_order")
    sku_index = Index("sku")
    location_index = Index("location")
    purchase_line_index = Index("purchase_line")


class Picks(Frame):
    """The pick log. A row with a blank Picked is a suggestion: it allocates stock and moves nothing."""

    SHEET = "Picks"

    pick = Values("Pick")
    order = Values("Order")
    line = Values("Line")
    sku = Values("SKU")
    location = Values("Location")
    suggested = Amounts("Suggested")
    picked = Amounts("Picked")
    pick_date = Values("Pick date")
    picker = Values("Picker")
    voided = Values("Voided")
    has_pick = Given("Pick")
    has_order = Given("Order")
    has_line = Given("Line")
    has_sku = Given("SKU")
    has_location = Given("Location")
    has_suggested = Given("Suggested")
    has_picked = Given("Picked")
    has_pick_date = Given("Pick date")
    has_picker = Given("Picker")
    has_voided = Given("Voided")
    order_index = Index("order")
    sku_index = Index("sku")
    location_index = Index("location")
    line_index = Index("line")


class Packing(Frame):
    """The packing lists: which goods are in which container."""

    SHEET = "Packing"

    order = Values("Order")
    container = Values("Container")
    line = Values("Line")
    sku = Values("SKU")
    quantity = Amounts("Quantity")
    container_type = Values("Container type")
    weight = Amounts("Weight")
    sscc = Values("SSCC")
    voided = Values("Voided")
    has_order = Given("Order")
    has_container = Given("Container")
    has_line = Given("Line")
    has_sku = Given("SKU")
    has_quantity = Given("Quantity")
    has_container_type = Given("Container type")
    has_weight = Given("Weight")
    has_sscc = Given("SSCC")
    has_voided = Given("Voided")
    order_index = Index("order")
    sku_index = Index("sku")
    line_index = Index("line")


class Shipments(Frame):
    """One row per container that left."""

    SHEET = "Shipments"

    shipment = Values("Shipment")
    order = Values("Order")
    container = Values("Container")
    ship_date = Values("Ship date")
    carrier = Values("Carrier")
    service = Values("Service")
    tracking_number = Values("Tracking number")
    sscc = Values("SSCC")
    voided = Values("Voided")
    has_shipment = Given("Shipment")
    has_order = Given("Order")
    has_container = Given("Container")
    has_ship_date = Given("Ship date")
    has_carrier = Given("Carrier")
    has_service = Given("Service")
    has_tracking_number = Given("Tracking number")
    has_sscc = Given("SSCC")
    has_voided = Given("Voided")
    order_index = Index("order")


class Invoices(Frame):
    """One row per invoice. An issued invoice stays as issued: its amounts are filled once and never recalculated."""

    SHEET = "Invoices"

    invoice = Values("Invoice")
    order = Values("Order")
    invoice_date = Values("Invoice date")
    due_date = Values("Due date")
    customer = Values("Customer")
    bill_to = Values("Bill to")
    billing_address = Values("Billing address")
    tax_number = Values("Tax number")
    freight = Amounts("Freight")
    freight_tax_code = Values("Freight tax code")
    notes = Values("Notes")
    currency = Values("Currency")
    prices_include_tax = Values("Prices include tax")
    tax_rounding = Values("Tax rounding")
    freight_tax_1_percent = Amounts("Freight tax 1 %")
    freight_tax_2_percent = Amounts("Freight tax 2 %")
    freight_compound = Values("Freight compound")
    subtotal = Amounts("Subtotal")
    tax = Amounts("Tax")
    total = Amounts("Total")
    reminded = Values("Reminded")
    reminder_level = Values("Reminder level")
    voided = Values("Voided")
    has_invoice = Given("Invoice")
    has_order = Given("Order")
    has_invoice_date = Given("Invoice date")
    has_due_date = Given("Due date")
    has_customer = Given("Customer")
    has_bill_to = Given("Bill to")
    has_billing_address = Given("Billing address")
    has_tax_number = Given("Tax number")
    has_freight = Given("Freight")
    has_freight_tax_code = Given("Freight tax code")
    has_notes = Given("Notes")
    has_currency = Given("Currency")
    has_prices_include_tax = Given("Prices include tax")
    has_tax_rounding = Given("Tax rounding")
    has_freight_tax_1_percent = Given("Freight tax 1 %")
    has_freight_tax_2_percent = Given("Freight tax 2 %")
    has_freight_compound = Given("Freight compound")
    has_subtotal = Given("Subtotal")
    has_tax = Given("Tax")
    has_total = Given("Total")
    has_reminded = Given("Reminded")
    has_reminder_level = Given("Reminder level")
    has_voided = Given("Voided")
    order_index = Index("order")
    tax_index = Index("tax")


class InvoiceLines(Frame):
    """One row per invoice line."""

    SHEET = "Invoice lines"

    invoice = Values("Invoice")
    order = Values("Order")
    line = Values("Line")
    sku = Values("SKU")
    description = Values("Description")
    quantity = Amounts("Quantity")
    unit_price = Amounts("Unit price")
    discount_percent = Amounts("Discount %")
    order_discount_percent = Amounts("Order discount %")
    tax_code = Values("Tax code")
    tax_1_percent = Amounts("Tax 1 %")
    tax_2_percent = Amounts("Tax 2 %")
    compound = Values("Compound")
    line_total = Amounts("Line total")
    voided = Values("Voided")
    has_invoice = Given("Invoice")
    has_order = Given("Order")
    has_line = Given("Line")
    has_sku = Given("SKU")
    has_description = Given("Description")
    has_quantity = Given("Quantity")
    has_unit_price = Given("Unit price")
    has_discount_percent = Given("Discount %")
    has_order_discount_percent = Given("Order discount %")
    has_tax_code = Given("Tax code")
    has_tax_1_percent = Given("Tax 1 %")
    has_tax_2_percent = Given("Tax 2 %")
    has_compound = Given("Compound")
    has_line_total = Given("Line total")
    has_voided = Given("Voided")
    invoice_index = Index("invoice")
    order_index = Index("order")
    sku_index = Index("sku")
    tax_index = Index("tax")
    line_index = Index("line")


class Payments(Frame):
    """One row per payment or refund."""

    SHEET = "Payments"

    payment = Values("Payment")
    order = Values("Order")
    invoice = Values("Invoice")
    payment_date = Values("Payment date")
    kind = Values("Kind")
    method = Values("Method")
    amount = Amounts("Amount")
    reference = Values("Reference")
    voided = Values("Voided")
    has_payment = Given("Payment")
    has_order = Given("Order")
    has_invoice = Given("Invoice")
    has_payment_date = Given("Payment date")
    has_kind = Given("Kind")
    has_method = Given("Method")
    has_amount = Given("Amount")
    has_reference = Given("Reference")
    has_voided = Given("Voided")
    order_index = Index("order")
    invoice_index = Index("invoice")


class Returns(Frame):
    """One row per product that a customer sent back or is credited for."""

    SHEET = "Returns"

    return_ = Values("Return")
    order = Values("Order")
    line = Values("Line")
    sku = Values("SKU")
    quantity = Amounts("Quantity")
    return_date = Values("Return date")
    disposition = Values("Disposition")
    unit_credit = Amounts("Unit credit")
    fee = Amounts("Fee")
    fee_tax_code = Values("Fee tax code")
    reason = Values("Reason")
    credited_quantity = Amounts("Credited quantity")
    credit_net = Amounts("Credit net")
    credit_tax = Amounts("Credit tax")
    credit_total = Amounts("Credit total")
    fee_tax = Amounts("Fee tax")
    credit_note = Values("Credit note")
    credit_date = Values("Credit date")
    voided = Values("Voided")
    has_return = Given("Return")
    has_order = Given("Order")
    has_line = Given("Line")
    has_sku = Given("SKU")
    has_quantity = Given("Quantity")
    has_return_date = Given("Return date")
    has_disposition = Given("Disposition")
    has_unit_credit = Given("Unit credit")
    has_fee = Given("Fee")
    has_fee_tax_code = Given("Fee tax code")
    has_reason = Given("Reason")
    has_credited_quantity = Given("Credited quantity")
    has_credit_net = Given("Credit net")
    has_credit_tax = Given("Credit tax")
    has_credit_total = Given("Credit total")
    has_fee_tax = Given("Fee tax")
    has_credit_note = Given("Credit note")
    has_credit_date = Given("Credit date")
    has_voided = Given("Voided")
    order_index = Index("order")
    sku_index = Index("sku")
    fee_tax_index = Index("fee_tax")
    line_index = Index("line")


class Restocks(Frame):
    """One row per return that went back into a location."""

    SHEET = "Restocks"

    restock = Values("Restock")
    return_ = Values("Return")
    sku = Values("SKU")
    location = Values("Location")
    quantity = Amounts("Quantity")
    restock_date = Values("Restock date")
    voided = Values("Voided")
    has_restock = Given("Restock")
    has_return = Given("Return")
    has_sku = Given("SKU")
    has_location = Given("Location")
    has_quantity = Given("Quantity")
    has_restock_date = Given("Restock date")
    has_voided = Given("Voided")
    return_index = Index("return")
    sku_index = Index("sku")
    location_index = Index("location")


class BankLines(Frame):
    """One row per transaction of your bank. A run books what is certain, and says why the rest waits."""

    SHEET = "Bank lines"

    bank_line = Values("Bank line")
    date = Values("Date")
    amount = Amounts("Amount")
    name = Values("Name")
    text = Values("Text")
    reference = Values("Reference")
    order = Values("Order")
    invoice = Values("Invoice")
    payment = Values("Payment")
    voided = Values("Voided")
    has_bank_line = Given("Bank line")
    has_date = Given("Date")
    has_amount = Given("Amount")
    has_name = Given("Name")
    has_text = Given("Text")
    has_reference = Given("Reference")
    has_order = Given("Order")
    has_invoice = Given("Invoice")
    has_payment = Given("Payment")
    has_voided = Given("Voided")


class Accounts(Frame):
    """The accounts of your accounting program, for `sheetflow export`: one row per use."""

    SHEET = "Accounts"

    use = Values("Use")
    account = Values("Account")
    name = Values("Name")
    has_use = Given("Use")
    has_account = Given("Account")
    has_name = Given("Name")


class Exported(Frame):
    """One row per document that `sheetflow export --new` wrote, so that nothing is exported twice."""

    SHEET = "Exported"

    export = Values("Export")
    format = Values("Format")
    kind = Values("Kind")
    document = Values("Document")
    when = Values("When")
    period = Values("Period")
    amount = Amounts("Amount")
    entry = Values("Entry")
    file = Values("File")
    has_export = Given("Export")
    has_format = Given("Format")
    has_kind = Given("Kind")
    has_document = Given("Document")
    has_when = Given("When")
    has_period = Given("Period")
    has_amount = Given("Amount")
    has_entry = Given("Entry")
    has_file = Given("File")


class Mapping(Frame):
    """One row per name: what your sheets, columns and words are called here. It is read before all others."""

    SHEET = "Mapping"

    sheet = Values("Sheet")
    column = Values("Column")
    value = Values("Value")
    here = Values("Here")
    use = Values("Use")
    why = Values("Why")
    has_sheet = Given("Sheet")
    has_column = Given("Column")
    has_value = Given("Value")
    has_here = Given("Here")
    has_use = Given("Use")
    has_why = Given("Why")


class Imports(Frame):
    """One row per column of a file that you import: which column of sheetflow's it fills. Made by sheetflow import."""

    SHEET = "Imports"

    profile = Values("Profile")
    source_column = Values("Source column")
    sheet = Values("Sheet")
    column = Values("Column")
    value = Values("Value")
    here = Values("Here")
    use = Values("Use")
    why = Values("Why")
    has_profile = Given("Profile")
    has_source_column = Given("Source column")
    has_sheet = Given("Sheet")
    has_column = Given("Column")
    has_value = Given("Value")
    has_here = Given("Here")
    has_use = Given("Use")
    has_why = Given("Why")


class Imported(Frame):
    """One row per order, transaction or row that came from a file: nothing comes in twice."""

    SHEET = "Imported"

    profile = Values("Profile")
    number_ = Values("Number")
    sheet = Values("Sheet")
    key = Values("Key")
    when = Values("When")
    file_sha_256 = Values("File SHA-256")
    row_sha_256 = Values("Row SHA-256")
    stated_total = Amounts("Stated total")
    has_profile = Given("Profile")
    has_number = Given("Number")
    has_sheet = Given("Sheet")
    has_key = Given("Key")
    has_when = Given("When")
    has_file_sha_256 = Given("File SHA-256")
    has_row_sha_256 = Given("Row SHA-256")
    has_stated_total = Given("Stated total")


KIND = TypeVar("KIND", bound=Frame)


class Sheet(Generic[KIND]):
    """The frame of one sheet, as an attribute of what holds them all."""

    def __init__(self, kind: type[KIND]) -> None:
        self.kind = kind

    def __get__(self, holder: Sheets, owner: type[Sheets]) -> KIND:
        return cast(KIND, holder[self.kind.SHEET])


class Sheets:
    """What holds a frame for every sheet of facts."""

    def __getitem__(self, sheet: str) -> Frame:
        raise NotImplementedError

    customers = Sheet(Customers)
    products = Sheet(Products)
    suppliers = Sheet(Suppliers)
    supplier_prices = Sheet(SupplierPrices)
    prices = Sheet(Prices)
    locations = Sheet(Locations)
    tax_codes = Sheet(TaxCodes)
    orders = Sheet(Orders)
    new_orders = Sheet(NewOrders)
    order_lines = Sheet(OrderLines)
    stock_moves = Sheet(StockMoves)
    purchase_orders = Sheet(PurchaseOrders)
    purchase_lines = Sheet(PurchaseLines)
    receipts = Sheet(Receipts)
    picks = Sheet(Picks)
    packing = Sheet(Packing)
    shipments = Sheet(Shipments)
    invoices = Sheet(Invoices)
    invoice_lines = Sheet(InvoiceLines)
    payments = Sheet(Payments)
    returns = Sheet(Returns)
    restocks = Sheet(Restocks)
    bank_lines = Sheet(BankLines)
    accounts = Sheet(Accounts)
    exported = Sheet(Exported)
    mapping = Sheet(Mapping)
    imports = Sheet(Imports)
    imported = Sheet(Imported)


FRAMES: collections.abc.Mapping[str, type[Frame]] = MappingProxyType(
    {
        kind.SHEET: kind
        for kind in (
            Customers,
            Products,
            Suppliers,
            SupplierPrices,
            Prices,
            Locations,
            TaxCodes,
            Orders,
            NewOrders,
            OrderLines,
            StockMoves,
            PurchaseOrders,
            PurchaseLines,
            Receipts,
            Picks,
            Packing,
            Shipments,
            Invoices,
            InvoiceLines,
            Payments,
            Returns,
            Restocks,
            BankLines,
            Accounts,
            Exported,
            Mapping,
            Imports,
            Imported,
        )
    }
)
"""The kind of frame of each sheet of facts."""


def kind_of(schema: SheetSchema) -> type[Frame]:
    """The kind of frame that a sheet has: a plain one where its columns have no types."""
    return FRAMES.get(schema.sheet, Frame)


def empty_frame(sheet: str) -> Frame:
    """A sheet without records."""
    schema = sheet_schema(sheet)
    return kind_of(schema).empty(schema)
