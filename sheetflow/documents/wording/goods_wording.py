"""What pick lists and packing slips say."""

from __future__ import annotations

from sheetflow.documents.model import Container, Content, PackingSlip, PickList
from sheetflow.documents.wording import Fact, beside
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.domain.phrases import counted


def slip_facts(slip: PackingSlip) -> list[Fact]:
    """What stands beside the address of a packing slip."""
    box = slip.container
    carrier = carrier_text(box)
    return [
        Fact("Order", box.order),
        Fact("Order date", slip.order_date),
        *([Fact("Your reference", box.customer_po)] if box.customer_po else []),
        *([Fact("Shipped", box.date)] if box.date else []),
        *([Fact("Carrier", carrier)] if carrier else []),
        *([Fact("Tracking number", box.tracking)] if box.tracking else []),
        Fact("Container", f"{box.position} of {box.count}"),
    ]


def count_text(slip: PackingSlip) -> str:
    """Which container it is: `Container 1 of 2, Carton`."""
    box = slip.container
    return f"Container {box.position} of {box.count}" + (
        f", {box.container_type}" if box.container_type else ""
    )


def carrier_text(box: Container) -> str:
    """Who carries it, and how: `DPD Express`."""
    return " ".join(text for text in (box.carrier, box.service) if text)


def label_facts(box: Container, formats: Formats) -> list[str]:
    """What a label says of a container besides where it goes."""
    facts = (
        f"Your reference {box.customer_po}" if box.customer_po else "",
        box.container_type,
        f"Weight {formats.quantity(box.weight)}" if box.weight else "",
        formats.date(box.date) if box.date else "",
    )
    return [fact for fact in facts if fact]


def item_text(content: Content) -> str:
    """A product as a label names it: `MUG-BLUE  Blue mug`."""
    name = "" if content.description == content.sku else content.description
    return "  ".join(text for text in (content.sku, name) if text)


def content_text(content: Content, formats: Formats) -> str:
    """What lies in a container, on one line: `3 × MUG-BLUE  Blue mug`."""
    return (
        f"{formats.inserted(formats.quantity(content.quantity))} × {item_text(content)}"
    )


def pick_summary(picks: PickList, formats: Formats) -> str:
    """For whom, how much, and by when: `HEATH · 3 lines, 2 locations · ship by 2 Mar 2026`."""
    lines = sum(len(stop.lines) for stop in picks.stops)
    words = [picks.customer, f"{len(picks.orders)} orders" if picks.is_batch else ""]
    words += [f"{counted(lines, 'line')}, {counted(len(picks.stops), 'location')}"]
    words += (
        [f"ship by {formats.inserted(formats.date(picks.ship_by))}"]
        if picks.ship_by
        else []
    )
    return beside(words)


def stop_text(location: str, name: str) -> str:
    """A location as people know it."""
    return f"{location}   {name}" if name and name != location else location
