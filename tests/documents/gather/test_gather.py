"""Which documents a run makes necessary, and what is in them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from paper import Paper, documents, drawn, new_documents
from sheets import add, after, again, grid_of
from small_business import BUSINESS, SETTINGS

from sheetflow.documents.wording.document_formats import seller_formats
from sheetflow.documents.wording.goods_wording import label_facts
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import invoice_sums


def counts(made):
    return {kind: len(chosen) for kind, chosen in made.by_kind()}


def test_a_run_prints_what_it_made_necessary_once():
    once = after(None, **BUSINESS)
    assert counts(new_documents(once)) == {
        "picks": 1,
        "packing": 1,
        "labels": 1,
        "deliveries": 1,
        "invoices": 1,
    }
    assert counts(new_documents(again(once))) == {}


def test_an_invoice_says_what_the_sheet_says():
    once = after(None, **BUSINESS)
    [invoice] = new_documents(once).invoices
    sheet = once.invoices
    money = invoice.money
    assert [money.subtotal, money.freight, money.tax, money.total] == [
        sheet[header][0] for header in ("Subtotal", "Freight", "Tax", "Total")
    ]
    assert [line.total for line in money.lines] == once.invoice_lines["Line total"]
    assert [(tax.code, tax.net) for tax in money.taxes] == [
        ("", Decimal(50)),
        ("STD", Decimal("202.41")),
        ("TWO", Decimal(15)),
    ]
    assert sum(tax.net for tax in money.taxes) == money.net
    assert sum(tax.tax for tax in money.taxes) == money.tax
    assert [(share.name, share.amount) for share in money.taxes[2].shares] == [
        ("GST", Decimal("0.75")),
        ("QST", Decimal("1.5")),
    ]
    assert (invoice.customer_po, invoice.terms_days, invoice.balance) == (
        "PO 7",
        30,
        money.total,
    )
    assert invoice.supplied == (invoice.date, invoice.date)


def test_prices_that_include_tax_show_the_price_without_it():
    once = after(
        None, **{**BUSINESS, "settings": add(SETTINGS, "Prices include tax  Yes")}
    )
    [invoice] = new_documents(once).invoices
    assert invoice.money.lines[0].unit_price_net == Decimal("16.798319")
    assert invoice.money.subtotal + invoice.money.freight == invoice.money.total
    assert sum(tax.gross for tax in invoice.money.taxes) == invoice.money.total
    assert all(
        sum(share.amount for share in tax.shares) == tax.tax
        for tax in invoice.money.taxes
    )


def test_a_credit_note_names_its_invoice_and_adds_up():
    billed = after(None, **BUSINESS)
    returned = after(
        None,
        billed,
        returns="""
        Order  SKU    Line  Quantity  Return date  Fee
        SO-1   A-100  1     4         2026-03-02   2
        """,
    )
    [note] = new_documents(returned).credits
    assert [reference.number for reference in note.invoices] == ["INV-000001"]
    assert (note.number, note.net + note.tax - note.fee) == ("CN-000001", note.total)
    assert [note.net, note.tax, note.total] == [
        returned.returns[header][0]
        for header in ("Credit net", "Credit tax", "Credit total")
    ]


def test_a_credit_of_two_taxes_is_split_as_they_were_invoiced():
    billed = after(None, **BUSINESS)
    sheet = "Order  SKU    Line  Quantity  Return date\nSO-1   B-200  2     1         2026-03-02"
    [note] = new_documents(after(None, billed, returns=sheet)).credits
    [tax] = note.taxes
    assert [(share.name, share.amount) for share in tax.shares] == [
        ("GST", Decimal("0.25")),
        ("QST", Decimal("0.5")),
    ]


def test_why_no_tax_is_charged():
    def note(number: str, settings: str = SETTINGS, line: str = "A-100") -> str:
        customers = f"""
            Customer  Name    Tax exempt  Tax number
            C-1       Dupont  Yes         {number}
        """
        lines = f"Order  SKU    Quantity\nSO-1   {line}  1"
        action = "Invoice ordered"
        books = {
            **BUSINESS,
            "customers": customers,
            "settings": settings,
            "order_lines": lines,
        }
        orders = "Order  Order date  Customer\nSO-1   2026-02-01  C-1"
        [invoice] = new_documents(after(action, **{**books, "orders": orders})).invoices
        return invoice.exemption

    assert "Article 138" in note("FR40303265045")
    assert "Reverse charge" in note("FR40303265045", line="S-900")
    assert (
        note("-")
        == note("DE811569869")
        == "No tax is charged: the customer is exempt from tax."
    )
    assert (
        note("FR40303265045", add(SETTINGS, "Exemption note  By treaty."))
        == "By treaty."
    )


def test_pick_lists_go_by_location_in_walking_order():
    played = after(
        "Suggest",
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  150
        SO-1   B-200  2
        SO-2   B-200  1
        """,
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-2
        """,
        stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-01-02  Opening  A-100  BACK  100
        2026-01-02  Opening  A-100  MAIN  100
        2026-01-02  Opening  B-200  MAIN  100
        """,
    )
    first, second = new_documents(played).picks
    assert [
        (stop.location, [(line.sku, line.suggested) for line in stop.lines])
        for stop in first.stops
    ] == [
        ("MAIN", [("A-100", 100), ("B-200", 2)]),
        ("BACK", [("A-100", 50)]),
    ]
    assert (first.orders, second.orders, first.stops[0].lines[0].picked) == (
        ("SO-1",),
        ("SO-2",),
        None,
    )


