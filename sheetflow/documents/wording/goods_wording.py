"""What pick lists, packing slips and labels say."""

from __future__ import annotations

import datetime as dt

from sheetflow.documents.model import (
    Container,
    Content,
    DeliveryNote,
    PackedLine,
    PackingSlip,
    PickList,
    PickNote,
    SentContainer,
)
from sheetflow.documents.wording import Fact, optional_fact, order_facts, side_by_side
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.locale_formats import Formats


def slip_facts(slip: PackingSlip, formats: Formats) -> list[Fact]:
    """The facts next to the address of a packing slip."""
    container = slip.container
    words = formats.words
    text = words.text
    return [
        Fact(text("Order"), container.order),
        *optional_fact(text("Order date"), slip.order_date),
        *optional_fact(text("Your reference"), container.customer_po),
        *optional_fact(text("Shipped"), container.date),
        *optional_fact(text("Carrier"), carrier_text(container)),
        *optional_fact(text("Tracking number"), container.tracking),
        *optional_fact(text("Weight"), weight_text(container, formats)),
        Fact(text("Container"), position_text(container, words)),
        *order_facts(slip),
    ]


def delivery_facts(note: DeliveryNote, words: Words) -> list[Fact]:
    """The facts next to the address of a delivery note."""
    text = words.text
    first = note.containers[0]
    return [
        Fact(text("Delivery note"), note.number),
        *optional_fact(text("Date"), note.date),
        Fact(text("Order"), note.order),
        *optional_fact(text("Order date"), note.order_date),
        *optional_fact(text("Your reference"), note.customer_po),
        *optional_fact(text("Carrier"), carrier_text(first)),
        *order_facts(note),
    ]


def delivered_text(container: Container, formats: Formats) -> str:
    """One of the containers of a delivery: `Container 1 of 2, Carton · 7.5 kg · 1Z 999`."""
    texts = [
        container_text(container, formats.words),
        weight_text(container, formats),
        container.tracking,
    ]
    return side_by_side(texts)


def position_text(container: Container, words: Words) -> str:
    """Which of its order's containers it is: `1 of 2`."""
    position = container.position
    return words.text("{position} of {count}", position=position, count=container.count)


def count_text(slip: PackingSlip, words: Words) -> str:
    """Which container it is: `Container 1 of 2, Carton`."""
    return container_text(slip.container, words)


def sent_text(slip: PackingSlip, words: Words) -> str:
    """The heading over what is sent in all: before the container leaves it is only packed."""
    has_left = bool(slip.container.shipment)
    return words.text("Shipped" if has_left else "Packed")


def container_text(container: Container, words: Words) -> str:
    """A container: `Container 1 of 2, Carton`."""
    text = words.text(
        "Container {position} of {count}",
        position=container.position,
        count=container.count,
    )
    if container.container_type:
        text += f", {container.container_type}"
    return text


def others_text(slip: PackingSlip, formats: Formats) -> str:
    """The other containers of the order: `Other containers of this order: 1 (left on 2 Mar 2026), 3`."""
    if not slip.others:
        return ""
    named = [_other_text(other, formats) for other in slip.others]
    text = "Other containers of this order: {containers}"
    return formats.words.text(text, containers=", ".join(named))


def _other_text(other: SentContainer, formats: Formats) -> str:
    if other.date is None:
        return str(other.position)
    day = formats.inserted(formats.date(other.date))
    text = "{container} (left on {date})"
    return formats.words.text(text, container=other.position, date=day)


def carrier_text(container: Container) -> str:
    """Who carries it, and how: `DPD Express`."""
    return " ".join(filter(None, (container.carrier, container.service)))


def label_facts(container: Container, formats: Formats) -> list[str]:
    """What a label says of a container besides where it goes."""
    words = formats.words
    facts = []
    if container.customer_po:
        reference = container.customer_po
        facts.append(words.text("Your reference {reference}", reference=reference))
    if container.container_type:
        facts.append(container.container_type)
    if container.weight:
        weight = weight_text(container, formats)
        facts.append(words.text("Weight {weight}", weight=weight))
    if container.date:
        facts.append(formats.date(container.date))
    return facts


def weight_text(container: Container, formats: Formats) -> str:
    """A container's weight with its unit; "" where it has none."""
    if not container.weight:
        return ""
    return f"{formats.quantity(container.weight)} {container.weight_unit}".strip()


def part_text(number: int, count: int, words: Words) -> str:
    """Which of a container's labels it is: `Label 1 of 2`; "" where there is only one."""
    if count == 1:
        return ""
    text = "Label {position} of {count}"
    return words.text(text, position=number, count=count)


def item_text(content: Content) -> str:
    """A product as a label names it: `MUG-BLUE  Blue mug`."""
    name = "" if content.description == content.sku else content.description
    return "  ".join(filter(None, (content.sku, name)))


def backorder_text(line: PackedLine, formats: Formats) -> str:
    """How many of a line have no stock yet; "" where there are none."""
    if not line.backordered:
        return ""
    quantity = formats.quantity(line.backordered)
    return formats.words.text("{quantity} on backorder", quantity=quantity)


def content_text(content: Content, formats: Formats) -> str:
    """One product in a container, on one line: `3 × MUG-BLUE  Blue mug`."""
    quantity = formats.inserted(formats.quantity(content.quantity))
    return f"{quantity} × {item_text(content)}"


def pick_summary(picks: PickList, formats: Formats) -> str:
    """For whom, how much, and by when: `HEATH · 3 lines, 2 locations · ship by 2 Mar 2026`."""
    words = formats.words
    texts = [picks.customer]
    if picks.is_batch:
        texts.append(_counted(len(picks.orders), "{count} orders", words))
    texts.append(_extent_text(picks, words))
    if picks.ship_by:
        ship_by = formats.inserted(formats.date(picks.ship_by))
        texts.append(words.text("ship by {date}", date=ship_by))
    texts += [_fact_text(fact, formats) for fact in order_facts(picks)]
    return side_by_side(texts)


def note_text(note: PickNote) -> str:
    """What an order's Notes say, on one line: `SO-1: ring twice`."""
    return f"{note.order}: {' '.join(note.text.split())}"


def orders_text(picks: PickList, words: Words) -> str:
    """The orders of a list for several: `Orders: SO-1, SO-2`."""
    return words.text("Orders: {orders}", orders=", ".join(picks.orders))


def _extent_text(picks: PickList, words: Words) -> str:
    lines = _counted(_line_count(picks), "{count} lines", words)
    locations = _counted(len(picks.stops), "{count} locations", words)
    return f"{lines}, {locations}"


def _counted(number: int, text: str, words: Words) -> str:
    return words.counted(text, number, count=f"{number:,}")


def _line_count(picks: PickList) -> int:
    return sum(len(stop.lines) for stop in picks.stops)


def _fact_text(fact: Fact, formats: Formats) -> str:
    """A fact on one line: `Priority 3`."""
    value = fact.value
    written = formats.date(value) if isinstance(value, dt.date) else str(value)
    return f"{fact.label} {formats.inserted(written)}"


def stop_text(location: str, name: str) -> str:
    """A location as people know it."""
    if not name or name == location:
        return location
    return f"{location}   {name}"
