"""What pick lists, packing slips and labels say."""

from __future__ import annotations

import datetime as dt

from sheetflow.documents.model import Container, Content, PackingSlip, PickList
from sheetflow.documents.wording import Fact, optional_fact, order_facts, side_by_side
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.domain.phrases import counted


def slip_facts(slip: PackingSlip) -> list[Fact]:
    """The facts next to the address of a packing slip."""
    container = slip.container
    return [
        Fact("Order", container.order),
        Fact("Order date", slip.order_date),
        *optional_fact("Your reference", container.customer_po),
        *optional_fact("Shipped", container.date),
        *optional_fact("Carrier", carrier_text(container)),
        *optional_fact("Tracking number", container.tracking),
        Fact("Container", f"{container.position} of {container.count}"),
        *order_facts(slip),
    ]


def count_text(slip: PackingSlip) -> str:
    """Which container it is: `Container 1 of 2, Carton`."""
    container = slip.container
    text = f"Container {container.position} of {container.count}"
    if container.container_type:
        text += f", {container.container_type}"
    return text


def carrier_text(container: Container) -> str:
    """Who carries it, and how: `DPD Express`."""
    return " ".join(filter(None, (container.carrier, container.service)))


def label_facts(container: Container, formats: Formats) -> list[str]:
    """What a label says of a container besides where it goes."""
    facts = []
    if container.customer_po:
        facts.append(f"Your reference {container.customer_po}")
    if container.container_type:
        facts.append(container.container_type)
    if container.weight:
        facts.append(f"Weight {formats.quantity(container.weight)}")
    if container.date:
        facts.append(formats.date(container.date))
    return facts


def item_text(content: Content) -> str:
    """A product as a label names it: `MUG-BLUE  Blue mug`."""
    name = "" if content.description == content.sku else content.description
    return "  ".join(filter(None, (content.sku, name)))


def content_text(content: Content, formats: Formats) -> str:
    """One product in a container, on one line: `3 × MUG-BLUE  Blue mug`."""
    quantity = formats.inserted(formats.quantity(content.quantity))
    return f"{quantity} × {item_text(content)}"


def pick_summary(picks: PickList, formats: Formats) -> str:
    """For whom, how much, and by when: `HEATH · 3 lines, 2 locations · ship by 2 Mar 2026`."""
    texts = [picks.customer]
    if picks.is_batch:
        texts.append(f"{len(picks.orders)} orders")
    texts.append(_extent_text(picks))
    if picks.ship_by:
        ship_by = formats.inserted(formats.date(picks.ship_by))
        texts.append(f"ship by {ship_by}")
    texts += [_fact_text(fact, formats) for fact in order_facts(picks)]
    return side_by_side(texts)


def _extent_text(picks: PickList) -> str:
    lines = counted(_line_count(picks), "line")
    locations = counted(len(picks.stops), "location")
    return f"{lines}, {locations}"


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
