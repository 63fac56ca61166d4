"""Serial shipping container codes (SSCC): each container gets one when it is packed, and keeps it when it leaves.

A container that left without one gets it on Shipments. Nothing is filled without a GS1 company prefix in Settings.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import blank_texts
from sheetflow.domain.book import Settings
from sheetflow.domain.frames import Packing, Shipments
from sheetflow.domain.number_series import next_ssccs
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, Mask
from sheetflow.ledgers.lines import ContainerKeys


def fill_packing_ssccs(
    packing: Packing, shipments: Shipments, settings: Settings, new: Mask | None = None
) -> Packing:
    """Packing with a code in the rows of containers that have not left, or in the `new` ones."""
    blank = packing.live & ~packing.has_sscc
    if not settings.gs1_company_prefix or not blank.any() or settings.has_error:
        return packing
    keys, left = _keys(packing, shipments)
    wanted = new if new is not None else ~np.isin(keys, left[shipments.live])
    rows = np.flatnonzero(blank & wanted & (keys >= 0))
    codes = _codes_by_container(packing, keys)
    new_keys = [key for key in dict.fromkeys(keys[rows].tolist()) if key not in codes]
    taken = [packing.sscc, shipments.sscc]
    codes |= dict(
        zip(new_keys, next_ssccs(settings, taken, len(new_keys)), strict=True)
    )
    texts = blank_texts(len(packing))
    texts[rows] = [codes[key] for key in keys[rows].tolist()]
    return packing.fill(Packing.sscc, _given(texts), texts)


def fill_shipment_ssccs(
    packing: Packing, shipments: Shipments, settings: Settings, new: Mask | None = None
) -> Shipments:
    """Shipments with a code in the live rows (or the `new` ones) that have none: that of the container, or the next."""
    blank = (shipments.live if new is None else new) & ~shipments.has_sscc
    if not settings.gs1_company_prefix or not blank.any() or settings.has_error:
        return shipments
    keys, left = _keys(packing, shipments)
    codes = _codes_by_container(packing, keys)
    rows = np.flatnonzero(blank)
    own = [codes.pop(key, None) for key in left[rows].tolist()]
    taken = [packing.sscc, shipments.sscc]
    following = iter(next_ssccs(settings, taken, own.count(None)))
    texts = blank_texts(len(shipments))
    texts[rows] = [code or next(following) for code in own]
    return shipments.fill(Shipments.sscc, _given(texts), texts)


def _keys(packing: Packing, shipments: Shipments) -> tuple[IntArray, IntArray]:
    """The container of each row of both sheets, as one number each."""
    keys = ContainerKeys()
    return keys.of(packing), keys.of(shipments)


def _codes_by_container(packing: Packing, keys: IntArray) -> dict[int, str | None]:
    """The code that each container has on Packing."""
    rows = np.flatnonzero(packing.live & packing.has_sscc & (keys >= 0))
    codes: dict[int, str | None] = {}
    for key, code in zip(keys[rows].tolist(), packing.sscc[rows].tolist(), strict=True):
        codes.setdefault(key, str(code))
    return codes


def _given(texts: AnyArray) -> Mask:
    return np.asarray(np.not_equal(texts, NOTHING).astype(bool))