def test_the_most_urgent_order_has_the_first_pick_list():
    """By Ship by (blank last), then Order date, then row, as orders are served."""
    played = after(
        "Suggest",
        orders="""
        Order  Order date  Customer  Ship by
        SO-1   2026-02-05  C-1       -
        SO-2   2026-02-03  C-1       -
        SO-3   2026-02-03  C-1       -
        SO-4   2026-02-09  C-1       2026-03-20
        SO-5   2026-02-10  C-1       2026-03-09
        SO-6   2026-02-08  C-1       2026-03-09
        """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-2   A-100  1
        SO-3   A-100  1
        SO-4   A-100  1
        SO-5   A-100  1
        SO-6   A-100  1
        """,
    )
    assert [pick_list.orders for pick_list in new_documents(played).picks] == [
        ("SO-6",),
        ("SO-5",),
        ("SO-4",),
        ("SO-2",),
        ("SO-3",),
        ("SO-1",),
    ]


def test_one_pick_list_for_all_orders():
    played = after(
        "Suggest",
        settings="Setting     Value\nPick lists  One for all",
        orders="Order  Order date  Customer\nSO-1   2026-02-01  C-1\nSO-2   2026-02-01  C-2",
        order_lines="Order  SKU    Quantity\nSO-1   A-100  2\nSO-2   A-100  3",
    )
    [batch] = new_documents(played).picks
    assert batch.is_batch
    assert [(line.order, line.suggested) for line in batch.stops[0].lines] == [
        ("SO-1", 2),
        ("SO-2", 3),
    ]


def test_containers_are_counted_and_what_is_missing_is_listed():
    played = after(
        "Ship",
        order_lines="Order  Line  SKU    Quantity\nSO-1   1     A-100  10\nSO-1   2     B-200  5",
        picks="""
        Order  SKU    Location  Picked  Pick date
        SO-1   A-100  MAIN      10      2026-02-02
        """,
        packing="""
        Order  Container  SKU    Quantity  Weight
        SO-1   1          A-100  6         7.5
        SO-1   2          A-100  4         -
        """,
    )
    first, second = new_documents(played).packing
    assert [
        (slip.container.position, slip.container.count) for slip in (first, second)
    ] == [(1, 2), (2, 2)]
    assert [
        (line.ordered, line.here, line.shipped, line.to_follow) for line in first.lines
    ] == [(10, 6, 10, 0)]
    assert not first.missing
    assert [(line.sku, line.to_follow) for line in second.missing] == [("B-200", 5)]
    assert [each.position for each in first.others] == [2]
    assert [each.position for each in second.others] == [1]
    labels = new_documents(played).labels
    assert [
        (label.contents[0].quantity, label.container.weight) for label in labels
    ] == [
        (6, Decimal("7.5")),
        (4, None),
    ]


def test_a_quote_that_became_an_order_is_confirmed():
    orders = "Order      State  Order date  Customer\nSQ-000001  Quote  2026-02-01  C-1"
    lines = "Order      SKU    Quantity\nSQ-000001  A-100  2"
    played = after("Confirm", orders=orders, order_lines=lines)
    [order] = new_documents(played).orders
    assert (order.number, order.quote, order.money.total) == (
        "SO-000001",
        "SQ-000001",
        played.orders["Total"][0],
    )


def test_statements_sum_up_to_receivables():
    once = after(
        None,
        **BUSINESS,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-03-01    100
        """,
    )
    late = after(None, once, as_of="2026-05-01")
    [statement] = documents(late).statements
    assert statement.total == late.receivables["Total"][0]
    assert (
        sum(item.balance for item in statement.items)
        + sum(a.amount for a in statement.on_account)
        == statement.total
    )
    assert [item.days_late for item in statement.items] == [30]
    assert dict(statement.buckets)["1–30"] == statement.total


def test_only_what_is_wanted():
    once = after(None, **BUSINESS)
    assert counts(documents(once, only=frozenset({"invoices"}))) == {"invoices": 1}
    assert counts(documents(once, orders=frozenset({"SO-9"}))) == {}
    assert counts(documents(once, customers=frozenset({"C-2"}))) == {}
    assert documents(once, only=frozenset({"picks"})).picks == ()
    [done] = documents(
        once, only=frozenset({"picks"}), orders=frozenset({"SO-1"})
    ).picks
    assert done.stops[0].lines[0].picked == 10


def test_what_only_a_run_would_fill_is_not_in_the_workbook():
    once = after(None, **BUSINESS)
    assert counts(documents(once, recorded_only=True)) == {"orders": 1, "statements": 1}
    assert counts(documents(again(once), recorded_only=True))["invoices"] == 1


def test_a_voided_invoice_is_not_printed():
    once = after(None, **BUSINESS)
    reopened = after("Re-open", once)
    assert counts(new_documents(reopened)) == {}
    assert documents(reopened).invoices == ()


def test_a_statement_dates_an_invoice_whose_due_date_waits_by_the_invoice():
    """Its customer's terms cannot be read yet; what is owed is owed all the same."""
    played = after(
        customers="""
            Customer  Name    Terms (days)
            C-1       Dupont  soon
        """,
        invoices="""
            Invoice  Order  Invoice date  Subtotal  Tax  Total
            INV-1    SO-1   2026-02-10    40        0    40
        """,
        invoice_lines="""
            Invoice  Order  SKU    Quantity  Unit price
            INV-1    SO-1   A-100  2         20
        """,
    )
    [statement] = documents(played, only=frozenset({"statements"})).statements
    [item] = statement.items
    assert (item.due, item.days_late, item.balance) == (item.date, 0, Decimal(40))


def test_a_slip_of_an_order_whose_date_cannot_be_read_leaves_the_date_out():
    once = after(None, **BUSINESS)
    headers, *orders = [list(row) for row in once.typed()["Orders"].rows]
    orders[0][headers.index("Order date")] = "0026-03-02"
    twice = again(once, orders=grid_of("Orders", [headers, *orders]))
    slips = documents(twice).packing
    assert [slip.order_date for slip in slips] == [None]


def test_a_number_typed_over_several_returns_is_one_credit_note_in_a_run():
    once = after("Fulfil, Invoice")
    returns = """
        Order  SKU    Quantity  Return date  Credit note
        SO-1   A-100  1         2026-03-01   CN-7
        SO-1   A-100  2         2026-03-02   CN-7
    """
    [note] = new_documents(again(once, returns=returns)).credits
    assert (note.number, note.date) == ("CN-7", dt.date(2026, 3, 2))
    assert [(line.quantity, line.date.day) for line in note.lines] == [(1, 1), (2, 2)]


def test_returns_that_a_run_credits_together_are_one_credit_note():
    once = after("Fulfil, Invoice")
    returns = """
        Order  SKU    Quantity  Return date
        SO-1   A-100  1         2026-03-01
        SO-1   A-100  2         2026-03-02
    """
    credited = again(once, returns=returns)
    [note] = new_documents(credited).credits
    assert credited.returns["Credit note"] == ["CN-000001", "CN-000001"]
    assert note.total == sum(credited.returns["Credit total"])


def test_a_list_for_several_orders_has_totals_notes_and_barcodes():
    orders = """
        Order  Order date  Customer  Notes
        SO-1   2026-02-01  C-1       Ring twice
        SO-2   2026-02-01  C-2       -
    """
    lines = """
        Order  SKU    Quantity
        SO-1   A-100  2
        SO-2   A-100  3
    """
    settings = "Setting     Value\nPick lists  One for all"
    played = after("Suggest", orders=orders, order_lines=lines, settings=settings)
    [batch] = new_documents(played).picks
    assert [(total.sku, total.quantity) for total in batch.totals] == [("A-100", 5)]
    assert [(note.order, note.text) for note in batch.notes] == [("SO-1", "Ring twice")]


TWO_CODES = """
    Tax code  Name   Tax 1 %  Tax 1 name
    STD       Goods  19       VAT
    SRV       Work   19       VAT
"""


def test_taxes_of_one_name_and_rate_are_one_line():
    lines = """
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  10        20          STD
        SO-1   S-900  1         50          SRV
    """
    once = after("Fulfil, Invoice", order_lines=lines, tax_codes=TWO_CODES)
    [invoice] = new_documents(once).invoices
    assert [tax.code for tax in invoice.money.taxes] == ["STD", "SRV"]
    sums = invoice_sums(invoice, seller_formats(new_documents(once).seller, Formats))
    taxes = [(line.label, line.amount, line.on) for line in sums if line.kind == "tax"]
    assert taxes == [("VAT 19%", Decimal("47.5"), 250)]


def test_a_business_without_tax_sees_no_word_of_it():
    once = after("Fulfil, Invoice")
    made = new_documents(once)
    [invoice] = made.invoices
    sums = invoice_sums(invoice, seller_formats(made.seller, Formats))
    assert [line.kind for line in sums] == ["subtotal", "total"]
    assert "Tax" not in " ".join(Paper(drawn(made)["invoices.xlsx"]).texts())


def test_the_contact_of_the_billing_address_is_not_on_the_label_to_another():
    customers = """
        Customer  Name  Contact  Billing address  Shipping address
        C-1       Mill  Eve      Mill Lane        {ship_to}
    """
    for ship_to, contact in (("Dock Road", ""), ("-", "Eve")):
        told = customers.format(ship_to=ship_to)
        [label] = new_documents(after("Fulfil", customers=told)).labels
        assert label.container.consignee.contact == contact


def test_a_weight_has_the_unit_of_settings():
    settings = "Setting      Value\nWeight unit  lb"
    packing = (
        "Order  Container  SKU    Quantity  Weight\nSO-1   1          A-100  2  7.5"
    )
    picks = "Order  SKU    Location  Picked  Pick date\nSO-1   A-100  MAIN      2       2026-02-02"
    played = after("Ship", packing=packing, picks=picks, settings=settings)
    made = new_documents(played)
    [label] = made.labels
    formats = seller_formats(made.seller, Formats)
    assert "Weight 7.5 lb" in label_facts(label.container, formats)


def test_texts_of_settings_are_printed_below_their_documents():
    settings = """
        Setting       Value
        Quote text    Valid while stocks last
        Order text    We begin at once
        Invoice text  Thank you
    """
    orders = """
        Order  State  Order date  Customer  Action
        SO-1   Order  2026-02-01  C-1       Fulfil, Invoice
        SQ-1   Quote  2026-02-01  C-1       -
    """
    lines = "Order  SKU    Quantity\nSO-1   A-100  2\nSQ-1   A-100  2"
    played = after(None, orders=orders, order_lines=lines, settings=settings)
    files = drawn(documents(played))
    for name, text in (
        ("quotes.xlsx", "Valid while stocks last"),
        ("orders.xlsx", "We begin at once"),
        ("invoices.xlsx", "Thank you"),
    ):
        assert text in Paper(files[name]).texts()
